//! The columns of the table of what carriers ask, and what products weigh.

use marea_ingest::{
    amount::{Money, Quantity},
    identity::{CarrierId, Currency},
    state::{Carrier, Service},
    table_row,
};

table_row! {
    /// A row of `carrier_rates`: the price of a service up to a weight.
    #[derive(Debug)]
    CarrierRateRow {
        /// The carrier.
        carrier: CarrierId,
        /// What it is called.
        name: Option<String>,
        /// Its service.
        service: String,
        /// The countries it delivers to, with blanks between; null for all.
        countries: Option<String>,
        /// What the postcodes begin with that it delivers to, with blanks between; null for all.
        postcodes: Option<String>,
        /// The warehouses it collects from, with blanks between; null for all.
        warehouses: Option<String>,
        /// Kilograms up to which the price holds.
        up_to_kg: Quantity,
        /// What a parcel costs.
        price: Money,
        /// In which currency.
        currency: Currency,
        /// What each kilogram beyond the last rate costs; null where such parcels are not taken.
        per_kg_beyond: Option<Money>,
        /// The heaviest parcel that is taken, in kilograms.
        heaviest_kg: Option<Quantity>,
        /// Cubic centimetres that pay as one kilogram; null where size costs nothing.
        volumetric_divisor: Option<i64>,
        /// Days to the door at best.
        least_days: i64,
        /// Days to the door at worst.
        most_days: i64,
    }
}

impl CarrierRateRow {
    /// The rates of a carrier, service by service.
    pub(super) fn of(carrier: &Carrier) -> Vec<Self> {
        let services = carrier.services.iter();
        services.flat_map(|service| Self::of_service(carrier, service)).collect()
    }

    fn of_service(carrier: &Carrier, service: &Service) -> Vec<Self> {
        let rates = service.rates.iter();
        rates
            .map(|(up_to_kg, price)| Self {
                carrier: carrier.carrier.clone(),
                name: carrier.name.clone(),
                service: service.service.clone(),
                countries: together(service.countries.iter().map(|it| it.as_str())),
                postcodes: together(service.postcodes.iter().map(String::as_str)),
                warehouses: together(service.warehouses.iter().map(|it| it.as_str())),
                up_to_kg: *up_to_kg,
                price: *price,
                currency: service.currency,
                per_kg_beyond: service.per_kg_beyond,
                heaviest_kg: service.heaviest_kg,
                volumetric_divisor: service.volumetric_divisor.map(Into::into),
                least_days: service.least_days.into(),
                most_days: service.most_days.into(),
            })
            .collect()
    }
}

fn together<'a>(names: impl Iterator<Item = &'a str>) -> Option<String> {
    let names: Vec<&str> = names.collect();
    (!names.is_empty()).then(|| names.join(" "))
}
