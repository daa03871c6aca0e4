//! Days ahead that need more people or more of a resource than there are.

use std::collections::BTreeMap;

use marea_forecast::staffing::{
    Intervals, Requirement, Role,
    peaks::{Capacity, Peak, Shortage, peaks},
    resources::{Occupation, ResourceNeed},
};
use marea_ingest::{
    identity::Lsn,
    table_row,
    time::{Day, Instant},
};

use super::{arrivals::Flow, warehouse::Warehouse};

table_row! {
    /// A row of `staffing_peaks`.
    #[derive(Debug)]
    PeakRow {
        /// Where; null where orders name no warehouse.
        warehouse: Option<String>,
        /// The first day of the peak.
        first_day: Day,
        /// Its last day.
        last_day: Day,
        /// Whom or what there is too little of: a role, or a resource of `planning.toml`.
        short_of: String,
        /// What its worst day needs, as a share of what there is; null where there is nothing.
        load: Option<f64>,
        /// People to call in on its worst day, or units of the resource at its worst moment.
        more: f64,
        /// Hours of people beyond those there are, over all its days; null for a resource.
        more_hours: Option<f64>,
        /// Hours of people that there are on a day: as `planning.toml` says, else those that the busiest day of the last four weeks needed.
        usual_hours: Option<f64>,
        /// By when to call people in.
        call_in_by: Option<Day>,
        /// Whether that day has passed.
        too_late: Option<bool>,
        /// The last day of history that it saw.
        origin: Day,
        /// What the history was true at.
        history_lsn: Lsn,
        /// When it was made.
        computed_at: Instant,
        /// Which run of the forecasts.
        run: String,
    }
}

/// The peaks of a warehouse: what is needed beside what the last weeks needed.
pub(super) fn rows(
    of: &Warehouse<'_>,
    needed: &[Requirement],
    usual: &(Vec<Requirement>, Intervals),
    counts: &BTreeMap<Flow, Vec<f64>>,
    intervals: Intervals,
) -> anyhow::Result<Vec<PeakRow>> {
    let capacities: Vec<Capacity> =
        needed.iter().map(|need| capacity(of, need.role, usual, intervals.days())).collect();
    let resources = resources(of, needed, counts, intervals)?;
    let found = peaks(needed, &resources, &capacities, intervals, of.run.origin)?;
    Ok(found.iter().map(|peak| row(peak, &capacities, of)).collect())
}

/// The people of a role on each day: as planners say, else as many as the last weeks needed.
fn capacity(
    of: &Warehouse<'_>,
    role: Role,
    (usual, past): &(Vec<Requirement>, Intervals),
    days: usize,
) -> Capacity {
    let (hours, people) = of.planning.usual(of.name, role).unwrap_or_else(|| {
        let own = usual.iter().find(|need| need.role == role);
        let hours = own.map(|need| need.hours_by_day(*past)).unwrap_or_default();
        let people = own.map(|need| need.peak_by_day(*past)).unwrap_or_default();
        (hours.into_iter().fold(0.0, f64::max), people.into_iter().max().unwrap_or(0))
    });
    Capacity {
        role,
        hours_by_day: vec![hours; days],
        people_by_day: vec![people; days],
        shift_hours: of.planning.shift_hours(),
        lead_days: of.planning.people_lead_days,
    }
}

fn resources(
    of: &Warehouse<'_>,
    needed: &[Requirement],
    counts: &BTreeMap<Flow, Vec<f64>>,
    intervals: Intervals,
) -> anyhow::Result<Vec<ResourceNeed>> {
    let nothing = vec![0.0; intervals.count()];
    let receipts = counts.get(&Flow::Receipts).unwrap_or(&nothing);
    let mut found = Vec::new();
    for resource in of.planning.resources(of.name) {
        let arrives = matches!(resource.occupation, Occupation::Arrival { .. });
        let arrivals = if arrives { receipts.as_slice() } else { &[] };
        found.push(ResourceNeed::new(&resource, needed, arrivals, intervals)?);
    }
    Ok(found)
}

fn row(peak: &Peak, capacities: &[Capacity], of: &Warehouse<'_>) -> PeakRow {
    let mut row = PeakRow {
        warehouse: Some(of.name).filter(|name| !name.is_empty()).map(str::to_owned),
        first_day: peak.from.into(),
        last_day: peak.to.into(),
        short_of: String::new(),
        load: Some(peak.load).filter(|load| load.is_finite()),
        more: 0.0,
        more_hours: None,
        usual_hours: None,
        call_in_by: None,
        too_late: None,
        origin: of.run.origin.into(),
        history_lsn: of.run.lsn,
        computed_at: of.run.computed_at.into(),
        run: of.run.name(),
    };
    match &peak.shortage {
        Shortage::People { role, hours, people, call_in_by, too_late } => {
            let own = capacities.iter().find(|capacity| capacity.role == *role);
            row.short_of = role.name().into();
            row.more = f64::from(*people);
            row.more_hours = Some(*hours);
            row.usual_hours = own.and_then(|capacity| capacity.hours_by_day.first().copied());
            row.call_in_by = Some((*call_in_by).into());
            row.too_late = Some(*too_late);
        }
        Shortage::Resource { name, more } => {
            row.short_of.clone_from(name);
            row.more = *more;
        }
    }
    row
}
