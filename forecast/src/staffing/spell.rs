//! From the stamps of scanners to pieces of work with their seconds.
//!
//! A scanner stamps the end of every piece of work with who did it. Two stamps of the same person in
//! the same role, one soon after the other, are a [`Spell`]: the time between them is what the second
//! one took.

use std::collections::BTreeMap;

use chrono::{NaiveDateTime, TimeDelta};

use super::role::Role;
use super::times::Driver;

/// A gap this long between two stamps is a break or another task, not work.
const MOST_GAP_MINUTES: i64 = 20;

/// The end of a piece of work, as scanned.
#[derive(Debug, Clone, PartialEq)]
pub struct Stamp {
    /// Who did it.
    pub worker: String,
    /// As what.
    pub role: Role,
    /// When it was done, local time.
    pub time: NaiveDateTime,
    /// What it held, e.g. one order of three lines and four units.
    pub counts: Vec<(Driver, f64)>,
}

/// A piece of work and how long it took.
#[derive(Debug, Clone, PartialEq)]
pub struct Spell {
    /// Who did it.
    pub worker: String,
    /// As what.
    pub role: Role,
    /// How long it took.
    pub seconds: f64,
    /// What it held.
    pub counts: Vec<(Driver, f64)>,
}

/// What was stamped at one moment: the role and what the work held.
type Piece = (Role, Vec<(Driver, f64)>);

/// The spells between stamps, in order of worker, role and time. The first stamp after a break has
/// no known beginning and makes no spell; stamps of the same moment are one piece of work.
#[must_use]
pub fn spells(stamps: &[Stamp]) -> Vec<Spell> {
    let mut pieces: BTreeMap<(&str, NaiveDateTime), Piece> = BTreeMap::new();
    let mut ordered: Vec<&Stamp> = stamps.iter().collect();
    ordered.sort_by_key(|stamp| (stamp.worker.as_str(), stamp.time, stamp.role));
    for stamp in ordered {
        let piece = pieces.entry((&stamp.worker, stamp.time));
        piece.or_insert((stamp.role, Vec::new())).1.extend(stamp.counts.iter().copied());
    }
    let pieces: Vec<_> = pieces.into_iter().collect();
    let spells = pieces.windows(2).filter_map(|pair| {
        let [((before, began), (last, _)), ((worker, ended), (role, counts))] = pair else {
            return None;
        };
        let gap = *ended - *began;
        let same = before == worker && last == role && gap <= TimeDelta::minutes(MOST_GAP_MINUTES);
        same.then(|| Spell {
            worker: (*worker).to_owned(),
            role: *role,
            seconds: gap.num_milliseconds() as f64 / 1000.0,
            counts: counts.clone(),
        })
    });
    spells.collect()
}
