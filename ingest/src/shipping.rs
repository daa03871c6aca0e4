//! What sending a parcel costs, when it would arrive, and which carrier is proposed.
//!
//! A quote is made of the carriers' own price lists ([`Carrier`]): the parcel's weight, or what its
//! size counts for where that is more, finds the rate; the days that the service counts find the
//! dates. Proposed is the cheapest that arrives by the promised day, and where none does, the
//! fastest.
//!
//! Invariant: everything here is a pure function of what it is given; no price is made up. A parcel
//! of which something is not known to weigh anything has no quote, and says why.

use std::cmp::Ordering;

use chrono::{Datelike as _, Days, NaiveDate, Weekday};
use rust_decimal::Decimal;
use serde::Serialize;

use crate::{
    amount::{Money, Quantity},
    identity::{CarrierId, Country, Currency, Sku, WarehouseId},
    state::{Carrier, Measures, Service, plain_postcode},
};

/// What is to be sent, from where to where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Parcel {
    /// Where it leaves from.
    pub warehouse: WarehouseId,
    /// Where it goes.
    pub country: Country,
    /// Where exactly.
    pub postcode: Option<String>,
    /// In kilograms, what is not known left out.
    pub weight_kg: Quantity,
    /// In litres, what is not known left out.
    pub volume_litres: Quantity,
    /// What is in it and is not known to weigh anything.
    pub unweighed: Vec<Sku>,
}

impl Parcel {
    /// Packs units of SKUs together.
    pub fn pack<'a>(
        warehouse: WarehouseId,
        country: Country,
        postcode: Option<String>,
        goods: impl IntoIterator<Item = (&'a Sku, Quantity)>,
        measures: impl Fn(&Sku) -> Option<Measures>,
    ) -> Self {
        let (weight_kg, volume_litres) = (Quantity::ZERO, Quantity::ZERO);
        let unweighed = Vec::new();
        let mut parcel = Self { warehouse, country, postcode, weight_kg, volume_litres, unweighed };
        for (sku, units) in goods {
            let known = measures(sku);
            match known.as_ref().and_then(|it| it.weight_kg) {
                Some(weight) => parcel.weight_kg += weight.times(units),
                None => parcel.unweighed.push(sku.clone()),
            }
            let volume = known.and_then(|it| it.volume_litres).unwrap_or_default();
            parcel.volume_litres += volume.times(units);
        }
        parcel.unweighed.sort_unstable();
        parcel.unweighed.dedup();
        parcel
    }

    /// Kilograms that a service charges for: by weight, or by size where that is more.
    fn charged_kg(&self, service: &Service) -> Quantity {
        let Some(divisor) = service.volumetric_divisor.filter(|divisor| *divisor > 0) else {
            return self.weight_kg;
        };
        let by_size = self.volume_litres.decimal() * Decimal::ONE_THOUSAND / Decimal::from(divisor);
        Quantity::rounded(by_size.max(self.weight_kg.decimal()))
    }
}

/// When the parcel is ready, in the shop's day and time, and by when it was promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    /// The shop's day.
    pub today: NaiveDate,
    /// Seconds after the shop's midnight.
    pub second: u32,
    /// Until when what is ready leaves the same day, where the service does not say, in seconds
    /// after midnight.
    pub cut_off: Option<u32>,
    /// The last day on which it was promised to arrive.
    pub promised: Option<NaiveDate>,
}

/// What one service asks for the parcel, and when it would bring it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Quote {
    /// The carrier.
    pub carrier: CarrierId,
    /// Its service.
    pub service: String,
    /// What it costs.
    pub price: Money,
    /// In which currency.
    pub currency: Currency,
    /// Kilograms that are charged.
    pub charged_kg: Quantity,
    /// The day it leaves the warehouse.
    pub leaves_on: NaiveDate,
    /// The first day on which it may arrive.
    pub arrives_from: NaiveDate,
    /// The last.
    pub arrives_by: NaiveDate,
    /// Whether that is by the promised day; `None` where none was promised.
    pub in_time: Option<bool>,
}

/// Why a quote is the one proposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// No day was promised.
    Cheapest,
    /// Of those that arrive by the promised day.
    CheapestInTime,
    /// None arrives by the promised day.
    FastestSinceNoneInTime,
}

/// The quotes of a parcel, and which of them stand out, by their place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Offer {
    /// All that would take it, the cheapest first.
    pub quotes: Vec<Quote>,
    /// The one that is cheapest.
    pub cheapest: Option<usize>,
    /// The one that surely arrives first, the cheaper of equals.
    pub fastest: Option<usize>,
    /// The one that is proposed.
    pub proposed: Option<usize>,
    /// Why.
    pub reason: Option<Reason>,
}

/// Asks all carriers for a parcel. Prices in unlike currencies are compared at `rate_to_base`, and
/// a quote in a currency without a rate is not made. A parcel that is not weighed has no quotes.
pub fn offer<'a>(
    parcel: &Parcel,
    carriers: impl IntoIterator<Item = &'a Carrier>,
    timing: &Timing,
    rate_to_base: impl Fn(Currency) -> Option<Decimal>,
) -> Offer {
    let mut quotes: Vec<(Money, Quote)> = Vec::new();
    if parcel.unweighed.is_empty() {
        for carrier in carriers {
            for service in &carrier.services {
                let quote = quote(parcel, &carrier.carrier, service, timing);
                quotes.extend(
                    quote.and_then(|it| Some((it.price.converted(rate_to_base(it.currency)?), it))),
                );
            }
        }
    }
    quotes.sort_by(|(left_price, left), (right_price, right)| {
        left_price.cmp(right_price).then_with(|| sooner(left, right))
    });
    let quotes: Vec<Quote> = quotes.into_iter().map(|(_, quote)| quote).collect();
    let fastest = fastest(&quotes);
    let (proposed, reason) = proposed(&quotes, fastest, timing.promised).unzip();
    Offer { cheapest: (!quotes.is_empty()).then_some(0), fastest, proposed, reason, quotes }
}

/// The surer arrival first, then by name, so that the same question has the same answer.
fn sooner(left: &Quote, right: &Quote) -> Ordering {
    let arrival = |it: &Quote| (it.arrives_by, it.arrives_from);
    let name = |it: &Quote| (it.carrier.clone(), it.service.clone());
    arrival(left).cmp(&arrival(right)).then_with(|| name(left).cmp(&name(right)))
}

fn fastest(quotes: &[Quote]) -> Option<usize> {
    (0..quotes.len()).min_by_key(|place| (quotes[*place].arrives_by, *place))
}

fn proposed(
    quotes: &[Quote],
    fastest: Option<usize>,
    promised: Option<NaiveDate>,
) -> Option<(usize, Reason)> {
    let fastest = fastest?;
    if promised.is_none() {
        return Some((0, Reason::Cheapest));
    }
    let in_time = quotes.iter().position(|quote| quote.in_time == Some(true));
    Some(match in_time {
        Some(place) => (place, Reason::CheapestInTime),
        None => (fastest, Reason::FastestSinceNoneInTime),
    })
}

/// What one service asks; `None` where it does not take the parcel.
fn quote(
    parcel: &Parcel,
    carrier: &CarrierId,
    service: &Service,
    timing: &Timing,
) -> Option<Quote> {
    let charged_kg = parcel.charged_kg(service);
    if !goes_there(parcel, service) || service.heaviest_kg.is_some_and(|it| parcel.weight_kg > it) {
        return None;
    }
    let price = price(service, charged_kg)?;
    let leaves_on = leaves_on(service, timing);
    let arrives_from = after(leaves_on, service.least_days, service.weekends);
    let arrives_by = after(leaves_on, service.most_days, service.weekends);
    Some(Quote {
        carrier: carrier.clone(),
        service: service.service.clone(),
        price,
        currency: service.currency,
        charged_kg,
        leaves_on,
        arrives_from,
        arrives_by,
        in_time: timing.promised.map(|promised| arrives_by <= promised),
    })
}

fn goes_there(parcel: &Parcel, service: &Service) -> bool {
    let to = service.countries.is_empty() || service.countries.contains(&parcel.country);
    let from = service.warehouses.is_empty() || service.warehouses.contains(&parcel.warehouse);
    let postcode = parcel.postcode.as_deref().map(plain_postcode);
    let begins = |start: &String| postcode.as_ref().is_some_and(|it| it.starts_with(start));
    to && from && (service.postcodes.is_empty() || service.postcodes.iter().any(begins))
}

fn price(service: &Service, charged_kg: Quantity) -> Option<Money> {
    if let Some((_, price)) = service.rates.iter().find(|(up_to, _)| charged_kg <= *up_to) {
        return Some(*price);
    }
    let (heaviest, price) = service.rates.last()?;
    let beyond = (charged_kg - *heaviest).decimal().ceil();
    Some(*price + Money::rounded(service.per_kg_beyond?.decimal() * beyond))
}

fn leaves_on(service: &Service, timing: &Timing) -> NaiveDate {
    let cut_off = service.cut_off.or(timing.cut_off);
    let late = cut_off.is_some_and(|cut_off| timing.second > cut_off);
    let ready = after(timing.today, u32::from(late), true);
    let mut day = ready;
    while !service.weekends && is_weekend(day) {
        day = after(day, 1, true);
    }
    day
}

/// So many days later, weekends counted only where the service works then.
fn after(day: NaiveDate, days: u32, weekends: bool) -> NaiveDate {
    let mut day = day;
    let mut left = days;
    while left > 0 {
        day = day.checked_add_days(Days::new(1)).unwrap_or(day);
        left -= u32::from(weekends || !is_weekend(day));
    }
    day
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

#[cfg(test)]
mod tests;
