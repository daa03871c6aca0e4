//! What is set at midnight: on the first day all of the shop, later what changes.

use chrono::Datelike;
use marea_ingest::{
    amount::Quantity,
    event::{
        ExchangeRateSet, PriceSet, ProductRemoved, ProductSet, SupplierSet, TaxRateSet,
        WarehouseSet,
    },
};
use rust_decimal::Decimal;

use super::{
    Shop,
    catalogue::money,
    categories::CATEGORIES,
    chance::normal,
    names::{MARKETS, PLACES, Sender},
    schedule::Second,
};

impl Shop {
    pub(super) fn midnight(&mut self, at: Second) -> Option<()> {
        if self.today == self.plan.first_day {
            self.open(at)?;
        }
        if self.today == self.plan.first_day || self.today.day() == 1 {
            self.set_exchange_rate(at)?;
        }
        for product in 0..self.products.len() {
            self.keep_product(at, product)?;
        }
        Some(())
    }

    fn open(&mut self, at: Second) -> Option<()> {
        for (place, warehouse) in PLACES.iter().enumerate() {
            let body = WarehouseSet {
                postcode: None,
                coordinates: None,
                cut_off: None,
                warehouse: self.names.warehouses[place].clone(),
                name: Some(warehouse.name.into()),
                country: self.names.countries.first().cloned(),
                priority: Some(warehouse.priority),
                closed: None,
            };
            let event_id = format_args!("warehouse-{}", warehouse.code);
            self.emit((at, at), Sender::Office, event_id, body)?;
        }
        for place in 0..self.suppliers.len() {
            let supplier = &self.suppliers[place];
            let body = SupplierSet {
                minimum_quantity: None,
                order_multiple: None,
                email: None,
                supplier: supplier.supplier.clone(),
                name: Some(supplier.name.into()),
                lead_time_days: Some(supplier.lead_days),
            };
            self.emit((at, at), Sender::Office, format_args!("supplier-{}", place + 1), body)?;
        }
        for (place, market) in MARKETS.iter().enumerate() {
            let body = TaxRateSet {
                country: self.names.countries[place].clone(),
                category: "standard".into(),
                rate: Decimal::new(market.tax_percent, 2),
                valid_from: None,
            };
            self.emit((at, at), Sender::Office, format_args!("tax-{}", market.code), body)?;
        }
        Some(())
    }

    fn set_exchange_rate(&mut self, at: Second) -> Option<()> {
        let step = 1.0 + 0.012 * normal(&mut self.rng);
        self.euros_for_a_pound = (self.euros_for_a_pound * step).clamp(1.05, 1.30);
        let body = ExchangeRateSet {
            base: self.names.pound,
            quote: self.names.euro,
            rate: Decimal::new((self.euros_for_a_pound * 10_000.0) as i64, 4),
        };
        let day = self.today;
        self.emit((at, at), Sender::Office, format_args!("rate-GBP-EUR-{day}"), body).map(|_| ())
    }

    /// A product comes, goes or changes its price on its day.
    fn keep_product(&mut self, at: Second, place: usize) -> Option<()> {
        let (today, product) = (self.today, &self.products[place]);
        let (day, factor) = product.repriced;
        if product.launched == today {
            self.launch(at, place)
        } else if product.discontinued == Some(today) {
            let sku = product.sku.clone();
            let event_id = format_args!("removed-{}", place + 1);
            self.emit((at, at), Sender::Office, event_id, ProductRemoved { sku }).map(|_| ())
        } else if day == today && product.is_sold(today) {
            let product = &mut self.products[place];
            product.euros = (product.euros as f64 * factor / 5.0).round() as i64 * 5;
            product.pence = product.euros * 73 / 100;
            self.set_prices(at, place)
        } else {
            Some(())
        }
    }

    fn launch(&mut self, at: Second, place: usize) -> Option<()> {
        let reorder_point = self.warning_point(place);
        let product = &self.products[place];
        let body = ProductSet {
            reorder_target: None,
            minimum_quantity: None,
            order_multiple: None,
            components: None,
            substitute: None,
            sku: product.sku.clone(),
            name: Some(product.name.to_string()),
            category: Some(CATEGORIES[product.category].name.into()),
            stock_policy: Some(product.policy),
            reorder_point: Some(Quantity::from(reorder_point)),
            unit_cost: Some(money(product.cost)),
            barcode: None,
            supplier: Some(self.suppliers[product.supplier].supplier.clone()),
            weight_kg: None,
            volume_litres: None,
        };
        self.emit((at, at), Sender::Office, format_args!("product-{}", place + 1), body)?;
        self.set_prices(at, place)?;
        self.fill_shelves(at, place)
    }

    fn set_prices(&mut self, at: Second, place: usize) -> Option<()> {
        let day = self.today;
        let product = &self.products[place];
        let prices = [(self.names.euro, product.euros), (self.names.pound, product.pence)];
        for (currency, price) in prices {
            let sku = self.products[place].sku.clone();
            let body = PriceSet { sku, price: money(price), currency, channel: None };
            let event_id = format_args!("price-{}-{currency}-{day}", place + 1);
            self.emit((at, at), Sender::Office, event_id, body)?;
        }
        Some(())
    }
}
