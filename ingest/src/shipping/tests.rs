//! Quotes over made-up price lists.

use std::str::FromStr as _;

use super::*;
use crate::event::{CarrierRate, CarrierService, CarrierSet};

fn kg(text: &str) -> Quantity {
    Quantity::new(Decimal::from_str(text).unwrap()).unwrap()
}

fn money(text: &str) -> Money {
    Money::new(Decimal::from_str(text).unwrap()).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn service(name: &str, rates: &[(&str, &str)], days: (u32, u32)) -> CarrierService {
    let rate =
        |(up_to, price): &(&str, &str)| CarrierRate { up_to_kg: kg(up_to), price: money(price) };
    CarrierService {
        service: name.into(),
        countries: vec![Country::new("ES").unwrap()],
        postcodes: Vec::new(),
        warehouses: Vec::new(),
        currency: Currency::new("EUR").unwrap(),
        rates: rates.iter().map(rate).collect(),
        per_kg_beyond: None,
        heaviest_kg: None,
        volumetric_divisor: None,
        least_days: days.0,
        most_days: days.1,
        weekends: false,
        cut_off: None,
    }
}

fn carrier(name: &str, services: Vec<CarrierService>) -> Carrier {
    let carrier = CarrierId::new(name).unwrap();
    Carrier::of(&CarrierSet { carrier, name: None, services }, None)
}

fn parcel(weight: &str, litres: &str) -> Parcel {
    let sku = Sku::new("S1").unwrap();
    let measures =
        Measures { sku: sku.clone(), weight_kg: Some(kg(weight)), volume_litres: Some(kg(litres)) };
    let (from, to) = (WarehouseId::new("MAD").unwrap(), Country::new("ES").unwrap());
    let goods = [(&sku, Quantity::from(2))];
    Parcel::pack(from, to, Some("36 201".into()), goods, |_| Some(measures.clone()))
}

/// A Friday at noon.
fn timing(promised: Option<&str>) -> Timing {
    let (today, second) = (day("2026-03-06"), 12 * 3600);
    Timing { today, second, cut_off: Some(15 * 3600), promised: promised.map(day) }
}

fn ask(parcel: &Parcel, carriers: &[Carrier], promised: Option<&str>) -> Offer {
    offer(parcel, carriers, &timing(promised), |_| Some(Decimal::ONE))
}

fn two() -> Vec<Carrier> {
    let slow = service("standard", &[("1", "4.00"), ("5", "6.50")], (3, 4));
    let quick = service("express", &[("5", "9.90")], (1, 1));
    vec![carrier("post", vec![slow]), carrier("swift", vec![quick])]
}

fn named(offer: &Offer, place: Option<usize>) -> &str {
    &offer.quotes[place.unwrap()].service
}

#[test]
fn the_rate_is_the_first_that_the_weight_fits() {
    let price = |weight| ask(&parcel(weight, "0"), &two()[..1], None).quotes[0].price;
    assert_eq!(price("0.5"), money("4.00"));
    assert_eq!(price("0.5001"), money("6.50"));
    assert!(ask(&parcel("2.6", "0"), &two()[..1], None).quotes.is_empty());
}

#[test]
fn each_kilogram_begun_beyond_the_last_rate_costs_more() {
    let mut beyond = service("standard", &[("1", "4.00")], (1, 2));
    beyond.per_kg_beyond = Some(money("0.50"));
    beyond.heaviest_kg = Some(kg("4"));
    let carriers = [carrier("post", vec![beyond])];
    assert_eq!(ask(&parcel("1.1", "0"), &carriers, None).quotes[0].price, money("5.00"));
    assert!(ask(&parcel("2.1", "0"), &carriers, None).quotes.is_empty());
}

#[test]
fn a_light_parcel_pays_for_its_size() {
    let mut by_size = service("standard", &[("1", "4.00"), ("5", "6.50")], (1, 2));
    by_size.volumetric_divisor = Some(5_000);
    let carriers = [carrier("post", vec![by_size])];
    let quote = &ask(&parcel("0.2", "10"), &carriers, None).quotes[0];
    assert_eq!((quote.charged_kg, quote.price), (kg("4"), money("6.50")));
}

#[test]
fn the_cheapest_in_time_is_proposed_and_else_the_fastest() {
    let parcel = parcel("0.5", "0");
    let free = ask(&parcel, &two(), None);
    assert_eq!((named(&free, free.proposed), free.reason), ("standard", Some(Reason::Cheapest)));
    assert_eq!(named(&free, free.fastest), "express");
    let soon = ask(&parcel, &two(), Some("2026-03-10"));
    let reason = Some(Reason::CheapestInTime);
    assert_eq!((named(&soon, soon.proposed), soon.reason), ("express", reason));
    let never = ask(&parcel, &two(), Some("2026-03-06"));
    let reason = Some(Reason::FastestSinceNoneInTime);
    assert_eq!((named(&never, never.proposed), never.reason), ("express", reason));
}

#[test]
fn weekends_and_the_cut_off_are_counted() {
    let parcel = parcel("0.5", "0");
    let quote = ask(&parcel, &two()[1..], None).quotes.remove(0);
    // Ready on Friday at noon, it leaves on Friday and arrives on Monday.
    assert_eq!((quote.leaves_on, quote.arrives_by), (day("2026-03-06"), day("2026-03-09")));
    let late = Timing { second: 16 * 3600, ..timing(None) };
    let quote = offer(&parcel, &two()[1..], &late, |_| Some(Decimal::ONE)).quotes.remove(0);
    assert_eq!((quote.leaves_on, quote.arrives_by), (day("2026-03-09"), day("2026-03-10")));
}

#[test]
fn a_service_goes_only_where_it_says() {
    let mut local = service("local", &[("5", "3.00")], (1, 1));
    local.postcodes = vec!["362".into()];
    let mut elsewhere = local.clone();
    elsewhere.service = "elsewhere".into();
    elsewhere.postcodes = vec!["28".into()];
    let mut other = local.clone();
    other.service = "other warehouse".into();
    other.warehouses = vec![WarehouseId::new("BCN").unwrap()];
    let carriers = [carrier("bike", vec![local, elsewhere, other])];
    let offer = ask(&parcel("0.5", "0"), &carriers, None);
    assert_eq!(offer.quotes.len(), 1);
    assert_eq!(named(&offer, offer.proposed), "local");
}

#[test]
fn unlike_currencies_are_compared_at_their_rate_and_not_without_one() {
    let mut carriers = two();
    carriers[1].services[0].currency = Currency::new("USD").unwrap();
    let rate = |rate: Option<Decimal>| {
        move |currency: Currency| if currency.as_str() == "USD" { rate } else { Some(Decimal::ONE) }
    };
    let parcel = parcel("0.5", "0");
    let offered = offer(&parcel, &carriers, &timing(None), rate(Some(Decimal::new(1, 1))));
    assert_eq!(named(&offered, offered.cheapest), "express");
    let offered = offer(&parcel, &carriers, &timing(None), rate(None));
    assert_eq!(offered.quotes.len(), 1);
}

#[test]
fn what_is_not_weighed_has_no_quote() {
    let sku = Sku::new("S1").unwrap();
    let (from, to) = (WarehouseId::new("MAD").unwrap(), Country::new("ES").unwrap());
    let parcel = Parcel::pack(from, to, None, [(&sku, Quantity::from(1))], |_| None);
    assert_eq!(parcel.unweighed, [sku]);
    let offer = ask(&parcel, &two(), None);
    assert!(offer.quotes.is_empty() && offer.proposed.is_none());
}
