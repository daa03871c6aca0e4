//! What sending parcels costs, when they would arrive, and which carrier is proposed.

use std::collections::{BTreeMap, HashMap};

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State, rejection::BytesRejection},
};
use chrono::{NaiveDate, Timelike as _};
use marea_ingest::{
    amount::Quantity,
    identity::{Country, Currency, Sku, WarehouseId},
    shipping::{self, Offer, Parcel, Timing},
    state::{Carrier, Measures, Order},
    store::{StateSnapshot, StoreError},
    time::Instant,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Problem, orders};
use crate::Application;

/// The most SKUs in one parcel that is asked about.
const MOST_LINES: usize = 10_000;

/// `GET /api/v1/orders/{id}/shipping`: quotes for what each warehouse still owes an order.
pub(super) async fn of_order(
    State(application): State<Application>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Problem> {
    let order = orders::found(&application, &id)?;
    let Some(to) = order.ship_to.clone() else {
        let message = format!("order \"{id}\" has no address to send anything to");
        return Err(Problem::invalid(message));
    };
    let snapshot = application.ingest.snapshot();
    let desk = Desk::open(&application, snapshot.state())?;
    let mut parcels = Vec::new();
    for (warehouse, goods) in owed(&order) {
        let (country, postcode) = (to.country.clone(), to.postcode.clone());
        parcels.push(desk.quoted(warehouse, country, postcode, &goods, order.promised_at)?);
    }
    Ok(Json(json!({ "order_id": order.order_id, "parcels": parcels, "lsn": snapshot.lsn })))
}

/// What each warehouse has to send, as far as it is there.
fn owed(order: &Order) -> BTreeMap<WarehouseId, Vec<(Sku, Quantity)>> {
    let mut parcels: BTreeMap<WarehouseId, Vec<(Sku, Quantity)>> = BTreeMap::new();
    for line in order.lines.iter().filter(|line| line.is_goods()) {
        for allocation in line.allocations.iter().filter(|it| it.owed().is_positive()) {
            let goods = parcels.entry(allocation.warehouse.clone()).or_default();
            let sent = line.stock_of(allocation.owed());
            goods.extend(sent.map(|(sku, units)| (sku.clone(), units)));
        }
    }
    parcels
}

/// What a parcel is asked about before there is an order.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    warehouse: WarehouseId,
    country: Country,
    #[serde(default)]
    postcode: Option<String>,
    lines: Vec<AskedLine>,
    #[serde(default)]
    arrive_by: Option<NaiveDate>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AskedLine {
    sku: Sku,
    quantity: Quantity,
}

/// `POST /api/v1/shipping/quotes`: quotes for goods that nobody has ordered yet.
pub(super) async fn of_goods(
    State(application): State<Application>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<Value>, Problem> {
    let body = body.map_err(|error| Problem::invalid(error.to_string()))?;
    let asked: Asked =
        serde_json::from_slice(&body).map_err(|error| Problem::invalid(error.to_string()))?;
    if !(1..=MOST_LINES).contains(&asked.lines.len()) {
        let message = format!("lines: expected 1 to {MOST_LINES}, got {}", asked.lines.len());
        return Err(Problem::invalid(message));
    }
    if let Some(place) = asked.lines.iter().position(|line| !line.quantity.is_positive()) {
        return Err(Problem::invalid(format!("lines[{place}].quantity: expected more than 0")));
    }
    let snapshot = application.ingest.snapshot();
    let desk = Desk::open(&application, snapshot.state())?;
    let goods: Vec<_> = asked.lines.into_iter().map(|line| (line.sku, line.quantity)).collect();
    let parcel = Parcel::pack(
        asked.warehouse,
        asked.country,
        asked.postcode,
        goods.iter().map(|(sku, units)| (sku, *units)),
        known(snapshot.state(), &goods)?,
    );
    let quoted = desk.ask(parcel, asked.arrive_by)?;
    Ok(Json(json!({ "parcel": quoted, "lsn": snapshot.lsn })))
}

/// A parcel with what its carriers ask.
#[derive(Serialize)]
struct Quoted {
    #[serde(flatten)]
    parcel: Parcel,
    #[serde(flatten)]
    offer: Offer,
}

/// All that quotes are made of, at one LSN.
struct Desk<'a> {
    application: &'a Application,
    state: &'a StateSnapshot,
    carriers: Vec<Carrier>,
    rates: HashMap<Currency, rust_decimal::Decimal>,
}

impl<'a> Desk<'a> {
    fn open(application: &'a Application, state: &'a StateSnapshot) -> Result<Self, StoreError> {
        let carriers: Vec<Carrier> = state.carriers().collect::<Result<_, _>>()?;
        let base = application.ingest.shop().currency;
        let mut rates = HashMap::new();
        for service in carriers.iter().flat_map(|carrier| &carrier.services) {
            if let Some(rate) = state.rate(service.currency, base)? {
                rates.insert(service.currency, rate);
            }
        }
        Ok(Self { application, state, carriers, rates })
    }

    fn quoted(
        &self,
        warehouse: WarehouseId,
        country: Country,
        postcode: Option<String>,
        goods: &[(Sku, Quantity)],
        promised_at: Option<Instant>,
    ) -> Result<Quoted, StoreError> {
        let measures = known(self.state, goods)?;
        let packed = goods.iter().map(|(sku, units)| (sku, *units));
        let parcel = Parcel::pack(warehouse, country, postcode, packed, measures);
        let zone = self.application.ingest.shop().time_zone;
        self.ask(parcel, promised_at.map(|at| at.day(zone).date()))
    }

    fn ask(&self, parcel: Parcel, promised: Option<NaiveDate>) -> Result<Quoted, StoreError> {
        let zone = self.application.ingest.shop().time_zone;
        let now = self.application.clock.now().utc().with_timezone(&zone);
        let warehouse = self.state.warehouse(&parcel.warehouse)?;
        let timing = Timing {
            today: now.date_naive(),
            second: now.time().num_seconds_from_midnight(),
            cut_off: warehouse.and_then(|it| it.cut_off),
            promised,
        };
        let rate = |currency| self.rates.get(&currency).copied();
        let offer = shipping::offer(&parcel, &self.carriers, &timing, rate);
        Ok(Quoted { parcel, offer })
    }
}

/// What is known to be the weight and size of some goods.
fn known(
    state: &StateSnapshot,
    goods: &[(Sku, Quantity)],
) -> Result<impl Fn(&Sku) -> Option<Measures> + use<>, StoreError> {
    let mut known = HashMap::new();
    for (sku, _) in goods {
        if let Some(measures) = state.measures(sku)? {
            known.insert(sku.clone(), measures);
        }
    }
    Ok(move |sku: &Sku| known.get(sku).cloned())
}
