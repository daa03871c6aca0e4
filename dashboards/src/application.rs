//! An open store with everything that serves it.

use std::{
    path::Path,
    sync::{Arc, PoisonError, RwLock},
};

use marea_ingest::{
    store::{AskedSettings, Ingest, Store, StoreOptions},
    time::{Clock, SystemClock},
};
use marea_query::{QueryOptions, QueryService};
use serde::Serialize;

use crate::{
    attention::Lists,
    keys::Access,
    outlook::{Fits, Outlook},
    reactions::{Configuration, Reactions},
    spool::{Spool, SpoolBounds},
};

/// Work that fills the store, as pages show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Loading {
    pub what: &'static str,
    pub done: u64,
    pub total: u64,
}

/// An open store, its query service and its forecasts. Cheap to clone.
#[derive(Clone)]
pub struct Application {
    pub(crate) ingest: Ingest,
    pub(crate) query: QueryService,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) outlook: Arc<RwLock<Outlook>>,
    /// What was fitted so far, held by whoever makes forecasts.
    pub(crate) forecasting: Arc<tokio::sync::Mutex<Arc<Fits>>>,
    pub(crate) loading: Arc<RwLock<Option<Loading>>>,
    pub(crate) reactions: Option<Arc<Reactions>>,
    pub(crate) attention: Arc<Lists>,
    pub(crate) access: Arc<Access>,
    pub(crate) spool: Arc<Spool>,
    /// Where the store is.
    pub(crate) folder: Arc<Path>,
}

impl Application {
    /// Opens the store in a folder, or makes one, and starts its writer.
    ///
    /// # Errors
    /// What the store or the service says, each with what to do about it.
    pub fn open(
        folder: &Path,
        asked: &AskedSettings,
        options: StoreOptions,
    ) -> anyhow::Result<Self> {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let store = Store::open(folder, asked, options, Arc::clone(&clock))?;
        let ingest = store.start()?;
        let views = Some(folder.join("views"));
        let options = QueryOptions { views, ..QueryOptions::default() };
        let query = QueryService::new(ingest.clone(), options, Arc::clone(&clock))?;
        query.forecast_with(Arc::new(crate::forecaster::Engine));
        let access = Access::unguarded(Arc::clone(&clock));
        let started = clock.now().0;
        let spool = Spool::open(&folder.join("spool"), SpoolBounds::default(), started)?;
        let application = Self {
            ingest,
            query,
            clock,
            outlook: Arc::default(),
            forecasting: Arc::default(),
            loading: Arc::default(),
            reactions: None,
            attention: Arc::default(),
            access,
            spool: Arc::new(spool),
            folder: folder.into(),
        };
        application.publish(&Outlook::default())?;
        Ok(application)
    }

    /// Starts telling others what happens. The store has to be opened with the topics they want.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub(crate) fn react(&mut self, configuration: Configuration) -> anyhow::Result<()> {
        let (ingest, clock) = (self.ingest.clone(), Arc::clone(&self.clock));
        self.reactions = Some(Arc::new(Reactions::start(configuration, ingest, clock)?));
        Ok(())
    }

    /// Lets in only who may.
    pub(crate) fn guard(&mut self, access: Arc<Access>) {
        self.access = access;
    }

    /// What is being loaded, if anything.
    pub(crate) fn loading(&self) -> Option<Loading> {
        self.loading.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Says what is being loaded.
    pub(crate) fn set_loading(&self, loading: Option<Loading>) {
        *self.loading.write().unwrap_or_else(PoisonError::into_inner) = loading;
    }

    /// The forecasts as they are now.
    pub(crate) fn outlook(&self) -> Outlook {
        self.outlook.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Stops the writer after what it was given so far. Blocks the thread.
    pub fn close(&self) {
        if let Some(reactions) = &self.reactions {
            reactions.stop();
        }
        self.query.close();
        self.ingest.close();
        self.access.close();
    }
}
