//! A row of a product list as typed values, or all that is wrong with it.

use std::borrow::Cow;

use chrono::DateTime;
use marea_ingest::{
    amount::{Money, Quantity},
    event::{Component, LONGEST_TEXT, ProductSet, StockPolicy, decode_record},
    identity::{Currency, IdentifierError, Sku, WarehouseId},
};

use super::{
    changes,
    columns::{Column, Header},
    number::{DecimalMark, number},
};

/// What a spreadsheet writes into a cell that it could not work out.
const FAILED_CELLS: [&str; 8] =
    ["#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#NV"];

/// A product as a row has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line of the file on which it begins, from 1.
    pub line: u64,
    /// The product; what the row leaves empty is left out.
    pub product: ProductSet,
    /// What it sells for.
    pub price: Option<Price>,
    /// What is there of it.
    pub stock: Option<Stock>,
}

/// A price of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Price {
    /// The price of a unit, zero or more.
    pub price: Money,
    /// In which currency; the shop's where the row does not say.
    pub currency: Option<Currency>,
}

/// The stock of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stock {
    /// Where it lies.
    pub warehouse: WarehouseId,
    /// How much is there in all, zero or more.
    pub quantity: Quantity,
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    /// The line of the file on which the row begins, from 1.
    pub line: u64,
    /// The column; none where it is the row as a whole.
    pub column: Option<Column>,
    /// What was expected, and what stands there.
    pub message: String,
}

impl std::fmt::Display for RowError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "line {}", self.line)?;
        if let Some(column) = self.column {
            write!(out, ", {}", column.name())?;
        }
        write!(out, ": {}", self.message)
    }
}

/// The cells of a row, and what was found wrong with them so far.
pub(super) struct Cells<'a> {
    header: &'a Header,
    fields: &'a [Cow<'a, str>],
    mark: DecimalMark,
    line: u64,
    errors: Vec<RowError>,
}

impl<'a> Cells<'a> {
    pub(super) fn new(
        header: &'a Header,
        fields: &'a [Cow<'a, str>],
        mark: DecimalMark,
        line: u64,
    ) -> Self {
        Self { header, fields, mark, line, errors: Vec::new() }
    }

    /// The row and its SKU, which is there for a row with errors too if it could be read.
    pub(super) fn read(mut self) -> (Option<Sku>, Result<Row, Vec<RowError>>) {
        if self.fields.len() != self.header.count {
            let message = format!(
                "expected {} fields as in the header, got {}; a text that holds the separator or \
                 a line break needs quotes around it",
                self.header.count,
                self.fields.len()
            );
            self.error(None, message);
            return (None, Err(self.errors));
        }
        let sku = self.read_sku();
        // Without a SKU the other cells are read all the same: all errors are shown at once.
        let row = sku.clone().or_else(|| Sku::new("?").ok()).map(|sku| self.read_row(sku));
        match row {
            Some(row) if self.errors.is_empty() => (sku, Ok(row)),
            _ => (sku, Err(self.errors)),
        }
    }

    fn read_sku(&mut self) -> Option<Sku> {
        if self.text(Column::Sku).is_none() {
            self.error(Some(Column::Sku), "expected a SKU, the cell is empty".into());
        }
        self.identifier(Column::Sku, Sku::new)
    }

    fn read_row(&mut self, sku: Sku) -> Row {
        let product = self.read_product(sku);
        let price = self.read_price();
        let stock = self.read_stock(&product);
        self.check(&product);
        Row { line: self.line, product, price, stock }
    }

    fn read_product(&mut self, sku: Sku) -> ProductSet {
        ProductSet {
            sku,
            name: self.cell(Column::Name, short_text),
            category: self.cell(Column::Category, short_text),
            stock_policy: self.cell(Column::StockPolicy, stock_policy),
            reorder_point: self.amount(Column::ReorderPoint, Quantity::is_negative),
            reorder_target: self.amount(Column::ReorderTarget, Quantity::is_negative),
            minimum_quantity: self.amount(Column::MinimumQuantity, Quantity::is_negative),
            order_multiple: self.above_zero(Column::OrderMultiple),
            unit_cost: self.amount(Column::UnitCost, Money::is_negative),
            barcode: self.cell(Column::Barcode, |text| whole(text).and_then(short_text)),
            supplier: self.identifier(Column::Supplier, marea_ingest::identity::SupplierId::new),
            substitute: self.identifier(Column::Substitute, Sku::new),
            weight_kg: self.amount(Column::WeightKg, Quantity::is_negative),
            volume_litres: self.amount(Column::VolumeLitres, Quantity::is_negative),
            components: self.components(),
        }
    }

    fn read_price(&mut self) -> Option<Price> {
        let price = self.amount(Column::Price, Money::is_negative);
        let currency = self.identifier(Column::Currency, Currency::new);
        Some(Price { price: price?, currency })
    }

    fn read_stock(&mut self, product: &ProductSet) -> Option<Stock> {
        let warehouse = self.identifier(Column::Warehouse, WarehouseId::new);
        let quantity = self.amount(Column::Quantity, Quantity::is_negative)?;
        let unfit = if self.text(Column::Warehouse).is_none() {
            Some((Column::Warehouse, "expected a warehouse, since the row has a quantity"))
        } else if product.components.as_ref().is_some_and(|parts| !parts.is_empty()) {
            Some((Column::Quantity, "expected none: a bundle has no stock of its own"))
        } else if product.stock_policy == Some(StockPolicy::Untracked) {
            Some((Column::Quantity, "expected none: no stock is kept of what is untracked"))
        } else {
            None
        };
        if let Some((column, message)) = unfit {
            self.error(Some(column), message.into());
        }
        Some(Stock { warehouse: warehouse?, quantity })
    }

    /// Checks the product as a whole, by the rules of the vocabulary itself.
    fn check(&mut self, product: &ProductSet) {
        let event = changes::reported("check", DateTime::UNIX_EPOCH.into(), product.clone());
        let Ok(event) = event else { return };
        if let Err(error) = decode_record(0, &event.to_json()) {
            let field = error.field.unwrap_or_default();
            let column = Column::ALL.iter().find(|column| field.starts_with(column.name()));
            self.error(column.copied(), error.message);
        }
    }

    fn error(&mut self, column: Option<Column>, message: String) {
        self.errors.push(RowError { line: self.line, column, message });
    }

    /// What stands in a cell, if anything.
    fn text(&self, column: Column) -> Option<&'a str> {
        let text = self.fields[self.header.place(column)?].trim();
        Some(text).filter(|text| !text.is_empty())
    }

    /// The value of a cell; `None` where it is empty or wrong.
    fn cell<T>(
        &mut self,
        column: Column,
        read: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        let text = self.text(column)?;
        let value = if FAILED_CELLS.contains(&text) {
            Err(format!("the spreadsheet itself shows an error here: {text}"))
        } else {
            read(text)
        };
        value.map_err(|message| self.error(Some(column), message)).ok()
    }

    fn identifier<T>(
        &mut self,
        column: Column,
        make: impl FnOnce(&str) -> Result<T, IdentifierError>,
    ) -> Option<T> {
        self.cell(column, |text| {
            let named = |error| format!("{error}, got \"{}\"", beginning(text));
            make(whole(text)?).map_err(named)
        })
    }

    fn amount<T>(&mut self, column: Column, is_negative: impl FnOnce(T) -> bool) -> Option<T>
    where
        T: std::str::FromStr<Err: std::fmt::Display> + Copy,
    {
        let mark = self.mark;
        self.cell(column, |text| match number(text, mark)? {
            value if is_negative(value) => Err(format!("expected zero or more, got {text}")),
            value => Ok(value),
        })
    }

    fn above_zero(&mut self, column: Column) -> Option<Quantity> {
        let mark = self.mark;
        self.cell(column, |text| positive(text, mark))
    }

    fn components(&mut self) -> Option<Vec<Component>> {
        let mark = self.mark;
        self.cell(Column::Components, |text| {
            let parts = text.split(';').filter(|part| !part.trim().is_empty());
            parts.map(|part| component(part.trim(), mark)).collect()
        })
    }
}

fn component(text: &str, mark: DecimalMark) -> Result<Component, String> {
    let wrong = || format!("expected SKU*2; SKU2*1, got \"{}\"", beginning(text));
    let (sku, quantity) = text.rsplit_once('*').ok_or_else(wrong)?;
    let sku = Sku::new(sku).map_err(|_| wrong())?;
    Ok(Component { sku, quantity: positive(quantity.trim(), mark)? })
}

fn positive(text: &str, mark: DecimalMark) -> Result<Quantity, String> {
    match number::<Quantity>(text, mark)? {
        value if value.is_positive() => Ok(value),
        value => Err(format!("expected a number above zero, got {value}")),
    }
}

fn short_text(text: &str) -> Result<String, String> {
    if text.len() > LONGEST_TEXT {
        return Err(format!("expected at most {LONGEST_TEXT} bytes, got {}", text.len()));
    }
    Ok(text.to_owned())
}

fn stock_policy(text: &str) -> Result<StockPolicy, String> {
    const POLICIES: [StockPolicy; 4] = [
        StockPolicy::Deny,
        StockPolicy::Backorder,
        StockPolicy::AllowNegative,
        StockPolicy::Untracked,
    ];
    let name = text.to_lowercase().replace([' ', '-'], "_");
    POLICIES.into_iter().find(|policy| policy.as_str() == name).ok_or_else(|| {
        let shown = beginning(text);
        format!("expected deny, backorder, allow_negative or untracked, got \"{shown}\"")
    })
}

/// A code that the spreadsheet did not take for a number and round, as 5.90123E+12.
fn whole(text: &str) -> Result<&str, String> {
    let rounded = text.split_once("E+").is_some_and(|(digits, exponent)| {
        let is_number = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        let (first, rest) = digits.split_once(['.', ',']).unwrap_or((digits, "0"));
        first.len() == 1 && is_number(first) && is_number(rest) && is_number(exponent)
    });
    if rounded {
        return Err(format!(
            "the spreadsheet rounded this code to {text}; format the column as text and enter it \
             again"
        ));
    }
    Ok(text)
}

fn beginning(text: &str) -> String {
    text.chars().take(40).map(|c| if c.is_control() { '·' } else { c }).collect()
}
