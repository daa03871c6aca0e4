//! Simulated shops that differ in what makes stock hard to plan. Seeded: the same every time.

use std::{f64::consts::TAU, fmt::Write as _};

use chrono::{Datelike as _, Days, NaiveDate, NaiveDateTime};

use super::super::{
    draw::Draw,
    set::Series,
    times::{date, days},
};

/// SKUs of a shop, and the days of its history.
const SKUS: usize = 120;
const DAYS: usize = 760;

/// A shop's demand by SKU and day, and its supplier.
pub(super) struct Shop {
    pub(super) name: &'static str,
    /// Days from order to receipt in the mean, and their deviation as a share of it.
    pub(super) lead_time: (f64, f64),
    pub(super) weeks: usize,
    series: Vec<Series>,
}

impl Shop {
    pub(super) fn of(name: &'static str, lead_time: (f64, f64), series: Vec<Series>) -> Self {
        Self { name, lead_time, weeks: 26, series }
    }

    /// The file that is replayed: a row for each day on which something was wanted.
    pub(super) fn rows(&self) -> String {
        let mut text = String::from("series,time,value\n");
        for series in &self.series {
            for (time, units) in series.times.iter().zip(&series.values) {
                // The last day is written in any case: the history ends there.
                if *units > 0.0 || Some(time) == series.times.last() {
                    let day = time.date();
                    let _ = writeln!(text, "{},{day},{}", series.name, units.max(0.0));
                }
            }
        }
        text
    }
}

/// What sets a shop apart.
struct Kind {
    name: &'static str,
    seed: u64,
    lead_time: (f64, f64),
    /// Units a day of the slowest SKU and of the fastest.
    rates: (f64, f64),
    /// How high its seasons are, as the deviation of a yearly curve's logarithm.
    season: f64,
    /// The share of SKUs whose season is as sharp as a garden's or of Christmas.
    sharp: f64,
    /// Growth a year.
    growth: f64,
    /// The probability that a promotion begins on a day, and what it multiplies demand by.
    promotions: (f64, f64),
    /// The shape of the gamma that a day's rate varies by: small for restless demand.
    calm: f64,
    /// The last day of history.
    last: NaiveDate,
}

const STEADY: Kind = Kind {
    name: "steady shop",
    seed: 101,
    lead_time: (10.0, 0.2),
    rates: (0.3, 12.0),
    season: 0.15,
    sharp: 0.0,
    growth: 1.0,
    promotions: (0.0, 1.0),
    calm: 4.0,
    last: date(2025, 10, 5),
};

/// All of them.
pub(super) fn all() -> Vec<Shop> {
    let kinds = [
        STEADY,
        Kind {
            name: "slow movers",
            seed: 102,
            rates: (0.01, 0.5),
            lead_time: (14.0, 0.25),
            ..STEADY
        },
        Kind {
            name: "seasons into summer",
            seed: 103,
            season: 0.3,
            sharp: 0.5,
            rates: (0.1, 6.0),
            lead_time: (21.0, 0.3),
            last: date(2025, 8, 17),
            ..STEADY
        },
        Kind {
            name: "seasons out of summer",
            seed: 104,
            season: 0.3,
            sharp: 0.5,
            rates: (0.1, 6.0),
            lead_time: (21.0, 0.3),
            last: date(2026, 2, 8),
            ..STEADY
        },
        Kind { name: "growing shop", seed: 105, growth: 1.7, lead_time: (14.0, 0.25), ..STEADY },
        Kind { name: "shrinking shop", seed: 106, growth: 0.6, lead_time: (14.0, 0.25), ..STEADY },
        Kind {
            name: "promotions nobody announces",
            seed: 107,
            promotions: (0.01, 3.0),
            calm: 1.0,
            lead_time: (7.0, 0.5),
            ..STEADY
        },
        Kind { name: "far supplier", seed: 108, season: 0.25, lead_time: (45.0, 0.3), ..STEADY },
    ];
    kinds.iter().map(Kind::shop).collect()
}

impl Kind {
    fn shop(&self) -> Shop {
        let mut draw = Draw::new(self.seed);
        let first = self.last - Days::new(DAYS as u64 - 1);
        let times = days(first, DAYS);
        let sku = |place: usize| {
            let values = self.values(&mut draw, &times);
            Series {
                name: format!("S{place:03}"),
                values,
                times: times.clone(),
                regressors: Vec::new(),
            }
        };
        Shop::of(self.name, self.lead_time, (0..SKUS).map(sku).collect())
    }

    fn values(&self, draw: &mut Draw, times: &[NaiveDateTime]) -> Vec<f64> {
        let (low, high) = self.rates;
        let rate = low * (high / low).powf(draw.between(0.0, 1.0));
        let yearly = self.year(draw);
        let week: Vec<f64> = (0..7).map(|_| draw.normal(0.2).exp()).collect();
        let growth = self.growth.ln() / 365.25;
        let (mut walk, mut promoted) = (0.0, 0_usize);
        let value = |(place, time): (usize, &NaiveDateTime)| {
            walk = 0.99 * walk + draw.normal(0.03);
            let begins = draw.chance(self.promotions.0);
            promoted = promoted.saturating_sub(1).max(if begins { 7 } else { 0 });
            let lift = if promoted > 0 { self.promotions.1 } else { 1.0 };
            let weekday = week[time.weekday().num_days_from_monday() as usize];
            let season = yearly[time.ordinal0() as usize];
            let level = f64::exp(walk + growth * place as f64);
            let mean = rate * weekday * season * level * lift;
            // A day's customers, of whom some buy several at once.
            let customers = draw.negative_binomial(mean / 1.35, self.calm);
            (0..customers as usize).map(|_| units(draw)).sum()
        };
        times.iter().enumerate().map(value).collect()
    }

    /// What each day of a year multiplies demand by.
    fn year(&self, draw: &mut Draw) -> Vec<f64> {
        if !draw.chance(self.sharp) {
            return draw.yearly(8, self.season).into_iter().map(f64::exp).collect();
        }
        let (peak, width) = (draw.between(0.0, 1.0), draw.between(0.5, 2.5));
        let at = |day: usize| {
            let away = 1.0 - (TAU * (day as f64 / 365.25 - peak)).cos();
            0.05 + 2.2 * (-width * away).exp()
        };
        (0..366).map(at).collect()
    }
}

/// Units that a customer takes: 1.35 in the mean.
fn units(draw: &mut Draw) -> f64 {
    match draw.between(0.0, 1.0) {
        share if share < 0.8 => 1.0,
        share if share < 0.93 => 2.0,
        _ => 4.0,
    }
}
