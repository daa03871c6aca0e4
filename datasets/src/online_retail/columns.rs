//! Where each column stands, by the names that the header gives.

use std::borrow::Cow;

use super::ReadError;
use crate::text::Record;

/// The columns and the names they go by, without case and marks. The second name is that of
/// Online Retail II.
const NAMES: [(&str, [&str; 2]); 8] = [
    ("InvoiceNo", ["invoiceno", "invoice"]),
    ("StockCode", ["stockcode", "stockcode"]),
    ("Description", ["description", "description"]),
    ("Quantity", ["quantity", "quantity"]),
    ("InvoiceDate", ["invoicedate", "invoicedate"]),
    ("UnitPrice", ["unitprice", "price"]),
    ("CustomerID", ["customerid", "customerid"]),
    ("Country", ["country", "country"]),
];

/// The place of each column in a line.
pub(super) struct Columns {
    count: usize,
    places: [usize; 8],
}

/// The fields of a line by column, without the white space around them.
pub(super) struct Fields<'a> {
    pub(super) invoice: &'a str,
    pub(super) stock_code: &'a str,
    pub(super) description: &'a str,
    pub(super) quantity: &'a str,
    pub(super) date: &'a str,
    pub(super) price: &'a str,
    pub(super) customer: &'a str,
    pub(super) country: &'a str,
}

impl Columns {
    /// Finds the columns in the header, in any order and with others between them.
    pub(super) fn from_header(header: &Record) -> Result<Self, ReadError> {
        let no_header = |missing| ReadError::NoHeader { missing, got: header.beginning() };
        let fields = header.fields().map_err(|_| no_header(NAMES[0].0))?;
        let names: Vec<String> = fields.iter().map(|field| plain(field)).collect();
        let mut places = [0; 8];
        for ((column, known), place) in NAMES.iter().zip(&mut places) {
            let mut found = (0..names.len()).filter(|&at| known.contains(&names[at].as_str()));
            *place = found.next().ok_or_else(|| no_header(column))?;
            if found.next().is_some() {
                return Err(ReadError::ColumnTwice(column));
            }
        }
        Ok(Self { count: fields.len(), places })
    }

    /// How many fields a line has.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// The fields of a line by column.
    pub(super) fn pick<'a>(&self, fields: &'a [Cow<'a, str>]) -> Result<Fields<'a>, String> {
        if fields.len() != self.count {
            return Err(format!("expected {} fields, got {}", self.count, fields.len()));
        }
        let [invoice, stock_code, description, quantity, date, price, customer, country] =
            self.places.map(|place| fields[place].trim());
        let header_again = NAMES[0].1.contains(&plain(invoice).as_str());
        if header_again && NAMES[3].1.contains(&plain(quantity).as_str()) {
            return Err("the header again".into());
        }
        Ok(Fields { invoice, stock_code, description, quantity, date, price, customer, country })
    }
}

/// A name without case, marks and the byte order mark.
fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}
