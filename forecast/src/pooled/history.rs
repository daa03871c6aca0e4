//! One series in a form that tells what was known before any of its places in a few steps.

/// Running sums of a series. Every question names the place before which things are known; the
/// answer never depends on a value at that place or after it.
#[derive(Debug)]
pub(super) struct History<'a> {
    pub(super) values: &'a [f64],
    /// The sums of what stands before each place, one more than there are values.
    before: Vec<Sums>,
    /// Periods between the last demand and each place; the place itself where there was none.
    since: Vec<u32>,
}

/// What adds up over known values.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Sums {
    pub(super) known: f64,
    pub(super) value: f64,
    pub(super) square: f64,
    pub(super) zeros: f64,
    /// The magnitudes of differences at the lag the history was made with, and how many.
    pub(super) change: f64,
    pub(super) changes: f64,
}

impl<'a> History<'a> {
    /// Sums up `values`, oldest first, NaN where unknown; `lag` is that of the differences.
    pub(super) fn new(values: &'a [f64], lag: usize) -> Self {
        let mut before = Vec::with_capacity(values.len() + 1);
        let mut since = Vec::with_capacity(values.len() + 1);
        let mut sums = Sums::default();
        let mut gap = 0;
        before.push(sums);
        since.push(gap);
        for (place, value) in values.iter().enumerate() {
            let past = place.checked_sub(lag).map_or(f64::NAN, |past| values[past]);
            sums.add(*value, past);
            gap = if *value > 0.0 { 0 } else { gap + 1 };
            before.push(sums);
            since.push(gap);
        }
        Self { values, before, since }
    }

    /// The value `back` periods before `origin`, the last known one being one period before; NaN
    /// before the first or where it is unknown.
    pub(super) fn back(&self, origin: usize, back: usize) -> f64 {
        origin.checked_sub(back.max(1)).map_or(f64::NAN, |place| self.values[place])
    }

    /// The sums over `length` periods before `origin`, or over as many as there are.
    pub(super) fn window(&self, origin: usize, length: usize) -> Sums {
        self.between(origin.saturating_sub(length), origin)
    }

    /// The sums from one place to before another one.
    pub(super) fn between(&self, from: usize, until: usize) -> Sums {
        let (from, until) = (&self.before[from.min(until)], &self.before[until]);
        Sums {
            known: until.known - from.known,
            value: until.value - from.value,
            square: until.square - from.square,
            zeros: until.zeros - from.zeros,
            change: until.change - from.change,
            changes: until.changes - from.changes,
        }
    }

    /// Periods without demand up to `origin`.
    pub(super) fn since_demand(&self, origin: usize) -> f64 {
        f64::from(self.since[origin])
    }
}

impl Sums {
    fn add(&mut self, value: f64, past: f64) {
        if value.is_nan() {
            return;
        }
        self.known += 1.0;
        self.value += value;
        self.square += value * value;
        self.zeros += f64::from(u8::from(value == 0.0));
        if !past.is_nan() {
            self.change += (value - past).abs();
            self.changes += 1.0;
        }
    }

    /// The mean of the known values, NaN where there is none.
    pub(super) fn mean(&self) -> f64 {
        self.value / self.known
    }

    /// Their standard deviation.
    pub(super) fn deviation(&self) -> f64 {
        (self.square / self.known - self.mean().powi(2)).max(0.0).sqrt()
    }

    /// The share of known values that are zero.
    pub(super) fn share_of_zeros(&self) -> f64 {
        self.zeros / self.known
    }

    /// The mean size of the values that are not zero.
    pub(super) fn size(&self) -> f64 {
        self.value / (self.known - self.zeros)
    }
}

#[cfg(test)]
mod tests;
