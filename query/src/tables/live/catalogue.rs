//! The columns of the tables of what is sold, where, from whom and to whom.

use marea_ingest::{
    amount::{Money, Quantity},
    event::StockPolicy,
    identity::{Country, CustomerId, Sku, SupplierId, WarehouseId},
    state::{Customer, LeadTimes, Product, Supplier, Warehouse},
    table_row,
};

table_row! {
    /// A row of `products`.
    #[derive(Debug)]
    ProductRow {
        /// The product.
        sku: Sku,
        /// What it is called.
        name: Option<String>,
        /// What it belongs to.
        category: Option<String>,
        /// What happens to an order for more than is available; null where it was never said.
        stock_policy: Option<StockPolicy>,
        /// At or below this much projected it is time to order more.
        reorder_point: Option<Quantity>,
        /// A proposal fills up to this much projected.
        reorder_target: Option<Quantity>,
        /// The least that is ordered at a time.
        minimum_quantity: Option<Quantity>,
        /// It is ordered in multiples of this.
        order_multiple: Option<Quantity>,
        /// What may be sent in its place.
        substitute: Option<Sku>,
        /// Whether it is made up of other products.
        is_bundle: bool,
        /// What a unit usually costs.
        unit_cost: Option<Money>,
        /// The code on the packet.
        barcode: Option<String>,
        /// Who supplies it.
        supplier: Option<String>,
        /// Whether it was taken out of the catalogue.
        removed: bool,
    }
}

impl From<Product> for ProductRow {
    fn from(it: Product) -> Self {
        Self {
            sku: it.sku,
            name: it.name,
            category: it.category,
            stock_policy: it.stock_policy,
            reorder_point: it.reorder_point,
            reorder_target: it.reorder_target,
            minimum_quantity: it.minimum_quantity,
            order_multiple: it.order_multiple,
            substitute: it.substitute,
            is_bundle: !it.components.is_empty(),
            unit_cost: it.unit_cost,
            barcode: it.barcode,
            supplier: it.supplier.map(|supplier| supplier.to_string()),
            removed: it.removed,
        }
    }
}

table_row! {
    /// A row of `customers`.
    #[derive(Debug)]
    CustomerRow {
        /// The customer.
        customer_id: CustomerId,
        /// What he is called.
        name: Option<String>,
        /// Where mail reaches him.
        email: Option<String>,
        /// Where he lives.
        country: Option<Country>,
        /// What the shop counts him among.
        segment: Option<String>,
    }
}

impl From<Customer> for CustomerRow {
    fn from(it: Customer) -> Self {
        let Customer { customer_id, name, email, country, segment } = it;
        Self { customer_id, name, email, country, segment }
    }
}

table_row! {
    /// A row of `warehouses`.
    #[derive(Debug)]
    WarehouseRow {
        /// The warehouse.
        warehouse: WarehouseId,
        /// What it is called.
        name: Option<String>,
        /// Where it stands.
        country: Option<Country>,
        /// Orders are served from the lowest number that has the goods.
        priority: i64,
        /// A closed warehouse is promised nothing.
        closed: bool,
        /// Its postcode.
        postcode: Option<String>,
        /// Degrees north of the equator.
        latitude: Option<f64>,
        /// Degrees east of Greenwich.
        longitude: Option<f64>,
    }
}

impl From<Warehouse> for WarehouseRow {
    fn from(it: Warehouse) -> Self {
        Self {
            warehouse: it.warehouse,
            name: it.name,
            country: it.country,
            priority: it.priority.into(),
            closed: it.closed,
            postcode: it.postcode,
            latitude: it.coordinates.map(|at| at.latitude()),
            longitude: it.coordinates.map(|at| at.longitude()),
        }
    }
}

table_row! {
    /// A row of `suppliers`.
    #[derive(Debug)]
    SupplierRow {
        /// The supplier.
        supplier: SupplierId,
        /// What it is called.
        name: Option<String>,
        /// Where mail reaches it.
        email: Option<String>,
        /// Days from order to receipt, as it says.
        lead_time_days: Option<i64>,
        /// The least that it sends of a SKU.
        minimum_quantity: Option<Quantity>,
        /// It sends multiples of this.
        order_multiple: Option<Quantity>,
        /// Lines whose way from sent to received was measured.
        measured_lines: i64,
        /// Of these, the share that came by when it was expected; null where none was measured.
        on_time_share: Option<f64>,
        /// Days that they took on average.
        mean_lead_time_days: Option<f64>,
        /// Standard deviation of these, over all that was measured.
        lead_time_deviation_days: Option<f64>,
    }
}

impl From<Supplier> for SupplierRow {
    fn from(it: Supplier) -> Self {
        let LeadTimes { lines, on_time, hours, squared_hours } = it.lead_times;
        let share = |sum: u64| (lines > 0).then(|| ratio(sum, lines));
        let variance = share(hours).zip(share(squared_hours)).map(|(mean, of_squares)| {
            // The difference of two near numbers may come out just below nothing.
            (of_squares - mean * mean).max(0.0)
        });
        Self {
            supplier: it.supplier,
            name: it.name,
            email: it.email,
            lead_time_days: it.lead_time_days.map(Into::into),
            minimum_quantity: it.minimum_quantity,
            order_multiple: it.order_multiple,
            measured_lines: i64::try_from(lines).unwrap_or(i64::MAX),
            on_time_share: share(on_time),
            mean_lead_time_days: share(hours).map(|hours| hours / HOURS_A_DAY),
            lead_time_deviation_days: variance.map(|variance| variance.sqrt() / HOURS_A_DAY),
        }
    }
}

const HOURS_A_DAY: f64 = 24.0;

/// Counts of hours stay far below the whole numbers that a float holds.
#[allow(clippy::cast_precision_loss)]
fn ratio(sum: u64, count: u64) -> f64 {
    sum as f64 / count as f64
}
