//! The identifiers that events share, made once.

use std::fmt::{self, Write};

use marea_ingest::identity::{
    Channel, Country, Currency, IdentifierError, LineId, Source, WarehouseId,
};

use super::calendar::Way;

/// A country that the shop sends to.
pub(super) struct Market {
    pub(super) code: &'static str,
    /// Its standard rate of value-added tax, in per cent; abroad of the union none is charged.
    pub(super) tax_percent: i64,
    /// Its share of the customers, in per cent.
    pub(super) share: u64,
    /// Whether it pays in pounds.
    pub(super) pounds: bool,
}

/// The markets; the first is home.
pub(super) const MARKETS: [Market; 5] = [
    Market { code: "ES", tax_percent: 21, share: 79, pounds: false },
    Market { code: "PT", tax_percent: 23, share: 7, pounds: false },
    Market { code: "FR", tax_percent: 20, share: 5, pounds: false },
    Market { code: "DE", tax_percent: 19, share: 3, pounds: false },
    Market { code: "GB", tax_percent: 0, share: 6, pounds: true },
];

/// A warehouse and what it is known for.
pub(super) struct Place {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    pub(super) priority: u32,
    /// Its share of the demand for goods that are kept everywhere.
    pub(super) share: f64,
}

/// The warehouses; the first keeps every product.
pub(super) const PLACES: [Place; 3] = [
    Place { code: "MAD", name: "Madrid", priority: 10, share: 0.55 },
    Place { code: "VIG", name: "Vigo", priority: 20, share: 0.25 },
    Place { code: "BCN", name: "Barcelona", priority: 30, share: 0.20 },
];

/// The warehouse of the shop in the street.
pub(super) const STORE_PLACE: usize = 1;

/// Who sends an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sender {
    Channel(Way),
    /// The payment provider.
    Payments,
    /// The warehouses and the carriers.
    Warehouse,
    /// Those who keep the catalogue and look after orders.
    Office,
}

pub(super) struct Names {
    sources: [Source; 6],
    channels: [Channel; 3],
    pub(super) warehouses: [WarehouseId; 3],
    pub(super) countries: Vec<Country>,
    pub(super) line_ids: Vec<LineId>,
    pub(super) euro: Currency,
    pub(super) pound: Currency,
    text: String,
}

impl Names {
    pub(super) fn new() -> Result<Self, IdentifierError> {
        let source = Source::new;
        let channel = Channel::new;
        let warehouse = |at: usize| WarehouseId::new(PLACES[at].code);
        Ok(Self {
            sources: [
                source("web")?,
                source("marketplace")?,
                source("store")?,
                source("payments")?,
                source("warehouse")?,
                source("office")?,
            ],
            channels: [channel("web")?, channel("marketplace")?, channel("store")?],
            warehouses: [warehouse(0)?, warehouse(1)?, warehouse(2)?],
            countries: MARKETS.iter().map(|m| Country::new(m.code)).collect::<Result<_, _>>()?,
            line_ids: (1..=6).map(|id| LineId::new(&id.to_string())).collect::<Result<_, _>>()?,
            euro: Currency::new("EUR")?,
            pound: Currency::new("GBP")?,
            text: String::new(),
        })
    }

    pub(super) fn source(&self, sender: Sender) -> Source {
        let place = match sender {
            Sender::Channel(way) => way as usize,
            Sender::Payments => 3,
            Sender::Warehouse => 4,
            Sender::Office => 5,
        };
        self.sources[place].clone()
    }

    pub(super) fn channel(&self, way: Way) -> Channel {
        self.channels[way as usize].clone()
    }

    pub(super) fn currency(&self, market: usize) -> Currency {
        if MARKETS[market].pounds { self.pound } else { self.euro }
    }

    /// The text of an identifier, in a buffer that is used again.
    pub(super) fn written(&mut self, text: fmt::Arguments<'_>) -> &str {
        self.text.clear();
        // Writing to a string does not fail.
        let _ = self.text.write_fmt(text);
        &self.text
    }
}
