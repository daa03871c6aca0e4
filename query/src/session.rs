//! The session of one query: the tables of one snapshot, each made when the query names it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, OnceLock},
};

use async_trait::async_trait;
use chrono_tz::Tz;
use datafusion::{
    catalog::{
        CatalogProvider, CatalogProviderList, MemoryCatalogProvider, MemoryCatalogProviderList,
        SchemaProvider, TableProvider, view::ViewTable,
    },
    common::plan_datafusion_err,
    error::DataFusionError,
    execution::{SessionState, SessionStateBuilder, runtime_env::RuntimeEnv},
};
use marea_ingest::{facts::FactTable, store::Snapshot};

use crate::{
    functions::{self, StockSource},
    gate, postgres,
    service::Inner,
    statistics::{Meter, Origin, Usage},
    tables::{FactTableProvider, Noted, live_tables},
    views::{self, Reading},
    zone,
};

/// All tables at one snapshot. Cheap to clone.
#[derive(Clone)]
pub(crate) struct SessionTables {
    inner: Arc<Inner>,
    snapshot: Arc<Snapshot>,
    usage: Arc<Usage>,
    time_zone: Tz,
    runtime: Arc<RuntimeEnv>,
    live: Arc<OnceLock<BTreeMap<&'static str, Arc<dyn TableProvider>>>>,
    /// The only names that can be seen; all if `None`.
    visible: Option<Arc<BTreeSet<String>>>,
}

impl std::fmt::Debug for SessionTables {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "SessionTables at LSN {}", self.snapshot.lsn)
    }
}

impl SessionTables {
    pub(crate) fn new(
        inner: &Arc<Inner>,
        snapshot: &Arc<Snapshot>,
        time_zone: Tz,
        meter: &Meter,
    ) -> Self {
        let shared = inner.base.runtime_env();
        let memory_pool = Arc::clone(&meter.memory) as _;
        let runtime = Arc::new(RuntimeEnv { memory_pool, ..shared.as_ref().clone() });
        Self {
            inner: Arc::clone(inner),
            snapshot: Arc::clone(snapshot),
            usage: Arc::clone(&meter.usage),
            time_zone,
            runtime,
            live: Arc::default(),
            visible: None,
        }
    }

    /// These tables, but for those that are not named.
    pub(crate) fn only(self, visible: Option<Arc<BTreeSet<String>>>) -> Self {
        Self { visible, ..self }
    }

    /// These tables, with days cut in another zone.
    pub(crate) fn in_zone(self, time_zone: Tz) -> Self {
        Self { time_zone, ..self }
    }

    pub(crate) fn is_visible(&self, name: &str) -> bool {
        self.visible.as_ref().is_none_or(|visible| visible.contains(name))
    }

    /// A session over these tables.
    pub(crate) fn state(&self) -> Result<SessionState, DataFusionError> {
        let catalog = MemoryCatalogProvider::new();
        catalog.register_schema("public", Arc::new(self.clone()))?;
        let catalogs = MemoryCatalogProviderList::new();
        catalogs.register_catalog("marea".into(), Arc::new(catalog));
        let config = self.inner.base.config().clone();
        let mut config = config.with_create_default_catalog_and_schema(false);
        config.options_mut().execution.time_zone = Some(self.time_zone.name().to_owned());
        let mut state = SessionStateBuilder::new_from_existing(self.inner.base.clone())
            .with_config(config)
            .with_runtime_env(Arc::clone(&self.runtime))
            .with_catalog_list(Arc::new(catalogs))
            .build();
        // One `now()` for the whole query, known already when table functions are planned.
        state.mark_start_execution();
        zone::register(&mut state, self.time_zone)?;
        postgres::register(&mut state, self.time_zone)?;
        functions::register(&mut state, &self.stock_source(), &|name| self.is_visible(name));
        views::register(&mut state, self);
        if let Some(forecaster) = self.inner.forecaster.get()
            && self.is_visible(functions::forecast::NAME)
        {
            functions::forecast::register(&mut state, self, forecaster);
        }
        Ok(state)
    }

    fn stock_source(&self) -> StockSource {
        let shop = self.inner.ingest.shop();
        StockSource {
            tables: self.clone(),
            time_zone: shop.time_zone,
            currency: shop.currency,
            threads: self.inner.options.threads,
        }
    }

    pub(crate) fn facts(&self, table: FactTable) -> FactTableProvider {
        FactTableProvider::new(table, &self.snapshot, &self.inner.files, &self.usage)
    }

    fn live(&self) -> &BTreeMap<&'static str, Arc<dyn TableProvider>> {
        self.live.get_or_init(|| live_tables(&self.snapshot).into_iter().collect())
    }

    fn noted(&self, table: Arc<dyn TableProvider>, origin: Origin) -> Arc<dyn TableProvider> {
        Arc::new(Noted::new(table, origin, &self.usage))
    }

    /// A query over these tables as a table of its own. Its instants are cut in the zone of these
    /// tables here and now: the zone of a query that reads the table does not reach into it.
    pub(crate) async fn query_table(
        &self,
        sql: &str,
    ) -> Result<Arc<dyn TableProvider>, DataFusionError> {
        // What a view is made of may be more than who asks for it may see.
        let state = self.clone().only(None).state()?;
        let plan = gate::plan(&state, sql).await;
        let plan = plan.map_err(|error| plan_datafusion_err!("{error}"))?;
        let plan = state.analyzer().execute_and_check(plan, state.config_options(), |_, _| {})?;
        Ok(Arc::new(ViewTable::new(plan, Some(sql.to_owned()))))
    }

    /// The zone by which the query cuts days.
    pub(crate) fn time_zone(&self) -> Tz {
        self.time_zone
    }

    /// What a view holds may not depend on who asks, so its own days are the shop's.
    async fn view(&self, name: &str) -> Result<Option<Arc<dyn TableProvider>>, DataFusionError> {
        let shop = self.inner.ingest.shop().time_zone;
        match self.inner.views.read(name, &self.snapshot, self.time_zone) {
            None => Ok(None),
            Some(Reading::Kept(table)) => Ok(Some(self.noted(table, Origin::View))),
            Some(Reading::Query(sql)) => {
                Ok(Some(self.clone().in_zone(shop).query_table(&sql).await?))
            }
        }
    }
}

#[async_trait]
impl SchemaProvider for SessionTables {
    fn table_names(&self) -> Vec<String> {
        let mut names: Vec<String> =
            FactTable::ALL.iter().map(|table| table.name().to_owned()).collect();
        names.extend(self.live().keys().map(|name| (*name).to_owned()));
        names.extend(self.inner.views.names());
        names.extend(self.inner.published().keys().cloned());
        names.retain(|name| self.is_visible(name));
        names
    }

    async fn table(&self, name: &str) -> Result<Option<Arc<dyn TableProvider>>, DataFusionError> {
        if !self.is_visible(name) {
            return Ok(None);
        }
        if let Some(table) = FactTable::ALL.into_iter().find(|table| table.name() == name) {
            return Ok(Some(Arc::new(self.facts(table))));
        }
        if let Some(view) = self.view(name).await? {
            return Ok(Some(view));
        }
        let published = self.inner.published().get(name).cloned();
        if let Some(table) = published {
            return Ok(Some(self.noted(table, Origin::Plan)));
        }
        let live = self.live().get(name).cloned();
        Ok(live.map(|table| self.noted(table, Origin::Live)))
    }

    fn table_exist(&self, name: &str) -> bool {
        self.table_names().iter().any(|known| known == name)
    }
}
