//! The Online Retail order book as daily series: units of the SKUs that sold most, and revenue of
//! the shop and of its countries.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    path::Path,
};

use anyhow::{Context as _, Result};
use chrono::NaiveDate;
use flate2::read::GzDecoder;

use super::{
    set::{Main, Series, Set},
    times,
};

/// Days that are forecast.
const HORIZON: usize = 28;
/// A series needs this many days before them.
const LEAST_HISTORY: usize = 60;
const SKUS: usize = 300;
const COUNTRIES: usize = 12;
/// Codes that are charges rather than goods.
const CHARGES: [&str; 12] =
    ["POST", "DOT", "D", "M", "m", "BANK CHARGES", "AMAZONFEE", "CRUK", "C2", "S", "B", "PADS"];

type Daily = BTreeMap<NaiveDate, f64>;

/// What was sold, day by day.
#[derive(Default)]
struct Sales {
    days: BTreeSet<NaiveDate>,
    units: BTreeMap<String, Daily>,
    revenue: BTreeMap<String, Daily>,
}

/// Its two sets.
pub(super) fn sets(file: &Path) -> Result<Vec<Set>> {
    let sales = Sales::read(file)?;
    let units = sales.series(&sales.units, SKUS)?;
    let revenue = sales.series(&sales.revenue, COUNTRIES + 1)?;
    Ok(vec![daily("shop, units by SKU", units), daily("shop, revenue by country", revenue)])
}

fn daily(name: &'static str, series: Vec<Series>) -> Set {
    Set {
        name,
        frequency: "D",
        seasons: vec![7.0],
        horizon: HORIZON,
        lag: 7,
        missing: "zero",
        regressors: Vec::new(),
        main: Main::Rmsse,
        aims: Vec::new(),
        series,
    }
}

impl Sales {
    fn read(file: &Path) -> Result<Self> {
        let mut reader = csv::Reader::from_reader(GzDecoder::new(File::open(file)?));
        let mut sales = Self::default();
        for record in reader.records() {
            sales.add(&record?)?;
        }
        Ok(sales)
    }

    fn add(&mut self, line: &csv::StringRecord) -> Result<()> {
        let field = |place: usize| line.get(place).map(str::trim).context("a short line");
        let (invoice, sku, country) = (field(0)?, field(1)?, field(7)?);
        let (units, price): (f64, f64) = (field(3)?.parse()?, field(5)?.parse()?);
        let date: NaiveDate = field(4)?.get(..10).context("no date")?.parse()?;
        self.days.insert(date);
        let goods = !CHARGES.contains(&sku) && !sku.starts_with("gift");
        if goods
            && invoice.starts_with(|it: char| it.is_ascii_digit())
            && units > 0.0
            && price > 0.0
        {
            *self.units.entry(sku.to_owned()).or_default().entry(date).or_default() += units;
            for name in ["all countries", country] {
                let revenue = self.revenue.entry(name.to_owned()).or_default();
                *revenue.entry(date).or_default() += units * price;
            }
        }
        Ok(())
    }

    /// The largest series by what was known at the origin, each from its first sale on.
    fn series(&self, sold: &BTreeMap<String, Daily>, most: usize) -> Result<Vec<Series>> {
        let last = *self.days.last().context("an empty order book")?;
        let origin = last - chrono::Days::new(HORIZON as u64);
        let mut named: Vec<_> = sold
            .iter()
            .map(|(name, days)| (days.range(..=origin).map(|(_, value)| value).sum::<f64>(), name))
            .collect();
        named.sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| one.1.cmp(other.1)));
        let largest = named.into_iter().take(most);
        Ok(largest.filter_map(|(_, name)| filled(name, &sold[name], origin, last)).collect())
    }
}

/// With zeros on the days without a sale; nothing where the history is too short.
fn filled(name: &str, sold: &Daily, origin: NaiveDate, last: NaiveDate) -> Option<Series> {
    let (&first, _) = sold.first_key_value()?;
    let history = usize::try_from((origin - first).num_days() + 1).ok()?;
    let times = times::days(first, history + HORIZON);
    let values = first.iter_days().take_while(|day| *day <= last);
    let values: Vec<_> = values.map(|day| sold.get(&day).copied().unwrap_or(0.0)).collect();
    (history >= LEAST_HISTORY).then(|| Series::plain(name.to_owned(), times, values))
}
