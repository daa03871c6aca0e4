//! Simulated retail of which the truth is known: units by SKU and store and day with promotions,
//! and sales by store and department and week with holidays and markdowns. Seeded.

use chrono::{Datelike as _, NaiveDate, NaiveDateTime};

use super::{
    draw::Draw,
    set::{Main, Series, Set},
    times::{date, days, weeks},
};

const STORES: usize = 4;
const ITEMS: usize = 40;
const DAYS: usize = 1_096;
const DEPARTMENTS: usize = 12;
const SHOPS: usize = 12;
const WEEKS: usize = 143;

/// Units a day by item and store; price and promotion are known ahead, and days without stock are
/// not observed.
pub(super) fn daily() -> Set {
    let mut draw = Draw::new(20);
    let stores: Vec<_> = (0..STORES).map(|_| draw.normal(0.4)).collect();
    let items = (0..ITEMS).flat_map(|item| daily_item(&mut draw, item, &stores, DAYS));
    Set {
        name: "simulated retail by day",
        frequency: "D",
        seasons: vec![7.0, 365.25],
        horizon: 28,
        lag: 7,
        missing: "unknown",
        regressors: vec!["price", "promotion"],
        main: Main::Rmsse,
        aims: Vec::new(),
        series: items.collect(),
    }
}

/// So many daily series of one length, without regressors: to be timed on.
pub(super) fn daily_of(length: usize, count: usize, horizon: usize) -> Set {
    let mut draw = Draw::new(21);
    let bare = |series: Series| Series { regressors: Vec::new(), ..series };
    let items = (0..count).flat_map(|item| daily_item(&mut draw, item, &[0.0], length + horizon));
    Set { regressors: Vec::new(), horizon, series: items.map(bare).collect(), ..empty_daily() }
}

fn empty_daily() -> Set {
    Set {
        name: "daily series",
        frequency: "D",
        seasons: vec![7.0],
        horizon: 0,
        lag: 7,
        missing: "unknown",
        regressors: Vec::new(),
        main: Main::Rmsse,
        aims: Vec::new(),
        series: Vec::new(),
    }
}

/// What all stores share of an item.
struct Item {
    level: f64,
    price: f64,
    elasticity: f64,
    lift: f64,
    dispersion: f64,
    yearly: Vec<f64>,
    weekly: Vec<f64>,
    /// The discount of each day.
    discounts: Vec<f64>,
}

impl Item {
    fn new(draw: &mut Draw, length: usize) -> Self {
        const WEEK: [f64; 7] = [-0.1, -0.12, -0.1, -0.02, 0.08, 0.28, 0.18];
        let often = draw.between(0.0, 0.02);
        let depth = draw.between(0.1, 0.4);
        let mut discounts = vec![0.0; length];
        for first in 0..length {
            if draw.chance(often) {
                let last = (first + draw.whole(5, 12)).min(length);
                discounts[first..last].fill(depth);
            }
        }
        Self {
            level: draw.normal(1.4) - 0.1,
            price: (draw.normal(0.7) + 1.5).exp(),
            elasticity: draw.between(0.8, 2.8),
            lift: draw.between(0.0, 0.5),
            dispersion: (draw.normal(0.6) + 0.6).exp(),
            yearly: draw.yearly(8, 0.28),
            weekly: WEEK.iter().map(|usual| usual + draw.normal(0.15)).collect(),
            discounts,
        }
    }

    /// The logarithm of what is expected on a day, before the store's part.
    fn expected(&self, day: &NaiveDateTime, place: usize) -> f64 {
        let weekday = day.weekday().num_days_from_monday() as usize;
        let payday = if day.day() <= 8 { 0.12 } else { 0.0 };
        let discount = self.discounts[place];
        let promoted = if discount > 0.0 { self.lift } else { 0.0 };
        self.level + self.weekly[weekday] + self.yearly[day.ordinal0() as usize] + payday + promoted
            - self.elasticity * (1.0 - discount).ln()
    }

    fn regressors(&self) -> Vec<Vec<f64>> {
        let row = |discount: &f64| {
            let price = (self.price * (1.0 - discount) * 100.0).round() / 100.0;
            vec![price, f64::from(*discount > 0.0)]
        };
        self.discounts.iter().map(row).collect()
    }
}

fn daily_item(draw: &mut Draw, place: usize, stores: &[f64], length: usize) -> Vec<Series> {
    let item = Item::new(draw, length);
    let times = days(date(2021, 5, 1), length);
    let mut series = |(store, level): (usize, &f64)| {
        let (level, mut walk) = (level + draw.normal(0.3), 0.0);
        let empty_often = draw.between(0.0, 0.006);
        let mut empty = 0_usize;
        let value = |(place, day): (usize, &NaiveDateTime)| {
            walk += draw.normal(0.01);
            empty = empty.saturating_sub(1).max(if draw.chance(empty_often) { 6 } else { 0 });
            let christmas = (day.month(), day.day()) == (12, 25);
            let expected = (item.expected(day, place) + level + walk).exp();
            let demand = draw.negative_binomial(expected, item.dispersion);
            match (christmas, empty) {
                (true, _) => 0.0,
                (false, 0) => demand,
                (false, _) => f64::NAN,
            }
        };
        Series {
            name: format!("item {place:05} at store {store}"),
            values: times.iter().enumerate().map(value).collect(),
            times: times.clone(),
            regressors: item.regressors(),
        }
    };
    stores.iter().enumerate().map(&mut series).collect()
}

/// Sales a week by store and department; holidays and markdowns are known ahead.
pub(super) fn weekly() -> Set {
    let mut draw = Draw::new(30);
    let departments: Vec<_> = (0..DEPARTMENTS).map(|_| Department::new(&mut draw)).collect();
    let mut series = Vec::new();
    for shop in 0..SHOPS {
        let size = 9.0 + draw.normal(0.5);
        for (place, department) in departments.iter().enumerate() {
            let name = format!("department {place:02} at store {shop:02}");
            series.push(department.series(&mut draw, name, size));
        }
    }
    Set {
        name: "simulated retail by week",
        frequency: "W",
        seasons: vec![52.18],
        horizon: 39,
        lag: 1,
        missing: "unknown",
        regressors: vec!["holiday", "markdown"],
        main: Main::Rmsse,
        aims: Vec::new(),
        series,
    }
}

/// What all stores share of a department: its year, and what each holiday does to it.
struct Department {
    yearly: Vec<f64>,
    super_bowl: f64,
    labor_day: f64,
    thanksgiving: f64,
    before_christmas: f64,
    after_christmas: f64,
    easter: f64,
    markdown: f64,
}

impl Department {
    fn new(draw: &mut Draw) -> Self {
        Self {
            yearly: draw.yearly(10, 0.16),
            super_bowl: draw.normal(0.1).abs(),
            labor_day: draw.normal(0.05).abs(),
            thanksgiving: draw.normal(0.45).abs(),
            before_christmas: draw.normal(0.5).abs(),
            after_christmas: draw.normal(0.1) - 0.3,
            easter: draw.normal(0.12).abs(),
            markdown: draw.between(0.0, 0.12),
        }
    }

    fn series(&self, draw: &mut Draw, name: String, size: f64) -> Series {
        let times = weeks(date(2010, 2, 5), WEEKS);
        let level = size + draw.normal(0.9);
        let (noise, mut walk) = (draw.between(0.03, 0.15), 0.0);
        let (mut values, mut regressors) = (Vec::new(), Vec::new());
        for (place, week) in times.iter().map(NaiveDateTime::date).enumerate() {
            // Markdowns were first recorded in the second year.
            let marked = place >= 92 && draw.chance(0.6);
            let markdown = if marked { (draw.gamma(0.6) * 3_000.0).round() } else { 0.0 };
            walk += draw.normal(0.012);
            let expected = level + walk + self.expected(week) + self.markdown * lift(markdown);
            values.push(((expected + draw.normal(noise)).exp() * 100.0).round() / 100.0);
            regressors.push(vec![f64::from(flagged(week)), markdown]);
        }
        Series { name, times, values, regressors }
    }

    fn expected(&self, week: NaiveDate) -> f64 {
        const SUPER_BOWL: [NaiveDate; 3] = [date(2010, 2, 7), date(2011, 2, 6), date(2012, 2, 5)];
        const EASTER: [NaiveDate; 3] = [date(2010, 4, 4), date(2011, 4, 24), date(2012, 4, 8)];
        let part = |happens: bool, effect: f64| if happens { effect } else { 0.0 };
        let christmas = |weeks: i64| holds(week + chrono::TimeDelta::weeks(weeks), &CHRISTMAS);
        self.yearly[week.ordinal0() as usize]
            + part(holds(week, &SUPER_BOWL), self.super_bowl)
            + part(holds(week, &LABOR_DAY), self.labor_day)
            + part(holds(week, &THANKSGIVING), self.thanksgiving)
            + part(christmas(1), self.before_christmas)
            + part(christmas(2), 0.5 * self.before_christmas)
            + part(christmas(0), self.after_christmas)
            + part(holds(week, &EASTER), self.easter)
    }
}

const LABOR_DAY: [NaiveDate; 3] = [date(2010, 9, 6), date(2011, 9, 5), date(2012, 9, 3)];
const THANKSGIVING: [NaiveDate; 3] = [date(2010, 11, 25), date(2011, 11, 24), date(2012, 11, 22)];
const CHRISTMAS: [NaiveDate; 3] = [date(2010, 12, 25), date(2011, 12, 25), date(2012, 12, 25)];

fn lift(markdown: f64) -> f64 {
    (markdown / 1_000.0).ln_1p()
}

/// Whether one of the days is in the week that ends on a date.
fn holds(week: NaiveDate, days: &[NaiveDate]) -> bool {
    days.iter().any(|day| (0..7).contains(&(week - *day).num_days()))
}

/// Whether the reports call it a holiday week.
fn flagged(week: NaiveDate) -> bool {
    [LABOR_DAY, THANKSGIVING, CHRISTMAS].iter().any(|days| holds(week, days))
}
