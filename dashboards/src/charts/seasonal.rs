//! The seasonal profile: how demand differs by weekday, month and hour of the day.

use super::canvas::{Align, Mark};
use super::chart::check_value;
use super::frame::{NOTE, Room, SUBTITLE, TICK, coloured, frame, label};
use super::legend::{self, Entry};
use super::plot::Plot;
use super::strokes::{dashed, line, rectangle};
use super::{Caption, ChartError, ChartSize, palette};
use crate::language::{Language, Word};

/// A panel's heading.
const HEADING: f64 = 22.0;
/// Names of periods under the bars.
const NAMES: f64 = 26.0;
/// Between panels.
const GAP: f64 = 30.0;
/// The least height of two rows of panels.
const TWO_ROWS: f64 = 240.0;
/// The part of a period's width that its bar takes.
const BAR: f64 = 0.68;

/// How demand differs by weekday, month and hour of the day.
#[derive(Debug, Clone, PartialEq)]
pub struct SeasonalProfile {
    /// What the chart says of itself.
    pub caption: Caption,
    /// From Monday; nothing where such a day was never seen.
    pub weekdays: [Option<SeasonalIndex>; 7],
    /// From January.
    pub months: [Option<SeasonalIndex>; 12],
    /// From midnight, by the shop's clock.
    pub hours: [Option<SeasonalIndex>; 24],
}

/// What a period is beside the average of all, which is 100.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SeasonalIndex {
    /// On average.
    pub mean: f64,
    /// The lower end of its spread.
    pub lower: f64,
    /// The upper end of its spread.
    pub upper: f64,
}

/// One of the three.
struct Panel<'a> {
    heading: &'static str,
    indices: &'a [Option<SeasonalIndex>],
    /// What each period is called, and what it is called where there is little room.
    names: Vec<(String, String)>,
}

/// Lays out `chart`.
pub(super) fn marks(chart: &SeasonalProfile, size: ChartSize) -> Result<Vec<Mark>, ChartError> {
    for panel in panels(chart) {
        for (index, (name, _)) in panel.indices.iter().zip(&panel.names) {
            let values = index.map_or([0.0; 3], |index| [index.mean, index.lower, index.upper]);
            values.iter().try_for_each(|value| check_value(*value, name))?;
        }
    }
    let language = chart.caption.language;
    let mut marks = Vec::new();
    let mut room = frame(&chart.caption, size, &mut marks);
    let entries = [
        Entry::area(language.word(Word::AverageIndex), palette::BAR),
        Entry::line(language.word(Word::MiddleHalf), palette::INK, false),
        Entry::line(language.word(Word::LineOfAverage), palette::TESTED, true),
    ];
    room.top = legend::draw(&entries, (room.left, room.top), room.right, &mut marks) + 4.0;
    for (panel, place) in panels(chart).iter().zip(places(room)) {
        draw(panel, place, language, &mut marks);
    }
    Ok(marks)
}

/// Where weekdays, months and hours stand: hours below the others, or all beside each other where
/// there is no room for two rows.
fn places(room: Room) -> [Room; 3] {
    let beside = |row: Room, from: f64, to: f64| {
        let part = row.columns(from, to);
        Room { left: if from > 0.0 { part.left + GAP } else { part.left }, ..part }
    };
    if room.height() < TWO_ROWS {
        return [beside(room, 0.0, 0.26), beside(room, 0.26, 0.6), beside(room, 0.6, 1.0)];
    }
    let (above, below) = (room.rows(0.0, 0.5), room.rows(0.5, 1.0));
    [beside(above, 0.0, 0.37), beside(above, 0.37, 1.0), below]
}

fn panels(chart: &SeasonalProfile) -> [Panel<'_>; 3] {
    let language = chart.caption.language;
    let weekday = |at: u8| {
        let day = chrono::Weekday::try_from(at).unwrap_or(chrono::Weekday::Mon);
        (language.weekday(day).to_owned(), language.weekday_initial(day).to_owned())
    };
    let month = |at: u32| {
        let name = language.month(at);
        (name.to_owned(), name.chars().take(1).collect::<String>().to_uppercase())
    };
    let hour = |at: u32| (at.to_string(), at.to_string());
    let panel = |heading, indices, names| Panel { heading: language.word(heading), indices, names };
    [
        panel(Word::ByWeekday, &chart.weekdays[..], (0..7).map(weekday).collect()),
        panel(Word::ByMonth, &chart.months[..], (0..12).map(month).collect()),
        panel(Word::ByHour, &chart.hours[..], (0..24).map(hour).collect()),
    ]
}

fn draw(panel: &Panel<'_>, room: Room, language: Language, marks: &mut Vec<Mark>) {
    let heading = SUBTITLE.shorten(panel.heading, room.width());
    marks.push(label(&heading, (room.left, room.top + HEADING / 2.0), Align::Left, SUBTITLE));
    let known = panel.indices.iter().flatten();
    let high = known.clone().map(|index| index.upper.max(index.mean)).fold(100.0, f64::max);
    // The plot's own row for a unit is taken by the heading.
    let within = Room { top: room.top - 10.0, bottom: room.bottom - NAMES, ..room };
    let plot = Plot::new(within, 0.0, high, language);
    if known.count() == 0 {
        let place = (f64::midpoint(room.left, room.right), f64::midpoint(room.top, room.bottom));
        let text = NOTE.shorten(language.word(Word::NotEnoughHistory), room.width());
        marks.push(label(&text, place, Align::Centre, coloured(NOTE, palette::SOFT_INK)));
        return;
    }
    plot.grid("", marks);
    let width = plot.room.width() / panel.indices.len() as f64;
    let centre = |at: usize| plot.room.left + (at as f64 + 0.5) * width;
    for (at, index) in panel.indices.iter().enumerate() {
        if let Some(index) = index {
            bar(&plot, *index, centre(at), width * BAR, marks);
        }
    }
    let average = plot.up(100.0);
    let places = vec![(plot.room.left, average), (plot.room.right, average)];
    marks.push(dashed(places, palette::TESTED, 1.5));
    for (at, name) in shown(&panel.names, width) {
        let place = (centre(at), plot.room.bottom + 14.0);
        marks.push(label(name, place, Align::Centre, TICK));
    }
}

/// A bar, and its spread as an upright line with ends.
fn bar(plot: &Plot, index: SeasonalIndex, centre: f64, width: f64, marks: &mut Vec<Mark>) {
    let half = width / 2.0;
    let top = plot.up(index.mean);
    marks.push(rectangle((centre - half, top), (centre + half, plot.up(0.0)), palette::BAR));
    if index.upper - index.lower < 1e-9 {
        return;
    }
    let (lower, upper) = (plot.up(index.lower), plot.up(index.upper));
    let end = (half * 0.5).min(5.0);
    marks.push(line(vec![(centre, lower), (centre, upper)], palette::INK, 1.5));
    for height in [lower, upper] {
        let places = vec![(centre - end, height), (centre + end, height)];
        marks.push(line(places, palette::INK, 1.5));
    }
}

/// Names that fit under bars of this width: whole, else shortened, else every so many.
fn shown(names: &[(String, String)], width: f64) -> Vec<(usize, &str)> {
    let fits = |name: &str, room: f64| TICK.width(name) + 6.0 <= room;
    let all = |name: fn(&(String, String)) -> &str| names.iter().map(name).enumerate().collect();
    if names.iter().all(|(name, _)| fits(name, width)) {
        return all(|(name, _)| name);
    }
    if names.iter().all(|(_, short)| fits(short, width)) {
        return all(|(_, short)| short);
    }
    let every = [2_usize, 3, 4, 6, 12];
    let pace = every
        .into_iter()
        .find(|pace| names.iter().all(|(_, short)| fits(short, width * *pace as f64)));
    let kept = names.iter().map(|(_, short)| short.as_str()).enumerate();
    kept.step_by(pace.unwrap_or(names.len())).collect()
}

#[cfg(test)]
mod tests;
