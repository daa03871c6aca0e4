//! The columns of a product list: their names, and where each stands in a file.

use super::ReadError;
use crate::text::Record;

/// How alike two names must be for the one to be proposed for the other, from 0 to 1: a wrong or
/// missing letter is enough, a word of its own is not.
const ALIKE: f64 = 0.85;

macro_rules! columns {
    ($($(#[$doc:meta])+ $column:ident = $name:literal,)+) => {
        /// A column of a product list.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Column {
            $($(#[$doc])+ $column,)+
        }

        impl Column {
            /// All columns.
            pub const ALL: &[Self] = &[$(Self::$column),+];

            /// The column as a header names it; case, blanks and marks do not matter there.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$column => $name,)+
                }
            }
        }
    };
}

columns! {
    /// The product; the one column that must be there.
    Sku = "sku",
    /// What it is called.
    Name = "name",
    /// What it belongs to.
    Category = "category",
    /// What happens to an order for more than is available.
    StockPolicy = "stock_policy",
    /// At or below this much it is time to order more.
    ReorderPoint = "reorder_point",
    /// A proposal fills up to this much.
    ReorderTarget = "reorder_target",
    /// The least that is ordered at a time.
    MinimumQuantity = "minimum_quantity",
    /// It is ordered in multiples of this.
    OrderMultiple = "order_multiple",
    /// What a unit costs, in the shop's currency.
    UnitCost = "unit_cost",
    /// The code on the packet.
    Barcode = "barcode",
    /// Who supplies it.
    Supplier = "supplier",
    /// What a unit weighs, packed, in kilograms.
    WeightKg = "weight_kg",
    /// How much room a unit takes, packed, in litres.
    VolumeLitres = "volume_litres",
    /// What may be sent in its place.
    Substitute = "substitute",
    /// What a bundle is made up of, as `SKU*2; SKU2*1`.
    Components = "components",
    /// What a unit sells for.
    Price = "price",
    /// In which currency; the shop's where the cell is empty.
    Currency = "currency",
    /// Where the stock lies.
    Warehouse = "warehouse",
    /// How much of it is there.
    Quantity = "quantity",
}

impl Column {
    fn named(name: &str) -> Option<Self> {
        let name = plain(name);
        Self::ALL.iter().copied().find(|column| plain(column.name()) == name)
    }
}

/// A column that is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownColumn {
    /// Its name in the file.
    pub name: String,
    /// The column that was perhaps meant.
    pub near: Option<Column>,
}

impl UnknownColumn {
    fn new(name: &str) -> Self {
        let near = nearest(&plain(name), Column::ALL.iter().map(|it| (*it, plain(it.name()))));
        Self { name: name.trim().to_owned(), near }
    }
}

/// What is known by the name that is nearest to another, if one is near enough.
fn nearest<T>(name: &str, known: impl Iterator<Item = (T, String)>) -> Option<T> {
    let alike = known.map(|(it, other)| (it, strsim::jaro_winkler(name, &other)));
    let near = alike.filter(|(_, likeness)| *likeness >= ALIKE);
    near.max_by(|(_, a), (_, b)| a.total_cmp(b)).map(|(it, _)| it)
}

/// The text of several that is nearest to another, if one is near enough; case does not matter.
pub(super) fn nearest_text<'a>(
    name: &str,
    known: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    nearest(&name.to_lowercase(), known.map(|known| (known, known.to_lowercase())))
}

/// The header: where each column stands.
#[derive(Debug)]
pub(super) struct Header {
    /// How many fields a row has.
    pub(super) count: usize,
    /// By column, in the order of [`Column::ALL`].
    places: Vec<Option<usize>>,
}

impl Header {
    /// Finds the columns, in any order and with others between them, and names those others.
    pub(super) fn read(record: &Record) -> Result<(Self, Vec<UnknownColumn>), ReadError> {
        let fields = record.fields().map_err(ReadError::Header)?;
        let mut places = vec![None; Column::ALL.len()];
        let mut unknown = Vec::new();
        for (place, field) in fields.iter().enumerate() {
            match Column::named(field) {
                Some(column) if places[column as usize].is_some() => {
                    return Err(ReadError::ColumnTwice(column.name()));
                }
                Some(column) => places[column as usize] = Some(place),
                None if field.trim().is_empty() => (),
                None => unknown.push(UnknownColumn::new(field)),
            }
        }
        if places[Column::Sku as usize].is_none() {
            let meant = unknown.iter().find(|it| it.near == Some(Column::Sku));
            let meant = meant.map(|it| format!(" (is it \"{}\"?)", it.name)).unwrap_or_default();
            return Err(ReadError::NoSku { meant, got: record.beginning() });
        }
        Ok((Self { count: fields.len(), places }, unknown))
    }

    /// Where a column stands.
    pub(super) fn place(&self, column: Column) -> Option<usize> {
        self.places[column as usize]
    }
}

/// The separator of a file: the one that finds the most columns in its header, then the one that
/// stands there most often.
pub(super) fn separator(header: &str) -> char {
    let found = |separator: &char| {
        let names = header.split(*separator).map(|name| name.trim_matches('"'));
        let known = names.filter(|name| Column::named(name).is_some()).count();
        (known, header.matches(*separator).count())
    };
    // The last of equals is taken: a header of one column is one of a comma-separated file.
    ['\t', ';', ','].into_iter().max_by_key(found).unwrap_or(',')
}

/// A name without case, blanks and marks.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
