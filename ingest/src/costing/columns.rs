//! From columns of `stock_movements` to entries.

use arrow::array::PrimitiveArray;
use arrow::{
    array::{Array, AsArray, BooleanArray, RecordBatch, StringViewArray},
    datatypes::{ArrowPrimitiveType, Decimal128Type, Int64Type, TimestampMicrosecondType},
};
use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::{
    Axis, CostingError, Cut,
    entry::{Amount, Entry, Kind},
    names::Names,
};

/// What a movement does, before the sign of its quantity is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Purchase,
    Sale,
    Transfer,
    Assembly,
    Count,
    CostRevised,
    Billed,
    LandedCost,
    /// Changes what is promised or expected, not what is there.
    NoWorth,
}

impl Family {
    fn of(movement: &str) -> Option<Self> {
        Some(match movement {
            "received" | "returned_to_supplier" => Self::Purchase,
            "shipped" | "shipment_cancelled" | "returned" => Self::Sale,
            "transferred_out" | "transferred_in" => Self::Transfer,
            "consumed" | "assembled" => Self::Assembly,
            "counted" | "adjusted" | "written_off" => Self::Count,
            "cost_revised" => Self::CostRevised,
            "billed" => Self::Billed,
            "landed_cost" => Self::LandedCost,
            "reserved" | "released" | "withheld" | "restored" | "purchase_ordered"
            | "purchase_cancelled" | "rejected" | "moved" => Self::NoWorth,
            _ => return None,
        })
    }

    /// The kind of an entry, by whether goods come or go.
    fn kind(self, quantity: i64) -> Option<Kind> {
        let by_sign = |comes, goes| match quantity {
            0 => None,
            1.. => Some(comes),
            _ => Some(goes),
        };
        match self {
            Self::Purchase => by_sign(Kind::Received, Kind::ReturnedToSupplier),
            Self::Sale => by_sign(Kind::Returned, Kind::Shipped),
            Self::Transfer => by_sign(Kind::TransferredIn, Kind::TransferredOut),
            Self::Assembly => by_sign(Kind::Assembled, Kind::Consumed),
            Self::Count => by_sign(Kind::Gained, Kind::Lost),
            Self::CostRevised => Some(Kind::CostRevised),
            Self::Billed => Some(Kind::Billed),
            Self::LandedCost => Some(Kind::LandedCost),
            Self::NoWorth => None,
        }
    }
}

/// The columns of a batch that costing reads.
pub(super) struct Columns<'a> {
    cut: Cut,
    lsn: &'a [i64],
    occurred_at: &'a [i64],
    recorded_at: Option<&'a [i64]>,
    movement: &'a StringViewArray,
    sku: &'a StringViewArray,
    warehouse: &'a StringViewArray,
    tracked: &'a BooleanArray,
    quantity: &'a [i128],
    on_hand_change: &'a [i128],
    unit_cost: &'a PrimitiveArray<Decimal128Type>,
    value_change: &'a PrimitiveArray<Decimal128Type>,
    order_id: &'a StringViewArray,
    line_id: &'a StringViewArray,
    reference: &'a StringViewArray,
    reference_line: &'a StringViewArray,
    /// Families by the view of their name: a batch has few names, each under few views.
    families: Vec<(u128, Family)>,
}

impl<'a> Columns<'a> {
    pub(super) fn new(rows: &'a RecordBatch, cut: Cut) -> Result<Self, CostingError> {
        let recorded = cut.axis == Axis::Recorded;
        let recorded_at = || primitive::<TimestampMicrosecondType>(rows, "recorded_at");
        Ok(Self {
            cut,
            lsn: primitive::<Int64Type>(rows, "lsn")?.values(),
            occurred_at: primitive::<TimestampMicrosecondType>(rows, "occurred_at")?.values(),
            recorded_at: recorded.then(recorded_at).transpose()?.map(|column| &**column.values()),
            movement: texts(rows, "movement")?,
            sku: texts(rows, "sku")?,
            warehouse: texts(rows, "warehouse")?,
            tracked: rows
                .column_by_name("tracked")
                .and_then(|column| column.as_boolean_opt())
                .ok_or(CostingError::Column("tracked"))?,
            quantity: primitive::<Decimal128Type>(rows, "quantity")?.values(),
            on_hand_change: primitive::<Decimal128Type>(rows, "on_hand_change")?.values(),
            unit_cost: primitive(rows, "unit_cost_base")?,
            value_change: primitive(rows, "value_change")?,
            order_id: texts(rows, "order_id")?,
            line_id: texts(rows, "line_id")?,
            reference: texts(rows, "reference")?,
            reference_line: texts(rows, "reference_line")?,
            families: Vec::new(),
        })
    }

    pub(super) fn rows(&self) -> usize {
        self.lsn.len()
    }

    /// The entry that a row is; `None` where it changes no worth or is cut off.
    pub(super) fn entry(
        &mut self,
        row: usize,
        names: &mut Names,
    ) -> Result<Option<Entry>, CostingError> {
        let time = self.recorded_at.unwrap_or(self.occurred_at)[row];
        if time > self.cut.until.0 || !self.tracked.value(row) {
            return Ok(None);
        }
        let family = self.family(row)?;
        let units = match family {
            Family::NoWorth => return Ok(None),
            Family::Billed => self.quantity[row],
            _ => self.on_hand_change[row],
        };
        let quantity = self.small(units, "the quantity", row)?;
        let Some(kind) = family.kind(quantity) else { return Ok(None) };
        let (sku, seed) = names.skus.number(self.sku, row);
        let (warehouse, _) = names.warehouses.number(self.warehouse, row);
        let warehouse = u16::try_from(warehouse)
            .map_err(|_| CostingError::TooLarge("the number of warehouses", self.lsn[row]))?;
        let amount = self.amount(kind, row)?;
        let document = self.document(family, seed, row);
        let (occurred_at, lsn) = (self.occurred_at[row], self.lsn[row]);
        Ok(Some(Entry { occurred_at, lsn, kind, warehouse, sku, quantity, amount, document }))
    }

    fn family(&mut self, row: usize) -> Result<Family, CostingError> {
        let view = self.movement.views()[row];
        if let Some((_, family)) = self.families.iter().find(|(known, _)| *known == view) {
            return Ok(*family);
        }
        let text = self.movement.value(row);
        let family = Family::of(text).ok_or_else(|| CostingError::Movement(text.to_owned()))?;
        self.families.push((view, family));
        Ok(family)
    }

    fn small(&self, scaled: i128, what: &'static str, row: usize) -> Result<i64, CostingError> {
        i64::try_from(scaled).map_err(|_| CostingError::TooLarge(what, self.lsn[row]))
    }

    fn amount(&self, kind: Kind, row: usize) -> Result<Amount, CostingError> {
        let column = match kind {
            Kind::Received | Kind::Gained | Kind::CostRevised | Kind::Billed => self.unit_cost,
            Kind::LandedCost => self.value_change,
            _ => return Ok(Amount::NONE),
        };
        if column.is_null(row) {
            return Ok(Amount::NONE);
        }
        self.small(column.value(row), "the cost", row).map(Amount::new)
    }

    /// The hash that ties entries of one document together. Sixty-four bits are enough, since only
    /// documents of one SKU are ever compared.
    fn document(&self, family: Family, sku: u64, row: usize) -> u64 {
        let seed = sku ^ family_seed(family);
        match family {
            Family::Sale => named(self.order_id, self.line_id, row, seed),
            Family::Purchase | Family::Billed | Family::LandedCost => {
                named(self.reference, self.reference_line, row, seed)
            }
            // Transfers of which no document is known stand for one another.
            Family::Transfer => xxh3_64_with_seed(bytes(self.reference, row), seed),
            // An assembly ties SKUs together, so it is the event's and not the SKU's.
            Family::Assembly => {
                xxh3_64_with_seed(bytes(self.reference, row), self.lsn[row].cast_unsigned())
            }
            Family::Count | Family::CostRevised | Family::NoWorth => 0,
        }
    }
}

/// Bills and landed cost find the receipts of their line, so the three have one seed.
fn family_seed(family: Family) -> u64 {
    match family {
        Family::Purchase | Family::Billed | Family::LandedCost => 1,
        Family::Sale => 2,
        _ => 3,
    }
}

fn named(document: &StringViewArray, line: &StringViewArray, row: usize, seed: u64) -> u64 {
    if document.is_null(row) {
        return 0;
    }
    xxh3_64_with_seed(bytes(line, row), xxh3_64_with_seed(bytes(document, row), seed))
}

fn bytes(texts: &StringViewArray, row: usize) -> &[u8] {
    if texts.is_null(row) { &[] } else { texts.value(row).as_bytes() }
}

fn texts<'a>(
    rows: &'a RecordBatch,
    name: &'static str,
) -> Result<&'a StringViewArray, CostingError> {
    let column = rows.column_by_name(name).and_then(|column| column.as_string_view_opt());
    column.ok_or(CostingError::Column(name))
}

fn primitive<'a, T: ArrowPrimitiveType>(
    rows: &'a RecordBatch,
    name: &'static str,
) -> Result<&'a PrimitiveArray<T>, CostingError> {
    let column = rows.column_by_name(name).and_then(|column| column.as_primitive_opt::<T>());
    column.ok_or(CostingError::Column(name))
}
