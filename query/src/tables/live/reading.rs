//! A live table: how its rows are read, all of them or by a column that they are kept by.

use std::{collections::BTreeSet, fmt, sync::Arc};

use arrow::datatypes::SchemaRef;
use async_trait::async_trait;
use datafusion::{
    catalog::{Session, TableProvider},
    common::{DFSchema, ScalarValue},
    error::DataFusionError,
    logical_expr::{Expr, TableProviderFilterPushDown, TableType, utils::conjunction},
    physical_expr::utils::{Guarantee, LiteralGuarantee},
    physical_plan::ExecutionPlan,
};
use marea_ingest::{columns::TableRow, store::StoreError};

use super::{Live, Rows, scan::LiveScan};

type ReadAll<T> = Arc<dyn for<'a> Fn(&'a Live) -> Rows<'a, T> + Send + Sync>;
type ReadKey<T> = Arc<dyn for<'a> Fn(&'a Live, &str) -> Rows<'a, T> + Send + Sync>;
type Count = fn(&Live) -> Result<usize, StoreError>;

/// How the rows of a table are read.
pub(super) struct Reading<T> {
    all: ReadAll<T>,
    /// How the rows are counted without reading them, where they can be.
    count: Option<Count>,
    keys: Vec<Key<T>>,
}

/// A column that rows are kept by.
struct Key<T> {
    column: &'static str,
    /// Whether it has few rows of a value: for many it is quicker to go through all that there are.
    is_rare: fn(&str) -> bool,
    /// How the rows of one value are read.
    read: ReadKey<T>,
}

/// The rows that a query needs to see.
#[derive(Debug, Clone)]
pub(super) struct Keyed {
    /// Which of the columns that rows are kept by.
    key: usize,
    /// The values that it may have.
    pub(super) values: BTreeSet<String>,
}

impl<T> Clone for Key<T> {
    fn clone(&self) -> Self {
        Self { read: Arc::clone(&self.read), ..*self }
    }
}

impl<T> Clone for Reading<T> {
    fn clone(&self) -> Self {
        Self { all: Arc::clone(&self.all), count: self.count, keys: self.keys.clone() }
    }
}

impl<T> Reading<T> {
    pub(super) fn of(
        all: impl for<'a> Fn(&'a Live) -> Rows<'a, T> + Send + Sync + 'static,
    ) -> Self {
        Self { all: Arc::new(all), count: None, keys: Vec::new() }
    }

    pub(super) fn counted(self, count: Count) -> Self {
        Self { count: Some(count), ..self }
    }

    /// As well by a column. Of several that a query names, the first is taken.
    pub(super) fn by(
        self,
        column: &'static str,
        read: impl for<'a> Fn(&'a Live, &str) -> Rows<'a, T> + Send + Sync + 'static,
    ) -> Self {
        self.by_rare(column, |_| true, read)
    }

    /// As well by a column, for values that few rows have.
    pub(super) fn by_rare(
        mut self,
        column: &'static str,
        is_rare: fn(&str) -> bool,
        read: impl for<'a> Fn(&'a Live, &str) -> Rows<'a, T> + Send + Sync + 'static,
    ) -> Self {
        self.keys.push(Key { column, is_rare, read: Arc::new(read) });
        self
    }

    /// The rows that have one of the values, or all.
    pub(super) fn rows<'a>(&'a self, live: &'a Live, keyed: Option<&'a Keyed>) -> Rows<'a, T>
    where
        T: 'a,
    {
        let key = keyed.and_then(|keyed| Some((self.keys.get(keyed.key)?, &keyed.values)));
        match key {
            Some((key, values)) => {
                Box::new(values.iter().flat_map(move |value| (key.read)(live, value)))
            }
            None => (self.all)(live),
        }
    }

    /// How many rows there are in all, where that can be told without reading them.
    pub(super) fn count(&self, live: &Live) -> Option<Result<usize, StoreError>> {
        self.count.map(|count| count(live))
    }
}

/// A live table at one snapshot.
pub(super) struct Table<T> {
    name: &'static str,
    live: Live,
    reading: Reading<T>,
    /// The same rows with fewer columns, which are quicker to read.
    narrower: Option<Arc<dyn TableProvider>>,
}

impl<T> Table<T> {
    pub(super) fn new(name: &'static str, live: Live, reading: Reading<T>) -> Self {
        Self { name, live, reading, narrower: None }
    }

    /// The same, read from a table of the same rows where that has all columns that a query asks for.
    pub(super) fn or_narrower(self, narrower: Arc<dyn TableProvider>) -> Self {
        Self { narrower: Some(narrower), ..self }
    }
}

impl<T: TableRow> Table<T> {
    /// The narrower table, and which of its columns these are, where it has them all.
    fn narrowed(
        &self,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
    ) -> Option<(&dyn TableProvider, Vec<usize>)> {
        let (narrower, schema) = (self.narrower.as_deref()?, T::schema());
        let narrow = narrower.schema();
        let filtered = filters.iter().flat_map(Expr::column_refs);
        if filtered.into_iter().any(|column| narrow.index_of(&column.name).is_err()) {
            return None;
        }
        let place = |column: &usize| narrow.index_of(schema.field(*column).name()).ok();
        Some((narrower, projection?.iter().map(place).collect::<Option<_>>()?))
    }

    /// The rows for which all filters can be true; `None` where any may be.
    fn keyed(
        &self,
        state: &dyn Session,
        filters: &[Expr],
    ) -> Result<Option<Keyed>, DataFusionError> {
        let Some(filter) = conjunction(filters.to_vec()) else { return Ok(None) };
        let filter = state.create_physical_expr(filter, &DFSchema::try_from(T::schema())?)?;
        let must_be = LiteralGuarantee::analyze(&filter);
        let keys = self.reading.keys.iter().enumerate();
        Ok(keys
            .filter_map(|(place, key)| Some(Keyed { key: place, values: key.values(&must_be)? }))
            .next())
    }
}

impl<T> Key<T> {
    /// The values that the column must have; `None` where it may have any, or one that many have.
    fn values(&self, must_be: &[LiteralGuarantee]) -> Option<BTreeSet<String>> {
        let of_column = |it: &&LiteralGuarantee| {
            it.column.name() == self.column && it.guarantee == Guarantee::In
        };
        let literals = &must_be.iter().find(of_column)?.literals;
        let text = |value: &ScalarValue| value.try_as_str().flatten().map(str::to_owned);
        // Names are kept without blanks around them, so with such blanks nothing is called; two ways
        // of writing one name would show its rows twice.
        let is_name = |name: &String| name.trim() == name;
        let values: BTreeSet<_> = literals.iter().filter_map(text).filter(is_name).collect();
        values.iter().all(|value| (self.is_rare)(value)).then_some(values)
    }
}

impl<T> fmt::Debug for Table<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "live table {}", self.name)
    }
}

#[async_trait]
impl<T: TableRow + Send + 'static> TableProvider for Table<T> {
    fn schema(&self) -> SchemaRef {
        T::schema()
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn supports_filters_pushdown(
        &self,
        filters: &[&Expr],
    ) -> Result<Vec<TableProviderFilterPushDown>, DataFusionError> {
        // Keys are read from them; which of the rows are left is for the filter to say.
        Ok(vec![TableProviderFilterPushDown::Inexact; filters.len()])
    }

    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>, DataFusionError> {
        if let Some((narrower, projection)) = self.narrowed(projection, filters) {
            return narrower.scan(state, Some(&projection), filters, limit).await;
        }
        let keyed = self.keyed(state, filters)?;
        let scan = LiveScan::new(self.name, self.live.clone(), self.reading.clone(), keyed);
        Ok(Arc::new(scan.narrowed(projection, limit)?))
    }
}
