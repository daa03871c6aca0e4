//! What planners assumed and decided, read back out of the log of events.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};
use marea_ingest::event::{Body, ForecastOverrideSet, ForecastScenarioSet, decode_record};

use super::series::{Level, Measure, SeriesName};
use crate::{
    Application,
    table::{self, text},
};

/// So many scenarios are forecast, those that were set first; each is as many rows as the base.
const MOST_SCENARIOS: usize = 8;

const EVENTS: &str = "\
    SELECT payload FROM events \
    WHERE event_type IN ('forecast_scenario_set', 'forecast_override_set') ORDER BY lsn";

/// A planner's word on a series, with who said it, when and why.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Override {
    pub(super) body: ForecastOverrideSet,
    pub(super) who: String,
    pub(super) why: Option<String>,
    pub(super) set_at: DateTime<FixedOffset>,
    /// Whether nothing was said about the same days of the same series since.
    pub(super) stands: bool,
}

/// All that planners said.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Planners {
    /// By name, as they stand.
    pub(super) scenarios: Vec<ForecastScenarioSet>,
    /// In the order in which they were set.
    pub(super) overrides: Vec<Override>,
}

impl Planners {
    /// Asks the store.
    pub(super) async fn read(application: &Application) -> anyhow::Result<Self> {
        let rows = table::patient_rows(&application.query, EVENTS.into()).await?;
        Self::of(rows.iter().map(|row| text(row, "payload")))
    }

    fn of<'a>(payloads: impl Iterator<Item = &'a str>) -> anyhow::Result<Self> {
        let mut scenarios: BTreeMap<String, ForecastScenarioSet> = BTreeMap::new();
        let mut overrides: Vec<Override> = Vec::new();
        for payload in payloads {
            let event = decode_record(0, payload)
                .map_err(|error| anyhow::anyhow!("an event of the log: {}", error.message))?;
            let envelope = event.envelope;
            match event.body {
                Body::ForecastScenarioSet(body) if body.removed => {
                    scenarios.remove(&body.scenario);
                }
                Body::ForecastScenarioSet(body) => {
                    scenarios.insert(body.scenario.clone(), body);
                }
                Body::ForecastOverrideSet(body) => {
                    for before in overrides.iter_mut().filter(|it| is_same(&it.body, &body)) {
                        before.stands = false;
                    }
                    let who = envelope.actor.unwrap_or_else(|| envelope.source.to_string());
                    overrides.push(Override {
                        stands: body.units_a_day.is_some(),
                        body,
                        who,
                        why: envelope.reason,
                        set_at: envelope.occurred_at,
                    });
                }
                _ => (),
            }
        }
        let scenarios = scenarios.into_values().take(MOST_SCENARIOS).collect();
        Ok(Self { scenarios, overrides })
    }
}

fn is_same(one: &ForecastOverrideSet, other: &ForecastOverrideSet) -> bool {
    let days = |it: &ForecastOverrideSet| (it.from, it.to);
    series_of(one) == series_of(other) && days(one) == days(other)
}

/// The series that an override is of.
pub(super) fn series_of(body: &ForecastOverrideSet) -> SeriesName {
    let of = |level, key: &str| SeriesName::of(level, Measure::Units, key);
    if let Some(sku) = &body.sku {
        return match &body.warehouse {
            Some(warehouse) => SeriesName::stocked(sku.as_str(), warehouse.as_str()),
            None => of(Level::Sku, sku.as_str()),
        };
    }
    let named = [
        (Level::Category, body.category.as_deref()),
        (Level::Channel, body.channel.as_ref().map(|it| it.as_str())),
        (Level::Country, body.country.as_ref().map(|it| it.as_str())),
        (Level::Warehouse, body.warehouse.as_ref().map(|it| it.as_str())),
    ];
    let named = named.into_iter().find_map(|(level, key)| Some(of(level, key?)));
    named.unwrap_or_else(|| SeriesName::shop(Measure::Units))
}

#[cfg(test)]
mod tests;
