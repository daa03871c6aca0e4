//! Stock for a lead time lasts about as often as it is meant to, whether or not a SKU has a season.

use std::sync::Arc;

use chrono::{DateTime, Days, NaiveDate};
use marea_forecast::{Request, forecast, inventory::DemandDistribution as _};
use marea_ingest::identity::Lsn;

use super::{super::beyond::Courses, Demand, Shares, Source, shelf};
use crate::outlook::{
    Fits, Run, gathered::Gathered, histories::Goods, panel::Panel, refit::Standings,
    reorder::spread::Spread,
};

const SKUS: u64 = 160;
const PLACE: &str = "MAD";
/// Days of history, and the days that stock is to last.
const HISTORY: u64 = 760;
const LASTS: u64 = 21;
const MEANT: f64 = 0.95;

/// Chance as SplitMix64 (Steele, Lea and Flood 2014) makes it: the same numbers in every run.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) as f64 / u64::MAX as f64
    }

    /// Customers of a day, and of each one to four units.
    fn units(&mut self, rate: f64) -> f64 {
        let (least, mut units) = ((-rate).exp(), 0.0);
        let mut product = self.next();
        while product > least {
            units += match self.next() {
                draw if draw < 0.8 => 1.0,
                draw if draw < 0.95 => 2.0,
                _ => 4.0,
            };
            product *= self.next();
        }
        units
    }
}

/// Every other SKU has a season, each with a peak of its own.
fn is_seasonal(sku: u64) -> bool {
    sku % 2 == 1
}

/// Customers a day: from one in a month to five.
fn rate(sku: u64, day: NaiveDate) -> f64 {
    let usual = 0.03 * (5.0_f64 / 0.03).powf(sku as f64 / SKUS as f64);
    if !is_seasonal(sku) {
        return usual;
    }
    let of_year = (day - NaiveDate::default()).num_days() as f64 / 365.25 + sku as f64 / 12.0;
    usual * (1.0 + 0.9 * (std::f64::consts::TAU * of_year).cos())
}

fn first() -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 1, 15).unwrap()
}

/// What each SKU sold on each day.
fn sold(days: u64) -> Vec<Vec<f64>> {
    let mut chance = Chance(7);
    let mut day = |sku, after| chance.units(rate(sku, first() + Days::new(after)));
    (0..SKUS).map(|sku| (0..days).map(|after| day(sku, after)).collect()).collect()
}

/// What is known on a day of the shop: forecasts of all that was sold until then.
fn known(sold: &[Vec<f64>], last: u64) -> (Gathered, NaiveDate) {
    let (mut goods, origin) = (Goods::default(), first() + Days::new(last));
    for (sku, days) in sold.iter().enumerate() {
        for (after, units) in (0..=last).zip(days).filter(|(_, units)| **units > 0.0) {
            goods.stocked.add(&sku.to_string(), PLACE, first() + Days::new(after), *units);
        }
    }
    let run = Run { origin, lsn: Lsn(1), computed_at: DateTime::UNIX_EPOCH, country: None };
    let panel = Panel::of(&goods.stocked.history());
    let frame = panel.history(panel.names()).frame().unwrap();
    let outcome = forecast(&frame, &Request::daily(origin)).unwrap();
    let mut fits = Fits::default();
    fits.take(&outcome, &panel, &run).unwrap();
    let standing = |name: &Arc<str>| Some((Arc::clone(name), fits.go_on(name, &panel, &run)?));
    let standings: Standings = panel.names().filter_map(standing).collect();
    let mut gathered = Gathered::default();
    gathered.add(&panel, &standings, &fits, &run);
    gathered.stock(&Arc::new(goods), &run);
    (gathered, origin)
}

#[test]
fn stock_for_three_weeks_lasts_about_as_often_as_it_is_meant_to() {
    let origins = [HISTORY - 180, HISTORY];
    let sold = sold(HISTORY + LASTS + 1);
    // Of SKUs without a season and with one: how many, and of how many stock lasted.
    let mut found = [(0.0, 0.0); 2];
    for last in origins {
        let (gathered, origin) = known(&sold, last);
        let (spread, shares) = (Spread::measure(&gathered, origin), Shares::default());
        let courses = Courses::of(&gathered.goods, origin);
        let (gathered, spread, shares, courses) = (&gathered, &spread, &shares, &courses);
        let source = Source { gathered, spread, shares, courses, origin };
        for (sku, days) in (0..).zip(&sold) {
            let mut of = shelf(PLACE, 0.0);
            of.sku = sku.to_string();
            let stock = Demand::of(&of, &source).unwrap().days.quantile(0..LASTS as usize, MEANT);
            let wanted: f64 = days[last as usize + 1..][..LASTS as usize].iter().sum();
            let (all, lasted) = &mut found[usize::from(is_seasonal(sku))];
            *all += 1.0;
            *lasted += f64::from(u8::from(wanted <= stock));
        }
    }
    for (all, lasted) in found {
        let level = lasted / all;
        // Of 160 the share has a deviation of 0.02, and whole units are more than is asked for.
        assert!((0.91..=0.99).contains(&level), "{level} of {all}: {found:?}");
    }
}
