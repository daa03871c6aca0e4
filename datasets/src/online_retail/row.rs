//! A line of the file as typed values.

use std::{collections::HashMap, str::FromStr, sync::Arc};

use chrono::{DateTime, Datelike, Duration, FixedOffset, LocalResult, NaiveDateTime, TimeZone};
use chrono_tz::Europe::London;
use marea_ingest::{
    amount::{Money, Quantity},
    event::{LONGEST_TEXT, LineKind},
    identity::{Country, CustomerId, IdentifierError, Sku},
};
use rust_decimal::Decimal;

use super::{
    columns::{Columns, Fields},
    country,
    invoices::Invoices,
};
use crate::text::Record;

/// The longest invoice number or stock code; real ones have at most twelve characters, and event
/// ids are made of them.
const LONGEST_CODE: usize = 60;

/// No line may be worth more, so that every sum stays exact; the vocabulary has the same bound.
const LARGEST_LINE: i64 = 100_000_000_000;

/// What the letter before the number of an invoice says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum InvoiceKind {
    /// No letter.
    Order,
    /// `C`.
    Credit,
    /// `A`.
    BadDebt,
}

/// A line of the file.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// Its place in its invoice, from 1, lines that were refused counted too.
    pub(super) position: u32,
    pub(super) sku: Sku,
    pub(super) kind: LineKind,
    pub(super) description: Option<Arc<str>>,
    /// Not zero.
    pub(super) quantity: Quantity,
    pub(super) unit_price: Money,
    pub(super) occurred_at: DateTime<FixedOffset>,
    pub(super) customer: Option<CustomerId>,
    pub(super) country: Country,
}

/// Reads rows; texts that come again are kept once.
pub(super) struct RowReader<'a> {
    columns: &'a Columns,
    skus: HashMap<String, Sku>,
    customers: HashMap<String, CustomerId>,
    countries: HashMap<String, Country>,
    descriptions: HashMap<String, Arc<str>>,
    /// The lines of an invoice share their date.
    last_date: Option<(String, DateTime<FixedOffset>)>,
}

impl<'a> RowReader<'a> {
    pub(super) fn new(columns: &'a Columns) -> Self {
        Self {
            columns,
            skus: HashMap::new(),
            customers: HashMap::new(),
            countries: HashMap::new(),
            descriptions: HashMap::new(),
            last_date: None,
        }
    }

    /// Reads a line and puts it to its invoice, or says why it is refused.
    pub(super) fn read(&mut self, record: &Record, invoices: &mut Invoices) -> Result<(), String> {
        let fields = record.fields()?;
        let fields = self.columns.pick(&fields)?;
        let (invoice_kind, number) = invoice(fields.invoice)?;
        let invoice = invoices.named(&number, invoice_kind);
        let row = self.row(&fields, invoice_kind, invoice.next_position())?;
        invoice.push(row)
    }

    fn row(
        &mut self,
        fields: &Fields<'_>,
        invoice_kind: InvoiceKind,
        position: u32,
    ) -> Result<Row, String> {
        let code = code("StockCode", fields.stock_code)?;
        let quantity: Quantity = number("Quantity", fields.quantity)?;
        let unit_price: Money = number("UnitPrice", fields.price)?;
        if quantity.is_zero() {
            return Err("Quantity is 0, so there is nothing to record".into());
        }
        let worth = quantity.decimal().checked_mul(unit_price.decimal());
        if worth.is_none_or(|worth| worth.abs() >= Decimal::from(LARGEST_LINE)) {
            return Err(format!("expected a line worth less than {LARGEST_LINE}"));
        }
        let kind = match invoice_kind {
            InvoiceKind::BadDebt => LineKind::Adjustment,
            InvoiceKind::Order | InvoiceKind::Credit => kind(code),
        };
        let customer = fields.customer.strip_suffix(".0").unwrap_or(fields.customer);
        Ok(Row {
            position,
            sku: shared(&mut self.skus, "StockCode", code, Sku::new)?,
            kind: if unit_price.is_negative() { without_goods(kind) } else { kind },
            description: self.description(fields.description)?,
            quantity,
            unit_price,
            occurred_at: self.date(fields.date)?,
            customer: (!customer.is_empty())
                .then(|| shared(&mut self.customers, "CustomerID", customer, CustomerId::new))
                .transpose()?,
            country: shared(&mut self.countries, "Country", fields.country, |name| {
                Country::new(country::code(name))
            })?,
        })
    }

    fn description(&mut self, text: &str) -> Result<Option<Arc<str>>, String> {
        if text.is_empty() {
            return Ok(None);
        }
        if text.len() > LONGEST_TEXT {
            return Err(format!("Description: expected at most {LONGEST_TEXT} bytes"));
        }
        if let Some(known) = self.descriptions.get(text) {
            return Ok(Some(Arc::clone(known)));
        }
        let description: Arc<str> = text.into();
        self.descriptions.insert(text.to_owned(), Arc::clone(&description));
        Ok(Some(description))
    }

    fn date(&mut self, text: &str) -> Result<DateTime<FixedOffset>, String> {
        match &self.last_date {
            Some((last, instant)) if last == text => Ok(*instant),
            _ => {
                let instant = instant(text)?;
                self.last_date = Some((text.to_owned(), instant));
                Ok(instant)
            }
        }
    }
}

/// The one shared copy of an identifier.
fn shared<T: Clone>(
    known: &mut HashMap<String, T>,
    column: &str,
    text: &str,
    make: impl FnOnce(&str) -> Result<T, IdentifierError>,
) -> Result<T, String> {
    if let Some(value) = known.get(text) {
        return Ok(value.clone());
    }
    let value = make(text).map_err(|error| format!("{column}: {error}"))?;
    known.insert(text.to_owned(), value.clone());
    Ok(value)
}

fn code<'a>(column: &str, text: &'a str) -> Result<&'a str, String> {
    match text.len() {
        0 => Err(format!("{column} is empty")),
        1..=LONGEST_CODE => Ok(text),
        length => Err(format!("{column}: expected at most {LONGEST_CODE} bytes, got {length}")),
    }
}

/// The kind and the number of an invoice, its letter raised.
fn invoice(text: &str) -> Result<(InvoiceKind, String), String> {
    let number = code("InvoiceNo", text)?.to_ascii_uppercase();
    let (kind, digits) = match number.as_bytes()[0] {
        b'C' => (InvoiceKind::Credit, &number[1..]),
        b'A' => (InvoiceKind::BadDebt, &number[1..]),
        _ => (InvoiceKind::Order, number.as_str()),
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        let start: String = number.chars().take(20).collect();
        return Err(format!("InvoiceNo: expected digits, or C or A and digits, got \"{start}\""));
    }
    Ok((kind, number))
}

fn number<T: FromStr<Err: std::fmt::Display>>(column: &str, text: &str) -> Result<T, String> {
    if text.is_empty() {
        return Err(format!("{column} is empty"));
    }
    let plain =
        text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.'));
    if !plain {
        let start: String = text.chars().take(20).collect();
        return Err(format!("{column}: expected a plain decimal, got \"{start}\""));
    }
    text.parse().map_err(|error| format!("{column}: {error}"))
}

/// What a stock code stands for; all but these few are goods. `PADS` (cushion pads) are goods too.
fn kind(code: &str) -> LineKind {
    let code = code.to_ascii_uppercase();
    match code.as_str() {
        "POST" | "DOT" | "C2" | "C3" => LineKind::Shipping,
        "D" => LineKind::Discount,
        "AMAZONFEE" | "BANK CHARGES" | "CRUK" => LineKind::Fee,
        "S" => LineKind::Sample,
        "M" | "B" | "ADJUST" | "ADJUST2" | "TEST001" | "TEST002" => LineKind::Adjustment,
        code if code == "GIFT" || code.starts_with("GIFT_") => LineKind::Voucher,
        _ => LineKind::Product,
    }
}

/// A price below zero takes money back without goods, which only an adjustment does.
fn without_goods(kind: LineKind) -> LineKind {
    match kind {
        LineKind::Product | LineKind::Sample | LineKind::Shipping => LineKind::Adjustment,
        other => other,
    }
}

/// The date forms of the data sets and of the spreadsheets they came from; months first.
const DATE_FORMS: [&str; 6] = [
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M:%S",
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y %H:%M:%S",
    "%Y-%m-%d %H:%M:%S%.f",
];

/// The instant of a local time in London.
///
/// An hour that is there twice (clocks go back) is taken the first time; one that is not there
/// (clocks go forward) by the clock that was not yet put forward.
fn instant(text: &str) -> Result<DateTime<FixedOffset>, String> {
    let start = || text.chars().take(30).collect::<String>();
    if text.is_empty() {
        return Err("InvoiceDate is empty".into());
    }
    let local = DATE_FORMS
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
        .ok_or_else(|| {
        format!("InvoiceDate: expected 2010-12-01 08:26:00 or 12/1/2010 8:26, got \"{}\"", start())
    })?;
    if !(1970..2200).contains(&local.year()) {
        return Err(format!("InvoiceDate: expected a year from 1970 to 2199, got \"{}\"", start()));
    }
    match London.from_local_datetime(&local) {
        LocalResult::Single(instant) | LocalResult::Ambiguous(instant, _) => {
            Ok(instant.fixed_offset())
        }
        LocalResult::None => London
            .from_local_datetime(&(local - Duration::hours(1)))
            .earliest()
            .map(|before| (before + Duration::hours(1)).fixed_offset())
            .ok_or_else(|| format!("InvoiceDate: no such time in London: \"{}\"", start())),
    }
}
