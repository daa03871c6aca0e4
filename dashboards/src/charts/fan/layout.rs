//! Where everything on a fan chart stands: from data to a list of marks.

use plotters::style::RGBColor;

use super::{FanChart, FanPoint};
use crate::charts::canvas::{Align, Mark, Place};
use crate::charts::frame::{TICK, frame, label, note};
use crate::charts::legend::{self, Entry};
use crate::charts::plot::DatedPlot;
use crate::charts::strokes::{band, dashed, series};
use crate::charts::{ChartSize, palette};
use crate::language::Word;

/// Lays out `chart`, whose days are in order.
pub(super) fn marks(chart: &FanChart, size: ChartSize) -> Vec<Mark> {
    let mut marks = Vec::new();
    let language = chart.caption.language;
    let mut room = frame(&chart.caption, size, &mut marks);
    let Some(span) = chart.span() else {
        note(language.word(Word::NothingToDraw), room, &mut marks);
        return marks;
    };
    room.top = legend::draw(&entries(chart), (room.left, room.top), room.right, &mut marks);
    let values = || chart.values().map(|(_, value)| value);
    let low = values().fold(f64::INFINITY, f64::min);
    let high = values().fold(f64::NEG_INFINITY, f64::max);
    let plot = DatedPlot::new(room, (low, high), span, language);
    bands(&plot, &chart.backtest, palette::TESTED_BANDS, &mut marks);
    bands(&plot, &chart.forecast, palette::FORECAST_BANDS, &mut marks);
    plot.plot.grid(&chart.unit, &mut marks);
    plot.dates(&mut marks);
    origin(&plot, chart, &mut marks);
    lines(&plot, chart, &mut marks);
    marks
}

/// What the legend names: only what is drawn.
fn entries(chart: &FanChart) -> Vec<Entry> {
    let language = chart.caption.language;
    let mut entries = Vec::new();
    if !chart.history.is_empty() {
        entries.push(Entry::line(language.word(Word::History), palette::HISTORY, false));
    }
    if chart.forecast.is_empty() {
        entries.push(Entry::note(language.word(Word::NoForecastYet)));
    } else {
        entries.push(Entry::line(language.word(Word::Forecast), palette::FORECAST, false));
        for (level, colour) in [(0.80, 1), (0.95, 0)] {
            let name = language.phrase(Word::Interval, &[&language.percent(level)]);
            entries.push(Entry::area(&name, palette::FORECAST_BANDS[colour]));
        }
    }
    if let Some(made) = chart.backtest.first().and_then(|point| point.date.pred_opt()) {
        let name = language.phrase(Word::BackTest, &[&language.date(made)]);
        let bands = palette::TESTED_BANDS;
        entries.push(Entry::line(&name, palette::TESTED, true).on(bands[0]));
    }
    entries
}

/// An upright line where knowledge ends and the forecast begins.
fn origin(plot: &DatedPlot, chart: &FanChart, marks: &mut Vec<Mark>) {
    let known = chart.forecast.first().and_then(|point| point.date.pred_opt());
    let Some(date) = known.filter(|date| *date > plot.first) else { return };
    let (room, across) = (&plot.plot.room, plot.across(date));
    let places = vec![(across, room.top - 8.0), (across, room.bottom)];
    marks.push(dashed(places, palette::SOFT_INK, 1.0));
    let language = chart.caption.language;
    let text = language.phrase(Word::LastDayKnown, &[&language.date(date)]);
    let half = TICK.width(&text) / 2.0;
    let unit_end = crate::charts::frame::MARGIN + TICK.width(&plot.plot.unit(&chart.unit)) + 16.0;
    if unit_end + 2.0 * half < room.right {
        let centre = across.clamp(unit_end + half, room.right - half);
        marks.push(label(&text, (centre, room.top - 20.0), Align::Centre, TICK));
    }
}

/// The 95 % and the 80 % interval, the wide one below.
fn bands(plot: &DatedPlot, points: &[FanPoint], colours: [RGBColor; 2], marks: &mut Vec<Mark>) {
    let wide = |point: &FanPoint| (point.lower_95, point.upper_95);
    let narrow = |point: &FanPoint| (point.lower_80, point.upper_80);
    marks.extend(interval(plot, points, wide, colours[0]));
    marks.extend(interval(plot, points, narrow, colours[1]));
}

fn interval(
    plot: &DatedPlot,
    points: &[FanPoint],
    bounds: impl Fn(&FanPoint) -> (f64, f64),
    colour: RGBColor,
) -> Option<Mark> {
    let upper: Vec<Place> =
        points.iter().map(|point| plot.place(point.date, bounds(point).1)).collect();
    let lower: Vec<Place> =
        points.iter().map(|point| plot.place(point.date, bounds(point).0)).collect();
    band(&upper, &lower, colour)
}

fn lines(plot: &DatedPlot, chart: &FanChart, marks: &mut Vec<Mark>) {
    let places = |points: &[FanPoint]| -> Vec<Place> {
        points.iter().map(|point| plot.place(point.date, point.value)).collect()
    };
    let history = chart.history.iter().map(|(date, value)| plot.place(*date, *value)).collect();
    marks.push(series(history, palette::HISTORY, 1.5, false));
    marks.push(series(places(&chart.backtest), palette::TESTED, 2.5, true));
    marks.push(series(places(&chart.forecast), palette::FORECAST, 2.5, false));
}

#[cfg(test)]
mod tests;
