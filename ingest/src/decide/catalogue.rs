//! Products, prices, warehouses, suppliers, customers and rates are set.

use std::collections::BTreeMap;

use super::{Denied, Document, draft::Draft};
use crate::{
    amount::Quantity,
    event::{
        CarrierSet, CustomerSet, ExchangeRateSet, PriceSet, ProductRemoved, ProductSet,
        StockPolicy, SupplierSet, TaxRateSet, WarehouseSet,
    },
    facts::Movement,
    identity::{Sku, WarehouseId},
    state::{
        Carrier, Customer, LevelChange, Measures, Price, Product, Supplier, TaxRate, Warehouse,
    },
    time::Day,
};

impl Draft<'_> {
    fn change_product(&mut self, sku: &Sku, change: impl FnOnce(&mut Product)) {
        let known = self.state.product(sku).map(|product| (*product).clone());
        let mut product = known.unwrap_or_else(|| Product::new(sku.clone()));
        change(&mut product);
        self.decision.documents.push(Document::Product(product));
    }

    pub(super) fn product_set(&mut self, body: &ProductSet) -> Result<(), Denied> {
        let was_kept = !self.is_untracked(&body.sku);
        self.change_product(&body.sku, |product| product.set(body));
        let measures = Measures::of(body, self.state.measures(&body.sku)?.as_ref());
        self.decision.documents.extend(measures.map(Document::Measures));
        let is_kept = body.stock_policy.map_or(was_kept, |it| it != StockPolicy::Untracked);
        match (was_kept, is_kept) {
            (true, false) => self.forget_incoming(&body.sku),
            (false, true) => self.expect_incoming(&body.sku),
            _ => (),
        }
        Ok(())
    }

    /// Nothing is to come of a SKU whose stock is kept no more, whatever was bought of it. What is
    /// between two warehouses stays: it is not bought.
    fn forget_incoming(&mut self, sku: &Sku) {
        for (warehouse, level) in self.levels(sku) {
            self.correct_incoming(sku, &warehouse, level.in_transit - level.incoming);
        }
    }

    /// What open purchase orders bring of a SKU whose stock is kept again is to come.
    fn expect_incoming(&mut self, sku: &Sku) {
        let mut coming: BTreeMap<WarehouseId, Quantity> = BTreeMap::new();
        let bought = self.supply_now(sku);
        for supply in bought.values().filter(|supply| !supply.draft) {
            *coming.entry(supply.warehouse.clone()).or_default() += supply.quantity;
        }
        for (warehouse, units) in coming {
            self.correct_incoming(sku, &warehouse, units);
        }
    }

    fn correct_incoming(&mut self, sku: &Sku, warehouse: &WarehouseId, incoming: Quantity) {
        if !incoming.is_zero() {
            let change = LevelChange { incoming, ..LevelChange::default() };
            let none = Quantity::ZERO;
            self.movement(Movement::Adjusted, sku, warehouse, none, Some(change));
        }
    }

    pub(super) fn product_removed(&mut self, body: &ProductRemoved) -> Result<(), Denied> {
        if self.state.product(&body.sku).is_none() {
            let message = format!("no product \"{}\" is known", body.sku);
            return self.object("unknown_product", Some("sku".into()), message);
        }
        self.change_product(&body.sku, |product| product.removed = true);
        Ok(())
    }

    pub(super) fn price_set(&mut self, body: &PriceSet) -> Result<(), Denied> {
        let PriceSet { sku, price, currency, channel } = body;
        let price = Price { currency: *currency, channel: channel.clone(), price: *price };
        self.change_product(sku, |product| product.set_price(price));
        Ok(())
    }

    pub(super) fn warehouse_set(&mut self, body: &WarehouseSet) -> Result<(), Denied> {
        let known = self.state.warehouse(&body.warehouse).map(|known| (*known).clone());
        let mut warehouse = known.unwrap_or_else(|| Warehouse::new(body.warehouse.clone()));
        let was_open = !warehouse.closed;
        warehouse.set(body);
        let closes = was_open && warehouse.closed;
        self.decision.documents.push(Document::Warehouse(warehouse));
        if closes { self.reroute(&body.warehouse) } else { Ok(()) }
    }

    pub(super) fn supplier_set(&mut self, body: &SupplierSet) -> Result<(), Denied> {
        let known = self.state.supplier(&body.supplier)?;
        let mut supplier = known.unwrap_or_else(|| Supplier::new(body.supplier.clone()));
        supplier.set(body);
        self.decision.documents.push(Document::Supplier(supplier));
        Ok(())
    }

    pub(super) fn carrier_set(&mut self, body: &CarrierSet) -> Result<(), Denied> {
        let known = self.state.carrier(&body.carrier)?;
        let carrier = Carrier::of(body, known.as_ref());
        self.decision.documents.push(Document::Carrier(carrier));
        Ok(())
    }

    pub(super) fn customer_set(&mut self, body: &CustomerSet) -> Result<(), Denied> {
        let known = self.state.customer(&body.customer_id)?;
        let mut customer = known.unwrap_or_else(|| Customer::new(body.customer_id.clone()));
        customer.set(body);
        self.decision.documents.push(Document::Customer(customer));
        Ok(())
    }

    pub(super) fn tax_rate_set(&mut self, body: &TaxRateSet) -> Result<(), Denied> {
        self.decision.documents.push(Document::TaxRate(TaxRate {
            country: body.country.clone(),
            category: body.category.clone(),
            valid_from: body.valid_from.map_or(self.at.event_date(), Day::from),
            rate: body.rate,
        }));
        Ok(())
    }

    pub(super) fn exchange_rate_set(&mut self, body: &ExchangeRateSet) -> Result<(), Denied> {
        let ExchangeRateSet { base, quote, rate } = *body;
        self.decision.documents.push(Document::Rate { from: base, to: quote, rate });
        Ok(())
    }
}
