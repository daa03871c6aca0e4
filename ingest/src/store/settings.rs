//! What a store is told when it is made, and what it is told each time it is opened.

use std::{collections::BTreeSet, time::Duration};

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{StoreError, core::Core};
use crate::{identity::Currency, reactions::Topic};

/// The shop that a store belongs to. Kept for ever: recorded days and amounts depend on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopSettings {
    /// What the shop is called.
    pub name: String,
    /// The zone in which its days are cut.
    pub time_zone: Tz,
    /// The currency of its books.
    pub currency: Currency,
}

/// What the one who opens a store wants it to be; what is left out is taken as it is.
#[derive(Debug, Clone, Default)]
pub struct AskedSettings {
    /// What the shop is called; may be changed later.
    pub name: Option<String>,
    /// The zone in which its days are cut; UTC for a new store where it is left out.
    pub time_zone: Option<Tz>,
    /// The currency of its books; EUR for a new store where it is left out.
    pub currency: Option<Currency>,
}

/// Bounds of the writer.
#[derive(Debug, Clone)]
pub struct StoreOptions {
    /// Hot rows are sealed when there are this many. At four times as many the writer waits for
    /// the seal, and those who post events wait with it.
    pub seal_rows: usize,
    /// Hot rows are sealed when the oldest is this old.
    pub seal_age: Duration,
    /// Requests are gathered into one commit until they have this many events. A thread that brings
    /// more to the disk at a time keeps its core for so long that those who ask wait for it.
    pub group_events: usize,
    /// So many small neighbouring files of a table are merged into one, and at most twice as many
    /// at once; 0 leaves all files as they are sealed. More of them means that less is written and
    /// that queries meet more files, and that merging takes more memory.
    pub compact_files: usize,
    /// Files that were replaced stay at least so long, for readers outside this process who opened
    /// the lake before.
    pub keep_replaced: Duration,
    /// What others want to be told; of the rest no messages are made. Empty by default.
    pub wanted: BTreeSet<Topic>,
}

impl Default for StoreOptions {
    fn default() -> Self {
        Self {
            seal_rows: 400_000,
            seal_age: Duration::from_secs(600),
            group_events: 1024,
            compact_files: 8,
            keep_replaced: Duration::from_secs(3600),
            wanted: BTreeSet::new(),
        }
    }
}

const KEY: &str = "shop";

/// The settings of the store, after they were compared with what is asked for.
pub(super) fn agree(core: &Core, asked: &AskedSettings) -> Result<ShopSettings, StoreError> {
    let Some(mut kept) = core.meta::<ShopSettings>(KEY)? else {
        let made = made_for(asked)?;
        core.set_meta(KEY, &made)?;
        return Ok(made);
    };
    if let Some(zone) = asked.time_zone.filter(|zone| *zone != kept.time_zone) {
        return Err(other("time zone", &kept.time_zone, &zone));
    }
    if let Some(currency) = asked.currency.filter(|currency| *currency != kept.currency) {
        return Err(other("currency", &kept.currency, &currency));
    }
    if let Some(name) = asked.name.clone().filter(|name| *name != kept.name) {
        kept.name = name;
        core.set_meta(KEY, &kept)?;
    }
    Ok(kept)
}

fn made_for(asked: &AskedSettings) -> Result<ShopSettings, StoreError> {
    let euro = Currency::new("EUR").map_err(|error| StoreError::damaged(error.to_string()))?;
    Ok(ShopSettings {
        name: asked.name.clone().unwrap_or_else(|| "Shop".into()),
        time_zone: asked.time_zone.unwrap_or(Tz::UTC),
        currency: asked.currency.unwrap_or(euro),
    })
}

fn other(
    field: &'static str,
    kept: &impl std::fmt::Display,
    asked: &impl std::fmt::Display,
) -> StoreError {
    StoreError::OtherShop { field, kept: kept.to_string(), asked: asked.to_string() }
}
