//! What is in bins and of lots in the plain model, which chooses by itself what leaves first.

use std::collections::BTreeMap;

use crate::{
    command::{Command, LOTS, PLACES, SpotName},
    model::{Model, kept_skus},
};

/// Units at a spot, and since when some are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) units: i64,
    since: i64,
}

/// The spots of a SKU in a warehouse, but for that of no bin and no lot.
pub(crate) type Spots = BTreeMap<SpotName, Kept>;

const PLAIN: SpotName = (None, None);

/// The first to expire comes first; all lots of the test are good for longer than it lasts.
fn expires(lot: Option<&str>) -> &'static str {
    let known = LOTS.iter().find(|(name, _)| Some(*name) == lot);
    known.and_then(|(_, day)| *day).unwrap_or("never")
}

impl Model {
    pub(crate) fn spots(&self, sku: &'static str, place: &str) -> Spots {
        self.shelves.get(&(sku, place.to_owned())).cloned().unwrap_or_default()
    }

    /// Units in a bin, of whatever lot; of goods in no bin where none is named.
    pub(crate) fn in_bin(&self, sku: &'static str, place: &str, bin: Option<&'static str>) -> i64 {
        let spots = self.spots(sku, place);
        let here: i64 = spots.iter().filter(|(spot, _)| spot.0 == bin).map(|it| it.1.units).sum();
        if bin.is_none() { here + self.plain(sku, place) } else { here }
    }

    /// Whether so many units can be taken out of a bin.
    pub(crate) fn can_shift(
        &self,
        sku: &'static str,
        place: &str,
        units: i64,
        from: Option<&'static str>,
    ) -> bool {
        let here = self.spots(sku, place).into_iter().filter(|(spot, _)| spot.0 == from);
        let plain = if from.is_none() { self.plain(sku, place).max(0) } else { 0 };
        here.map(|(_, kept)| kept.units.max(0)).sum::<i64>() + plain >= units
    }

    /// Units in no bin and of no lot.
    fn plain(&self, sku: &'static str, place: &str) -> i64 {
        let kept: i64 = self.spots(sku, place).values().map(|kept| kept.units).sum();
        self.goods(sku, place).on_hand - kept
    }

    /// Finds the bins and lots that a command changed, from what it did to what is on hand.
    pub(crate) fn shelve(&mut self, before: &Self, command: &Command) {
        if let Command::Shift { sku, place, units, from, to } = *command {
            if sku != "U" {
                self.shift((sku, place), units, from, to);
            }
            return;
        }
        for sku in kept_skus() {
            for place in PLACES {
                let came = self.goods(sku, place).on_hand - before.goods(sku, place).on_hand;
                let mut spots = self.spots(sku, place);
                match *command {
                    Command::Shelve { sku: of, place: at, spot, .. }
                        if (of, at) == (sku, place) =>
                    {
                        put(&mut spots, spot, came, self.now);
                    }
                    Command::CountBin { sku: of, place: at, bin, .. }
                        if (of, at) == (sku, place) =>
                    {
                        match came > 0 {
                            true => put(&mut spots, (Some(bin), None), came, self.now),
                            false => drop(take(&mut spots, -came, |spot| spot.0 == Some(bin))),
                        }
                    }
                    _ => drop(take(&mut spots, -came, |_| true)),
                }
                spots.retain(|_, kept| kept.units != 0);
                self.shelves.insert((sku, place.to_owned()), spots);
            }
        }
    }

    fn shift(
        &mut self,
        (sku, place): (&'static str, &'static str),
        units: i64,
        from: Option<&'static str>,
        to: Option<&'static str>,
    ) {
        let plain = self.plain(sku, place).max(0);
        let mut spots = self.spots(sku, place);
        let before = spots.clone();
        let mut parts = take(&mut spots, units, |spot| spot.0 == from);
        let mut left = units - parts.iter().map(|(_, units)| units).sum::<i64>();
        if from.is_none() {
            parts.push((PLAIN, plain.min(left)));
            left -= plain.min(left);
        }
        if left > 0 {
            put(&mut spots, (from, None), -left, self.now);
            parts.push(((from, None), left));
        }
        for (spot, units) in parts.into_iter().filter(|(_, units)| *units > 0) {
            let since = before.get(&spot).map_or(self.now, |kept| kept.since);
            put(&mut spots, (to, spot.1), units, since);
        }
        spots.retain(|_, kept| kept.units != 0);
        self.shelves.insert((sku, place.to_owned()), spots);
    }
}

fn put(spots: &mut Spots, spot: SpotName, units: i64, since: i64) {
    if spot == PLAIN {
        // It is what is left of what is on hand.
        return;
    }
    let kept = spots.entry(spot).or_insert(Kept { units: 0, since });
    kept.units += units;
    kept.since = kept.since.min(since);
}

/// Takes units where they expire first, then where they came first, as far as there are any.
fn take(
    spots: &mut Spots,
    units: i64,
    is_meant: impl Fn(&SpotName) -> bool,
) -> Vec<(SpotName, i64)> {
    let mut order: Vec<_> = spots.iter().map(|(spot, kept)| (*spot, kept.since)).collect();
    order.sort_by_key(|((_, lot), since)| (expires(*lot), *since));
    let (mut left, mut parts) = (units, Vec::new());
    for (spot, _) in order.into_iter().filter(|(spot, _)| is_meant(spot)) {
        let Some(kept) = spots.get_mut(&spot).filter(|kept| kept.units > 0) else { continue };
        let taken = kept.units.min(left).max(0);
        kept.units -= taken;
        left -= taken;
        if taken > 0 {
            parts.push((spot, taken));
        }
    }
    parts
}
