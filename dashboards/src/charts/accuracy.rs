//! The accuracy chart: error and coverage of the published forecast by days ahead.

use super::axis::ValueAxis;
use super::canvas::{Align, Mark, Place};
use super::chart::check_value;
use super::frame::{Room, TICK, frame, label, note};
use super::legend::{self, Entry};
use super::plot::Plot;
use super::strokes::{dashed, line, series};
use super::{Caption, ChartError, ChartSize, palette};
use crate::language::{Language, Word};

/// Numbers of days and their name under a panel.
const STEPS: f64 = 46.0;
/// Between the panels.
const GAP: f64 = 40.0;
/// Distances between marked days.
const PACES: [u32; 10] = [1, 2, 7, 14, 28, 56, 91, 182, 364, 728];

/// How far forecasts were off, and how often the intervals held, by days ahead.
#[derive(Debug, Clone, PartialEq)]
pub struct AccuracyChart {
    /// What the chart says of itself.
    pub caption: Caption,
    /// The published forecast, in any order.
    pub steps: Vec<AccuracyStep>,
    /// The error of seasonal naive over all steps, as a fraction of demand.
    pub seasonal_naive: Option<f64>,
}

/// One horizon.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AccuracyStep {
    /// Days ahead.
    pub horizon: u32,
    /// Weighted absolute percentage error, as a fraction.
    pub error: Option<f64>,
    /// The share of days inside the 80 % interval.
    pub coverage_80: Option<f64>,
    /// The share of days inside the 95 % interval.
    pub coverage_95: Option<f64>,
}

/// Lays out `chart`: the error on the left, coverage on the right.
pub(super) fn marks(chart: &AccuracyChart, size: ChartSize) -> Result<Vec<Mark>, ChartError> {
    for step in &chart.steps {
        for value in [step.error, step.coverage_80, step.coverage_95].into_iter().flatten() {
            check_value(value, format_args!("horizon {}", step.horizon))?;
        }
    }
    check_value(chart.seasonal_naive.unwrap_or(0.0), "seasonal naive")?;
    let language = chart.caption.language;
    let mut marks = Vec::new();
    let mut room = frame(&chart.caption, size, &mut marks);
    if chart.steps.is_empty() {
        note(language.word(Word::NotEnoughHistory), room, &mut marks);
        return Ok(marks);
    }
    let mut steps = chart.steps.clone();
    steps.sort_by_key(|step| step.horizon);
    room.top = legend::draw(&entries(chart), (room.left, room.top), room.right, &mut marks);
    let halves = Room { right: room.right - GAP, ..room };
    let left = halves.columns(0.0, 0.5);
    let right = Room { left: left.right + GAP, right: room.right, ..room };
    error(&steps, chart.seasonal_naive, left, language, &mut marks);
    coverage(&steps, right, language, &mut marks);
    Ok(marks)
}

fn entries(chart: &AccuracyChart) -> Vec<Entry> {
    let language = chart.caption.language;
    let inside = |level: f64| language.phrase(Word::InsideInterval, &[&language.percent(level)]);
    let published = language.word(Word::PublishedForecast);
    let mut entries = vec![Entry::line(published, palette::FORECAST, false)];
    entries.extend(chart.seasonal_naive.map(|error| {
        let name = language.phrase(Word::SeasonalNaiveOverall, &[&language.percent(error)]);
        Entry::line(&name, palette::TESTED, true)
    }));
    entries.push(Entry::line(&inside(0.80), palette::GREEN, false));
    entries.push(Entry::line(&inside(0.95), palette::PURPLE, false));
    entries.push(Entry::line(language.word(Word::Wanted), palette::SOFT_INK, true));
    entries
}

/// A plot over days ahead.
struct Panel {
    plot: Plot,
    first: u32,
    last: u32,
}

impl Panel {
    fn across(&self, horizon: u32) -> f64 {
        let room = &self.plot.room;
        if self.first == self.last {
            return f64::midpoint(room.left, room.right);
        }
        let share = f64::from(horizon - self.first) / f64::from(self.last - self.first);
        // Some room for the dots at both ends.
        room.left + 6.0 + share * (room.width() - 12.0)
    }

    fn places(
        &self,
        steps: &[AccuracyStep],
        value: impl Fn(&AccuracyStep) -> Option<f64>,
    ) -> Vec<Place> {
        let place = |step: &AccuracyStep| {
            value(step).map(|value| (self.across(step.horizon), self.plot.up(value * 100.0)))
        };
        steps.iter().filter_map(place).collect()
    }

    fn level(&self, value: f64) -> Vec<Place> {
        let height = self.plot.up(value * 100.0);
        vec![(self.plot.room.left, height), (self.plot.room.right, height)]
    }

    /// The days that are marked, and what they are.
    fn steps(&self, language: Language, marks: &mut Vec<Mark>) {
        let (bottom, width) = (self.plot.room.bottom, self.plot.room.width());
        let widest = TICK.width(&self.last.to_string()) + 12.0;
        let span = f64::from((self.last - self.first).max(1));
        let fits = |pace: &u32| f64::from(*pace) * width / span >= widest;
        let pace = PACES.into_iter().find(fits).unwrap_or(self.last.max(1));
        let marked = (self.first..=self.last).filter(|horizon| horizon.is_multiple_of(pace));
        for horizon in marked {
            let across = self.across(horizon);
            let places = vec![(across, bottom), (across, bottom + 5.0)];
            marks.push(line(places, palette::SOFT_INK, 1.0));
            let text = horizon.to_string();
            marks.push(label(&text, (across, bottom + 15.0), Align::Centre, TICK));
        }
        let centre = f64::midpoint(self.plot.room.left, self.plot.room.right);
        let name = TICK.shorten(language.word(Word::DaysAhead), width);
        marks.push(label(&name, (centre, bottom + 33.0), Align::Centre, TICK));
    }
}

fn panel(steps: &[AccuracyStep], room: Room, plot: impl Fn(Room) -> Plot) -> Panel {
    let horizon = |step: Option<&AccuracyStep>| step.map_or(1, |step| step.horizon);
    Panel {
        plot: plot(Room { bottom: room.bottom - STEPS, ..room }),
        first: horizon(steps.first()),
        last: horizon(steps.last()),
    }
}

fn error(
    steps: &[AccuracyStep],
    seasonal_naive: Option<f64>,
    room: Room,
    language: Language,
    marks: &mut Vec<Mark>,
) {
    let errors = steps.iter().filter_map(|step| step.error).chain(seasonal_naive);
    let high = errors.fold(0.0, f64::max) * 100.0;
    let panel = panel(steps, room, |room| Plot::new(room, 0.0, high, language));
    panel.plot.grid(language.word(Word::ErrorPanel), marks);
    panel.steps(language, marks);
    if let Some(error) = seasonal_naive {
        marks.push(dashed(panel.level(error), palette::TESTED, 2.0));
    }
    marks.push(series(panel.places(steps, |step| step.error), palette::FORECAST, 2.5, false));
}

fn coverage(steps: &[AccuracyStep], room: Room, language: Language, marks: &mut Vec<Mark>) {
    let shares = steps.iter().flat_map(|step| [step.coverage_80, step.coverage_95]).flatten();
    let least = shares.fold(0.8, f64::min);
    // Shares are read against what was promised, so that the axis need not begin at nothing.
    let low = if least >= 0.5 { 50.0 } else { 0.0 };
    let axis = |count| ValueAxis::between(low, 100.0, count);
    let panel = panel(steps, room, |room| Plot::with_axis(room, language, axis));
    panel.plot.grid(language.word(Word::CoveragePanel), marks);
    panel.steps(language, marks);
    let lines = [
        (0.80, palette::GREEN, panel.places(steps, |step| step.coverage_80)),
        (0.95, palette::PURPLE, panel.places(steps, |step| step.coverage_95)),
    ];
    for (promised, colour, places) in lines {
        marks.push(dashed(panel.level(promised), colour, 1.5));
        marks.push(series(places, colour, 2.5, false));
    }
}

#[cfg(test)]
mod tests;
