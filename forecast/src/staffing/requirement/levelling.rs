//! Levelling: the evenest way to do work between its arrival and its deadline, and the way of as many
//! people at once that takes the fewest hours of them.

/// A share of a person that rounding makes.
const ROUNDING: f64 = 1e-9;

/// Intervals of a person's work that are worth coming for before a deadline asks for it.
const BLOCK: f64 = 4.0;

/// Intervals before a deadline leaves no choice in which people come already: the last hour has no
/// room for what goes wrong.
const SLACK: usize = 2;

/// Work that arrives together and is due together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Batch {
    /// The interval it arrives in, and the first it can be done in.
    pub released: usize,
    /// The last interval it may be done in.
    pub due: usize,
    /// Seconds of work.
    pub seconds: f64,
}

/// What is done when.
#[derive(Debug, Clone, PartialEq)]
pub struct Levelled {
    /// Seconds of work done in each interval.
    pub done: Vec<f64>,
    /// Seconds of work that wait at the end of each interval.
    pub waiting: Vec<f64>,
    /// Seconds of work done after their deadline, because nobody works between arrival and
    /// deadline; they are done in the first open interval.
    pub late: f64,
    /// Seconds of work left to do after the last interval: due later, or arrived after closing.
    pub left: f64,
}

/// Spreads `batches` over the `open` intervals as evenly as arrivals and deadlines allow.
///
/// The cumulative work done is the taut string between the cumulative work arrived and the
/// cumulative work due. No other feasible way has a lower peak, nor a lower sum of any convex
/// function of the work an interval (Veinott 1971, "Least d-majorized network flows with
/// inventory and statistical applications"). What arrives in an interval can be done in it, oldest
/// first. Work due after the last interval is left.
#[must_use]
pub fn levelled(batches: &[Batch], open: &[bool]) -> Levelled {
    done_by(batches, open, Bounds::taut_string)
}

/// Does `batches` in the `open` intervals with as few people at once as [`levelled`] does. People come
/// when four intervals' work of one of them waits or a deadline leaves no choice, and stay until less
/// than an interval's is left: whole intervals, one after the other.
///
/// `capacity` is what a person does in an interval, in seconds; it is above zero. Levelled work of
/// an hour a day takes somebody for a few minutes of every hour, and so for the whole day; gathered
/// it takes one hour. A cumulative course between what has arrived and the least that has to be done
/// so that the most people at once can still meet every deadline always exists, since the taut
/// string is one.
#[must_use]
pub fn gathered(batches: &[Batch], open: &[bool], capacity: f64) -> Levelled {
    done_by(batches, open, |bounds| bounds.gathered(capacity))
}

fn done_by(batches: &[Batch], open: &[bool], way: impl FnOnce(Bounds) -> Vec<f64>) -> Levelled {
    let axis = Axis::new(open);
    let mut bounds = Bounds { arrived: vec![0.0; axis.len() + 1], due: vec![0.0; axis.len() + 1] };
    let mut late = 0.0;
    for batch in batches.iter().filter(|batch| batch.seconds > 0.0) {
        // Work that arrives after the last open interval cannot be begun.
        let Some(first) = axis.first_from(batch.released) else { continue };
        bounds.arrived[first + 1] += batch.seconds;
        match axis.last_until(batch.due).filter(|last| *last >= first) {
            Some(last) if batch.due < open.len() => bounds.due[last + 1] += batch.seconds,
            Some(_) => {}
            None => {
                late += batch.seconds;
                bounds.due[first + 1] += batch.seconds;
            }
        }
    }
    let mut done = vec![0.0; open.len()];
    for (place, seconds) in way(bounds).into_iter().enumerate() {
        done[axis.intervals[place]] = seconds;
    }
    let waiting = waiting(batches, &done);
    let left = batches.iter().map(|batch| batch.seconds).sum::<f64>() - done.iter().sum::<f64>();
    Levelled { waiting, late, left: left.max(0.0), done }
}

/// Work arrived and not yet done at the end of each interval.
fn waiting(batches: &[Batch], done: &[f64]) -> Vec<f64> {
    let mut arrived = vec![0.0; done.len()];
    for batch in batches.iter().filter(|batch| batch.released < done.len()) {
        arrived[batch.released] += batch.seconds;
    }
    let mut waits = 0.0;
    let pairs = arrived.iter().zip(done);
    pairs
        .map(|(arrived, done)| {
            waits = f64::max(waits + arrived - done, 0.0);
            waits
        })
        .collect()
}

/// The open intervals, one after the other.
struct Axis {
    intervals: Vec<usize>,
}

impl Axis {
    fn new(open: &[bool]) -> Self {
        Self { intervals: (0..open.len()).filter(|interval| open[*interval]).collect() }
    }

    fn len(&self) -> usize {
        self.intervals.len()
    }

    fn first_from(&self, interval: usize) -> Option<usize> {
        let place = self.intervals.partition_point(|open| *open < interval);
        (place < self.len()).then_some(place)
    }

    fn last_until(&self, interval: usize) -> Option<usize> {
        self.intervals.partition_point(|open| *open <= interval).checked_sub(1)
    }
}

/// Work that arrives and falls due at each end of an open interval.
#[derive(Clone)]
struct Bounds {
    arrived: Vec<f64>,
    due: Vec<f64>,
}

impl Bounds {
    /// Work done in each open interval.
    fn taut_string(mut self) -> Vec<f64> {
        cumulate(&mut self.arrived);
        cumulate(&mut self.due);
        let end = self.due.len() - 1;
        // Only what is due is done in the end; rounding must not put it above what has arrived.
        self.arrived[end] = self.due[end];
        let mut done = Vec::with_capacity(end);
        let mut height = 0.0;
        while done.len() < end {
            let (until, slope) = self.straight(done.len(), height);
            height += slope * (until - done.len()) as f64;
            done.resize(until, slope.max(0.0));
        }
        done
    }

    /// Work done in each open interval where people come for whole intervals.
    fn gathered(mut self, capacity: f64) -> Vec<f64> {
        let people = |work: f64| (work / capacity - ROUNDING).ceil().max(0.0);
        let level: Vec<f64> = self.clone().taut_string().into_iter().map(people).collect();
        let most = level.iter().copied().fold(0.0, f64::max);
        cumulate(&mut self.arrived);
        cumulate(&mut self.due);
        let end = self.due.len() - 1;
        // What is due later is left, as it is by levelling.
        let whole = self.due[end];
        let least = self.least(most * capacity);
        let (mut height, mut busy) = (0.0, false);
        let done = (1..=end).map(|place| {
            let there = (self.arrived[place].min(whole) - height).max(0.0);
            let soon = least[end.min(place + SLACK)].min(self.arrived[place]);
            let forced = people(least[place] - height).max(people(soon - height).min(most));
            let filled = (there / capacity + ROUNDING).floor();
            // Whoever has come stays until less than an interval's work is left.
            busy = forced > 0.0 || filled >= if busy { 1.0 } else { BLOCK };
            // No more at once than an even day has, unless a deadline asks for them.
            let here = if busy { filled.min(level[place - 1].max(1.0)).max(forced) } else { 0.0 };
            let now = there.min(here * capacity);
            height += now;
            now
        });
        done.collect()
    }

    /// The least that has to be done by each end of an interval, so that all that follows can be
    /// done in time at so many seconds an interval. Both columns are cumulated.
    fn least(&self, most: f64) -> Vec<f64> {
        let mut least = self.due.clone();
        for place in (0..least.len().saturating_sub(1)).rev() {
            least[place] = least[place].max(least[place + 1] - most);
        }
        least
    }

    /// The longest straight piece of the string from a point: its end and its slope.
    fn straight(&self, from: usize, height: f64) -> (usize, f64) {
        let mut least = (from, f64::NEG_INFINITY);
        let mut most = (from, f64::INFINITY);
        for to in from + 1..self.due.len() {
            let slope = |bound: f64| (bound - height) / (to - from) as f64;
            let (due, arrived) = (slope(self.due[to]), slope(self.arrived[to]));
            if due > most.1 {
                return most;
            }
            if arrived < least.1 {
                return least;
            }
            least = if due >= least.1 { (to, due) } else { least };
            most = if arrived <= most.1 { (to, arrived) } else { most };
        }
        least
    }
}

fn cumulate(values: &mut [f64]) {
    let mut sum = 0.0;
    for value in values {
        sum += *value;
        *value = sum;
    }
}

/// The same work when each part can begin only after a task before it is done, oldest first:
/// `before` is that task's work by arrival, `done` when it is done. Batches of both tasks that
/// arrived in the same interval belong together.
#[must_use]
pub fn following(batches: &[Batch], before: &[Batch], done: &[f64]) -> Vec<Batch> {
    let mut arrived = vec![0.0; done.len()];
    before.iter().filter(|batch| batch.released < done.len()).for_each(|batch| {
        arrived[batch.released] += batch.seconds;
    });
    cumulate(&mut arrived);
    let mut finished = done.to_vec();
    cumulate(&mut finished);
    batches.iter().flat_map(|batch| released(batch, &arrived, &finished)).collect()
}

/// The parts of a batch by when the task before them is done.
fn released(batch: &Batch, arrived: &[f64], finished: &[f64]) -> Vec<Batch> {
    let Some(last) = arrived.get(batch.released) else { return vec![*batch] };
    let first = batch.released.checked_sub(1).map_or(0.0, |previous| arrived[previous]);
    let whole = last - first;
    if whole <= 0.0 {
        return vec![*batch];
    }
    let share = |height: f64| ((height - first) / whole).clamp(0.0, 1.0);
    let mut parts = Vec::new();
    let mut so_far = 0.0;
    for (interval, height) in finished.iter().enumerate().skip(batch.released) {
        let now = share(*height);
        if now > so_far {
            parts.push(Batch {
                released: interval,
                seconds: batch.seconds * (now - so_far),
                ..*batch
            });
            so_far = now;
        }
        if so_far >= 1.0 {
            return parts;
        }
    }
    // What is never done here is released after the last interval, with the task before it.
    let rest = batch.seconds * (1.0 - so_far);
    parts.push(Batch { released: finished.len(), seconds: rest, ..*batch });
    parts
}
