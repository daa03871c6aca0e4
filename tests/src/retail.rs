//! The Online Retail order book, read straight from its file: what SQL must say of it.

use std::{collections::BTreeMap, fs::File, path::Path};

use anyhow::{Context as _, Result};
use flate2::read::GzDecoder;
use rust_decimal::Decimal;

/// The countries of the order book, as the file names them and as ISO 3166-1 does.
const COUNTRIES: [(&str, &str); 34] = [
    ("Australia", "AU"),
    ("Austria", "AT"),
    ("Bahrain", "BH"),
    ("Belgium", "BE"),
    ("Brazil", "BR"),
    ("Canada", "CA"),
    ("Cyprus", "CY"),
    ("Czech Republic", "CZ"),
    ("Denmark", "DK"),
    ("EIRE", "IE"),
    ("Finland", "FI"),
    ("France", "FR"),
    ("Germany", "DE"),
    ("Greece", "GR"),
    ("Hong Kong", "HK"),
    ("Iceland", "IS"),
    ("Israel", "IL"),
    ("Italy", "IT"),
    ("Japan", "JP"),
    ("Lebanon", "LB"),
    ("Lithuania", "LT"),
    ("Malta", "MT"),
    ("Netherlands", "NL"),
    ("Norway", "NO"),
    ("Poland", "PL"),
    ("Portugal", "PT"),
    ("Saudi Arabia", "SA"),
    ("Singapore", "SG"),
    ("Spain", "ES"),
    ("Sweden", "SE"),
    ("Switzerland", "CH"),
    ("USA", "US"),
    ("United Arab Emirates", "AE"),
    ("United Kingdom", "GB"),
];

/// `sum(quantity * price)` by month (`2010-12`), country (by its code, or by its name
/// where it is none), and SKU.
pub type Sums = BTreeMap<(String, String, String), Decimal>;

/// The order book's own sums, to the last decimal place.
#[derive(Debug, Default)]
pub struct OrderBook {
    /// The sums; keys whose sum is zero are left out.
    pub sums: Sums,
    /// How many lines it has, without the heading.
    pub lines: u64,
}

impl OrderBook {
    /// Reads the gzipped CSV file.
    ///
    /// # Errors
    /// Where it cannot be read or a figure in it is no decimal.
    pub fn read(path: &Path) -> Result<Self> {
        let mut book = Self::default();
        let mut reader = csv::Reader::from_reader(GzDecoder::new(File::open(path)?));
        for record in reader.records() {
            book.add(&record?)?;
        }
        book.sums.retain(|_, sum| !sum.is_zero());
        Ok(book)
    }

    fn add(&mut self, record: &csv::StringRecord) -> Result<()> {
        let field = |index: usize| record.get(index).map(str::trim).context("short line");
        let worth = decimal(field(3)?)? * decimal(field(5)?)?;
        let month = field(4)?.get(..7).context("no date")?.to_owned();
        let key = (month, country(field(7)?).to_owned(), field(1)?.to_owned());
        *self.sums.entry(key).or_default() += worth;
        self.lines += 1;
        Ok(())
    }
}

fn decimal(text: &str) -> Result<Decimal> {
    Decimal::from_str_exact(text).with_context(|| format!("no decimal: {text}"))
}

fn country(name: &str) -> &str {
    COUNTRIES.iter().find(|(known, _)| *known == name).map_or(name, |(_, code)| code)
}
