//! How often series are observed, seen from their times.

use std::collections::HashMap;

use marea_forecast::Frequency;

const SECOND: i64 = 1_000_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The frequency that most neighbours in time are apart by; `None` without two times of a series,
/// or where none of the frequencies there are fits.
pub(super) fn seen(names: &[String], times: &[i64]) -> Option<Frequency> {
    let mut by_series: HashMap<&str, Vec<i64>> = HashMap::new();
    for (name, time) in names.iter().zip(times) {
        by_series.entry(name).or_default().push(*time);
    }
    let mut counts: HashMap<i64, usize> = HashMap::new();
    for times in by_series.values_mut() {
        times.sort_unstable();
        times.dedup();
        for pair in times.windows(2) {
            *counts.entry(pair[1] - pair[0]).or_default() += 1;
        }
    }
    // Of gaps that are equally common the shortest, since longer ones may be made up of it.
    let (gap, _) = counts.into_iter().max_by_key(|(gap, count)| (*count, -gap))?;
    frequency(gap)
}

fn frequency(gap: i64) -> Option<Frequency> {
    Some(match gap {
        HOUR => Frequency::Hours,
        DAY => Frequency::Days,
        gap if gap < HOUR && gap % MINUTE == 0 && HOUR % gap == 0 => {
            Frequency::Minutes(u16::try_from(gap / MINUTE).ok()?)
        }
        gap if gap == 7 * DAY => Frequency::Weeks,
        gap if (28 * DAY..=31 * DAY).contains(&gap) => Frequency::Months,
        gap if (90 * DAY..=92 * DAY).contains(&gap) => Frequency::Quarters,
        gap if (365 * DAY..=366 * DAY).contains(&gap) => Frequency::Years,
        _ => return None,
    })
}
