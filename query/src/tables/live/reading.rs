//! A live table: how its rows are read, all of them or by their key.

use std::{collections::BTreeSet, fmt, sync::Arc};

use arrow::datatypes::SchemaRef;
use async_trait::async_trait;
use datafusion::{
    catalog::{Session, TableProvider},
    common::DFSchema,
    error::DataFusionError,
    logical_expr::{Expr, TableProviderFilterPushDown, TableType, utils::conjunction},
    physical_expr::utils::{Guarantee, LiteralGuarantee},
    physical_plan::ExecutionPlan,
};
use marea_ingest::columns::TableRow;

use super::{Live, Rows, scan::LiveScan};

type ReadAll<T> = Arc<dyn for<'a> Fn(&'a Live) -> Rows<'a, T> + Send + Sync>;
type ReadKey<T> = Arc<dyn for<'a> Fn(&'a Live, &str) -> Rows<'a, T> + Send + Sync>;

/// How the rows of a table are read.
pub(super) struct Reading<T> {
    all: ReadAll<T>,
    /// The column that rows are kept by, and how those of one value of it are read.
    key: Option<(&'static str, ReadKey<T>)>,
}

impl<T> Clone for Reading<T> {
    fn clone(&self) -> Self {
        Self { all: Arc::clone(&self.all), key: self.key.clone() }
    }
}

impl<T> Reading<T> {
    pub(super) fn of(
        all: impl for<'a> Fn(&'a Live) -> Rows<'a, T> + Send + Sync + 'static,
    ) -> Self {
        Self { all: Arc::new(all), key: None }
    }

    pub(super) fn by(
        self,
        column: &'static str,
        read: impl for<'a> Fn(&'a Live, &str) -> Rows<'a, T> + Send + Sync + 'static,
    ) -> Self {
        Self { key: Some((column, Arc::new(read))), ..self }
    }

    /// The rows of these keys, or all, in the order of the keys.
    pub(super) fn rows<'a>(
        &'a self,
        live: &'a Live,
        keys: Option<&'a BTreeSet<String>>,
    ) -> Rows<'a, T>
    where
        T: 'a,
    {
        match (&self.key, keys) {
            (Some((_, read)), Some(keys)) => {
                Box::new(keys.iter().flat_map(move |key| read(live, key)))
            }
            _ => (self.all)(live),
        }
    }
}

/// A live table at one snapshot.
pub(super) struct Table<T> {
    name: &'static str,
    live: Live,
    reading: Reading<T>,
}

impl<T> Table<T> {
    pub(super) fn new(name: &'static str, live: Live, reading: Reading<T>) -> Self {
        Self { name, live, reading }
    }
}

impl<T: TableRow> Table<T> {
    /// The keys that rows must have for which all filters are true; `None` where any may be.
    fn keys(
        &self,
        state: &dyn Session,
        filters: &[Expr],
    ) -> Result<Option<BTreeSet<String>>, DataFusionError> {
        let Some((column, _)) = &self.reading.key else { return Ok(None) };
        let Some(filter) = conjunction(filters.to_vec()) else { return Ok(None) };
        let filter = state.create_physical_expr(filter, &DFSchema::try_from(T::schema())?)?;
        let must_be = LiteralGuarantee::analyze(&filter)
            .into_iter()
            .find(|it| it.column.name() == *column && it.guarantee == Guarantee::In);
        let text = |value: &datafusion::common::ScalarValue| {
            value.try_as_str().flatten().map(str::to_owned)
        };
        // Names are kept without blanks around them, so with such blanks nothing is called; two ways
        // of writing one name would show its rows twice.
        let is_name = |name: &String| name.trim() == name;
        Ok(must_be.map(|it| it.literals.iter().filter_map(text).filter(is_name).collect()))
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
        let keys = self.keys(state, filters)?;
        let scan = LiveScan::new(self.name, self.live.clone(), self.reading.clone(), keys);
        Ok(Arc::new(scan.narrowed(projection, limit)?))
    }
}
