//! Where values and days stand on a chart with axes.

use chrono::NaiveDate;

use super::axis::{ValueAxis, date_ticks};
use super::canvas::{Align, Mark};
use super::frame::{Room, TICK, label};
use super::palette;
use super::strokes::line;
use crate::language::Language;

/// One horizontal line of the grid for about this height.
const GRID: f64 = 62.0;
/// Two lines of dates and a gap between axis and footer.
const DATES: f64 = 52.0;
/// The row over the plot with the unit.
pub(super) const UNIT_ROW: f64 = 38.0;

/// The plot's edges and what its upright axis shows.
pub(super) struct Plot {
    pub(super) room: Room,
    axis: ValueAxis,
    language: Language,
    /// Where labels of values begin.
    outer: f64,
}

impl Plot {
    /// A plot within `room`, under a row for the unit, that shows zero and all from `low` to `high`.
    pub(super) fn new(room: Room, low: f64, high: f64, language: Language) -> Self {
        Self::with_axis(room, language, |count| ValueAxis::new(low, high, count))
    }

    /// A plot whose axis is chosen by how many lines the grid has room for.
    pub(super) fn with_axis(
        room: Room,
        language: Language,
        axis: impl Fn(usize) -> ValueAxis,
    ) -> Self {
        let room = Room { top: room.top + UNIT_ROW, ..room };
        let axis = axis((room.height() / GRID).round().max(2.0) as usize);
        let texts = axis.ticks(language);
        let widest = texts.iter().map(|(_, text)| TICK.width(text)).fold(0.0, f64::max);
        let outer = room.left;
        Self { room: Room { left: outer + widest + 10.0, ..room }, axis, language, outer }
    }

    /// The height of a value.
    pub(super) fn up(&self, value: f64) -> f64 {
        let share = (value - self.axis.low) / (self.axis.high - self.axis.low);
        self.room.bottom - share * self.room.height()
    }

    /// The name of the unit as it stands over the axis.
    pub(super) fn unit(&self, name: &str) -> String {
        self.axis.unit(name, self.language)
    }

    /// Horizontal lines, their values, and the unit over them.
    pub(super) fn grid(&self, unit: &str, marks: &mut Vec<Mark>) {
        for (value, text) in self.axis.ticks(self.language) {
            let height = self.up(value);
            let base = value.abs() < f64::EPSILON;
            let colour = if base { palette::SOFT_INK } else { palette::GRID };
            marks.push(line(
                vec![(self.room.left, height), (self.room.right, height)],
                colour,
                1.0,
            ));
            marks.push(label(&text, (self.room.left - 10.0, height), Align::Right, TICK));
        }
        if unit.is_empty() {
            return;
        }
        let unit = TICK.shorten(&self.unit(unit), self.room.right - self.outer);
        marks.push(label(&unit, (self.outer, self.room.top - 20.0), Align::Left, TICK));
    }
}

/// A plot over days.
pub(super) struct DatedPlot {
    pub(super) plot: Plot,
    pub(super) first: NaiveDate,
    pub(super) last: NaiveDate,
}

impl DatedPlot {
    /// A plot within `room`, over a row for dates, of the days from `first` to `last`.
    pub(super) fn new(
        room: Room,
        (low, high): (f64, f64),
        (first, last): (NaiveDate, NaiveDate),
        language: Language,
    ) -> Self {
        let room = Room { bottom: room.bottom - DATES, ..room };
        Self { plot: Plot::new(room, low, high, language), first, last }
    }

    /// Where a day stands.
    pub(super) fn across(&self, date: NaiveDate) -> f64 {
        let room = &self.plot.room;
        let days = (self.last - self.first).num_days();
        if days == 0 {
            return f64::midpoint(room.left, room.right);
        }
        room.left + (date - self.first).num_days() as f64 / days as f64 * room.width()
    }

    /// The place of a value on a day.
    pub(super) fn place(&self, date: NaiveDate, value: f64) -> (f64, f64) {
        (self.across(date), self.plot.up(value))
    }

    /// Ticks and dates under the plot.
    pub(super) fn dates(&self, marks: &mut Vec<Mark>) {
        let language = self.plot.language;
        let longest = (0..12).map(|month| TICK.width(&format!("30 {}", language.month(month))));
        let widest = longest.fold(TICK.width("2026"), f64::max) + 14.0;
        let (bottom, width) = (self.plot.room.bottom, self.plot.room.width());
        for tick in date_ticks(self.first, self.last, width, widest, language) {
            let across = self.across(tick.date);
            let places = vec![(across, bottom), (across, bottom + 5.0)];
            marks.push(line(places, palette::SOFT_INK, 1.0));
            marks.push(label(&tick.label, (across, bottom + 16.0), Align::Centre, TICK));
            if let Some(year) = tick.year {
                marks.push(label(&year, (across, bottom + 33.0), Align::Centre, TICK));
            }
        }
    }
}
