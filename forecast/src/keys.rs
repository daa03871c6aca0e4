//! The keys that names of series are made of: `store 3|bread` is one of store 3 and one of bread.
//!
//! Exports name a series by all that tells it from the others. What has a key in common is often
//! alike, departments in their seasons, stores in their weeks, and what learns from all series may
//! look for it.

use std::collections::BTreeMap;

/// What stands between keys; the first that parts all names alike counts.
const BETWEEN: [char; 9] = ['|', '/', '\t', ';', ',', ':', ' ', '_', '-'];

/// Series that share a key, on average, from which on it says something of their seasons: fewer,
/// such as one product in a few stores, share accidents as well, a promotion or a launch.
const LEAST_SHARED: usize = 12;

/// A number for each key of each name, as many for every name, by the keys' alphabetical order.
/// A key that is nearly a name of its own, or that all share, is left out.
pub(crate) fn codes(names: &[&str]) -> Vec<Vec<u32>> {
    let parted = BETWEEN.iter().find_map(|mark| parted(names, *mark)).unwrap_or_default();
    let columns: Vec<Vec<u32>> = (0..parted.first().map_or(0, Vec::len))
        .filter_map(|place| numbered(parted.iter().map(|keys| keys[place])))
        .collect();
    (0..names.len()).map(|name| columns.iter().map(|column| column[name]).collect()).collect()
}

/// The keys of every name, if the mark parts all of them into equally many.
fn parted<'a>(names: &[&'a str], mark: char) -> Option<Vec<Vec<&'a str>>> {
    let keys: Vec<Vec<&str>> = names.iter().map(|name| name.split(mark).collect()).collect();
    let count = keys.first()?.len();
    (count > 1 && keys.iter().all(|keys| keys.len() == count)).then_some(keys)
}

/// A number for each key of a column; nothing where it says too little.
fn numbered<'a>(keys: impl ExactSizeIterator<Item = &'a str> + Clone) -> Option<Vec<u32>> {
    let mut numbers: BTreeMap<&str, u32> = keys.clone().map(|key| (key, 0)).collect();
    let telling = numbers.len() > 1 && numbers.len() * LEAST_SHARED <= keys.len();
    for (place, number) in (0..).zip(numbers.values_mut()) {
        *number = place;
    }
    telling.then(|| keys.map(|key| numbers[key]).collect())
}

#[cfg(test)]
mod tests;
