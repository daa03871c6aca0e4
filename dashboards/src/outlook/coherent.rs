//! Parts that add up to their wholes, as forecasts made one by one do not.
//!
//! Units of SKUs in warehouses add up to SKUs, categories, warehouses and the shop by minimum trace
//! with the variance of each forecast's error (`marea_forecast::coherence`). Channels and
//! countries, which no SKU's series is cut by, are then made to agree with that whole, and revenue
//! and returns, which are forecast by parts of the whole only, with theirs ([`partition`]).
//!
//! Intervals move with their value and keep their width: they were measured on the forecast as it
//! was, and what other forecasts add makes it no worse. What has too little history takes part at
//! its recent pace, so that the whole does not lack it, and is not published.

mod partition;

use std::collections::BTreeMap;

use marea_forecast::coherence::{Bounds, Hierarchy, Level as Grouping, Reconciler, Weights};

use self::partition::{Part, agree};
use super::{
    Point,
    gathered::Gathered,
    series::{Level, Measure, SeriesName},
};

/// From the half width of an 80 % interval to the deviation of an error, as if it were normal.
const DEVIATIONS_80: f64 = 1.281_551_565_5;
/// An interval that its back-test found to be narrower than this share of the value is taken to be
/// this wide: nothing is so sure that all others have to give way.
const SUREST: f64 = 0.02;
/// The least deviation of a day's forecast in units.
const LEAST_DEVIATION: f64 = 1e-2;
/// The least variance of a day as a share of the largest: what is less is beyond what can be solved.
const LEAST_SHARE: f64 = 1e-10;

/// Makes parts and wholes agree.
pub(super) fn reconcile(gathered: &mut Gathered) -> anyhow::Result<()> {
    units_of_skus(gathered)?;
    for measure in Measure::ALL {
        let whole_is_known = measure == Measure::Units && !stocked(gathered).is_empty();
        let levels: &[Level] = if whole_is_known {
            &[Level::Channel, Level::Country]
        } else {
            &[Level::Category, Level::Channel, Level::Country, Level::Warehouse]
        };
        parts_of_the_shop(gathered, measure, levels, whole_is_known);
    }
    Ok(())
}

/// The SKUs in warehouses that are forecast, or sell at a pace.
fn stocked(gathered: &Gathered) -> Vec<SeriesName> {
    let all = gathered.series.keys().chain(gathered.paces.keys());
    let named = all.filter_map(|name| SeriesName::read(name));
    let mut stocked: Vec<SeriesName> =
        named.filter(|name| name.level == Level::SkuWarehouse).collect();
    stocked.sort_unstable();
    stocked.dedup();
    stocked
}

fn units_of_skus(gathered: &mut Gathered) -> anyhow::Result<()> {
    let stocked = stocked(gathered);
    if stocked.is_empty() || !gathered.series.contains_key(&shop(Measure::Units)) {
        return Ok(());
    }
    let names: Vec<String> = stocked.iter().map(ToString::to_string).collect();
    let category = |name: &SeriesName| {
        let category = name.sku().and_then(|sku| gathered.goods.categories.get(sku));
        SeriesName::of(Level::Category, Measure::Units, category.map_or("", String::as_str))
    };
    let warehouse = |name: &SeriesName| {
        let key = name.warehouse().unwrap_or_default();
        SeriesName::of(Level::Warehouse, Measure::Units, key)
    };
    let sku = |name: &SeriesName| {
        SeriesName::of(Level::Sku, Measure::Units, name.sku().unwrap_or_default())
    };
    let groups = [labels(&stocked, category), labels(&stocked, warehouse), labels(&stocked, sku)];
    let texts: Vec<Vec<&str>> =
        groups.iter().map(|labels| labels.iter().map(String::as_str).collect()).collect();
    let levels: Vec<Grouping> = texts.iter().map(|labels| Grouping { name: "", labels }).collect();
    let bottom: Vec<&str> = names.iter().map(String::as_str).collect();
    let hierarchy = Hierarchy::grouped(&bottom, &levels)?;
    let nodes = nodes(&groups, &names);
    let parts = parts_of(&hierarchy, &nodes, gathered);
    let mut moved = vec![Vec::new(); nodes.len()];
    // Days differ in how sure they are: a shop that is closed on Sundays is sure of them.
    for step in 0..parts.first().map_or(0, |whole| whole.values.len()) {
        let values = coherent_day(&hierarchy, &parts, step)?;
        moved.iter_mut().zip(values).for_each(|(all, value)| all.push(value));
    }
    for (name, values) in nodes.iter().zip(&moved) {
        move_to(gathered, name, values);
    }
    Ok(())
}

/// The values of all nodes on a day.
fn coherent_day(hierarchy: &Hierarchy, parts: &[Part], step: usize) -> anyhow::Result<Vec<f64>> {
    let most = parts.iter().map(|part| part.variances[step]).fold(0.0, f64::max);
    let least = (most * LEAST_SHARE).max(LEAST_DEVIATION.powi(2));
    let variances = parts.iter().map(|part| part.variances[step].max(least)).collect();
    let base: Vec<Vec<f64>> = parts.iter().map(|part| vec![part.values[step]]).collect();
    let reconciler = Reconciler::new(hierarchy, &Weights::Variance(variances))?;
    let values = reconciler.reconcile(&base, Bounds::NonNegative)?;
    Ok(values.into_iter().flatten().collect())
}

fn shop(measure: Measure) -> String {
    SeriesName::shop(measure).to_string()
}

fn labels(stocked: &[SeriesName], of: impl Fn(&SeriesName) -> SeriesName) -> Vec<String> {
    stocked.iter().map(|name| of(name).to_string()).collect()
}

/// The series of each node, in the hierarchy's order: the shop, each group by name, the SKUs in
/// warehouses.
fn nodes(groups: &[Vec<String>], bottom: &[String]) -> Vec<String> {
    let mut nodes = vec![shop(Measure::Units)];
    for labels in groups {
        let mut labels = labels.clone();
        labels.sort_unstable();
        labels.dedup();
        nodes.extend(labels);
    }
    nodes.extend_from_slice(bottom);
    nodes
}

/// What each node's own forecast says, and how sure it is of it.
fn parts_of(hierarchy: &Hierarchy, nodes: &[String], gathered: &Gathered) -> Vec<Part> {
    let steps = gathered.series.get(&shop(Measure::Units)).map_or(0, |it| it.forecast.len());
    let (aggregates, bottom) = nodes.split_at(hierarchy.aggregates());
    let lowest: Vec<Part> = bottom.iter().map(|name| part(gathered, name, steps)).collect();
    let mut parts: Vec<Part> = Vec::with_capacity(nodes.len());
    for (place, name) in aggregates.iter().enumerate() {
        let members = hierarchy.members(place).iter().map(|at| &lowest[*at as usize]);
        let own = gathered.series.contains_key(name).then(|| part(gathered, name, steps));
        // A whole without a forecast of its own is what its parts say.
        parts.push(own.unwrap_or_else(|| Part::sum(members, steps)));
    }
    parts.extend(lowest);
    parts
}

/// A series as a part: what it says, or its pace.
fn part(gathered: &Gathered, name: &str, steps: usize) -> Part {
    let points = gathered.series.get(name).map(|it| it.forecast.as_slice()).unwrap_or_default();
    if points.len() == steps && steps > 0 {
        return Part {
            values: points.iter().map(|point| point.value).collect(),
            variances: points.iter().map(variance).collect(),
        };
    }
    let pace = gathered.paces.get(name).copied();
    let pace = pace.or_else(|| gathered.actuals.pace(name)).unwrap_or(0.0).max(0.0);
    let paces = (0..steps).map(|step| if gathered.closed.on(step) { 0.0 } else { pace });
    let values: Vec<f64> = paces.collect();
    let variances = values.iter().map(|pace| (pace + LEAST_DEVIATION).powi(2)).collect();
    Part { values, variances }
}

/// The variance that the back-test's interval of a day implies.
fn variance(point: &Point) -> f64 {
    let deviation = (point.upper_80 - point.lower_80) / 2.0 / DEVIATIONS_80;
    deviation.max(point.value.abs() * SUREST).max(LEAST_DEVIATION).powi(2)
}

/// Makes the parts of the shop by each level agree with it, and with each other through it.
fn parts_of_the_shop(
    gathered: &mut Gathered,
    measure: Measure,
    levels: &[Level],
    whole_is_known: bool,
) {
    let Some(steps) = gathered.series.get(&shop(measure)).map(|it| it.forecast.len()) else {
        return;
    };
    let mut whole = part(gathered, &shop(measure), steps);
    if whole_is_known {
        whole.variances.fill(0.0);
    }
    let named: Vec<Vec<String>> =
        levels.iter().map(|level| known(gathered, *level, measure)).collect();
    let mut partitions: Vec<Vec<Part>> = named
        .iter()
        .map(|names| names.iter().map(|name| part(gathered, name, steps)).collect())
        .collect();
    agree(&mut whole, &mut partitions);
    move_to(gathered, &shop(measure), &whole.values);
    for (name, part) in named.iter().flatten().zip(partitions.iter().flatten()) {
        move_to(gathered, name, &part.values);
    }
}

/// The series of a level and measure, with those that have too little history.
fn known(gathered: &Gathered, level: Level, measure: Measure) -> Vec<String> {
    let all = gathered.series.keys().chain(gathered.refused.keys());
    let named = all.filter_map(|text| Some((SeriesName::read(text)?, text)));
    let wanted = named.filter(|(name, _)| name.level == level && name.measure == measure);
    let names: BTreeMap<&String, ()> = wanted.map(|(_, text)| (text, ())).collect();
    names.into_keys().cloned().collect()
}

/// Moves a forecast to new values, its intervals with it; what was not negative stays so, and bounds
/// that were whole units stay whole: one that were moved from 0 to a tenth of a unit would miss every
/// day without demand.
fn move_to(gathered: &mut Gathered, name: &str, values: &[f64]) {
    let Some(series) = gathered.series.get_mut(name) else { return };
    let whole = series.forecast.iter().flat_map(bounds).all(|bound| bound.fract() == 0.0);
    for (point, value) in series.forecast.iter_mut().zip(values) {
        let by = value - point.value;
        let floor = if point.lower_95 >= 0.0 { 0.0 } else { f64::NEG_INFINITY };
        let moved = |bound: f64| (bound + by).max(floor);
        let lower = |bound: f64| if whole { below(moved(bound), *value) } else { moved(bound) };
        let upper = |bound: f64| if whole { -below(-moved(bound), -value) } else { moved(bound) };
        (point.lower_80, point.lower_95) = (lower(point.lower_80), lower(point.lower_95));
        (point.upper_80, point.upper_95) = (upper(point.upper_80), upper(point.upper_95));
        point.value = *value;
    }
}

fn bounds(point: &Point) -> [f64; 4] {
    [point.lower_80, point.upper_80, point.lower_95, point.upper_95]
}

/// The whole number next to a bound that is not above a value.
fn below(bound: f64, value: f64) -> f64 {
    let next = bound.round();
    if next <= value { next } else { value.floor() }
}

#[cfg(test)]
mod tests;
