//! Where everything on a fan chart stands: from data to a list of marks.

use chrono::NaiveDate;
use plotters::style::RGBColor;

use super::axis::{ValueAxis, date_ticks};
use super::canvas::{Align, Mark, Place};
use super::fan::{FanChart, FanPoint};
use super::legend::{self, Entry};
use super::typeface::Lettering;
use super::{ChartSize, palette};

/// Room around everything, in pixels at scale 1 like every length here.
const MARGIN: f64 = 28.0;
const FOOTER_LINE: f64 = 17.0;
/// Two lines of dates and a gap between axis and footer.
const DATES: f64 = 52.0;
/// The row over the plot with the unit and the origin.
const UNIT_ROW: f64 = 38.0;
/// One horizontal line of the grid for about this height.
const GRID: f64 = 62.0;

const TITLE: Lettering = Lettering { size: 26.0, bold: true, colour: palette::INK };
const SUBTITLE: Lettering = Lettering { size: 16.5, bold: false, colour: palette::INK };
const TICK: Lettering = Lettering { size: 15.0, bold: false, colour: palette::INK };
const FOOTER: Lettering = Lettering { size: 13.5, bold: false, colour: palette::SOFT_INK };
const NOTE: Lettering = Lettering { size: 18.0, bold: false, colour: palette::INK };

/// The plot's edges and what its axes show.
struct Plot {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    first: NaiveDate,
    last: NaiveDate,
    axis: ValueAxis,
}

impl Plot {
    fn across(&self, date: NaiveDate) -> f64 {
        let days = (self.last - self.first).num_days();
        if days == 0 {
            return f64::midpoint(self.left, self.right);
        }
        let share = (date - self.first).num_days() as f64 / days as f64;
        self.left + share * (self.right - self.left)
    }

    fn up(&self, value: f64) -> f64 {
        let share = (value - self.axis.low) / (self.axis.high - self.axis.low);
        self.bottom - share * (self.bottom - self.top)
    }
}

/// Lays out `chart`, whose days are in order.
pub(super) fn marks(chart: &FanChart, size: ChartSize) -> Vec<Mark> {
    let (width, height) = (f64::from(size.width), f64::from(size.height));
    let mut marks = Vec::new();
    let mut top = heading(chart, width, &mut marks);
    let bottom = footer(chart, width, height, &mut marks);
    let Some(span) = chart.span() else {
        let place = (width / 2.0, f64::midpoint(top, bottom));
        marks.push(label(
            "There is no history and no forecast to draw.",
            place,
            Align::Centre,
            NOTE,
        ));
        return marks;
    };
    let entries = entries(chart);
    top = legend::draw(&entries, (MARGIN, top), width - MARGIN, &mut marks);
    let plot = plot(chart, span, width, (top + UNIT_ROW, bottom - DATES));
    bands(&plot, &chart.backtest, palette::TESTED_BANDS, &mut marks);
    bands(&plot, &chart.forecast, palette::FORECAST_BANDS, &mut marks);
    grid(&plot, &chart.unit, &mut marks);
    dates(&plot, &mut marks);
    origin(&plot, chart, &mut marks);
    lines(&plot, chart, &mut marks);
    marks
}

fn label(text: &str, place: Place, align: Align, lettering: Lettering) -> Mark {
    Mark::Label { text: text.to_owned(), place, align, lettering }
}

/// Title and subtitle; returns where they end.
fn heading(chart: &FanChart, width: f64, marks: &mut Vec<Mark>) -> f64 {
    let room = width - 2.0 * MARGIN;
    let mut top = 34.0;
    let title = TITLE.shorten(&chart.title, room);
    marks.push(label(&title, (MARGIN, top), Align::Left, TITLE));
    if !chart.subtitle.is_empty() {
        top += 26.0;
        let subtitle = SUBTITLE.shorten(&chart.subtitle, room);
        marks.push(label(&subtitle, (MARGIN, top), Align::Left, SUBTITLE));
    }
    top + 16.0
}

/// Zone and source at the foot; returns where they begin.
fn footer(chart: &FanChart, width: f64, height: f64, marks: &mut Vec<Mark>) -> f64 {
    let text = format!("Days in {} · {}", chart.time_zone, chart.source);
    let lines = FOOTER.wrap(&text, width - 2.0 * MARGIN, 2);
    let top = height - 14.0 - lines.len() as f64 * FOOTER_LINE;
    for (row, line) in lines.iter().enumerate() {
        let place = (MARGIN, top + (row as f64 + 0.5) * FOOTER_LINE);
        marks.push(label(line, place, Align::Left, FOOTER));
    }
    top
}

/// What the legend names: only what is drawn.
fn entries(chart: &FanChart) -> Vec<Entry> {
    let mut entries = Vec::new();
    if !chart.history.is_empty() {
        entries.push(Entry::line("History", palette::HISTORY, false));
    }
    if chart.forecast.is_empty() {
        entries.push(Entry::note("No forecast yet"));
    } else {
        entries.push(Entry::line("Forecast", palette::FORECAST, false));
        entries.push(Entry::area("80 % interval", palette::FORECAST_BANDS[1]));
        entries.push(Entry::area("95 % interval", palette::FORECAST_BANDS[0]));
    }
    if let Some(made) = chart.backtest.first().and_then(|point| point.date.pred_opt()) {
        let name = format!("Back-test: forecast as of {}", made.format("%-d %b %Y"));
        let bands = palette::TESTED_BANDS;
        entries.push(Entry::line(&name, palette::TESTED, true).on(bands[0]));
    }
    entries
}

fn plot(
    chart: &FanChart,
    (first, last): (NaiveDate, NaiveDate),
    width: f64,
    (top, bottom): (f64, f64),
) -> Plot {
    let values = || chart.values().map(|(_, value)| value);
    let low = values().fold(f64::INFINITY, f64::min);
    let high = values().fold(f64::NEG_INFINITY, f64::max);
    let count = ((bottom - top) / GRID).round().max(2.0) as usize;
    let axis = ValueAxis::new(low, high, count);
    let widest = axis.ticks().iter().map(|(_, text)| TICK.width(text)).fold(0.0, f64::max);
    Plot { left: MARGIN + widest + 10.0, right: width - MARGIN, top, bottom, first, last, axis }
}

/// Horizontal lines, their values, and the unit over them.
fn grid(plot: &Plot, unit: &str, marks: &mut Vec<Mark>) {
    for (value, text) in plot.axis.ticks() {
        let height = plot.up(value);
        let colour = if value.abs() < f64::EPSILON { palette::SOFT_INK } else { palette::GRID };
        marks.push(line(vec![(plot.left, height), (plot.right, height)], colour, 1.0));
        marks.push(label(&text, (plot.left - 10.0, height), Align::Right, TICK));
    }
    let place = (MARGIN, plot.top - 20.0);
    marks.push(label(&plot.axis.unit(unit), place, Align::Left, TICK));
}

fn dates(plot: &Plot, marks: &mut Vec<Mark>) {
    let widest = TICK.width("30 May").max(TICK.width("2026")) + 14.0;
    for tick in date_ticks(plot.first, plot.last, plot.right - plot.left, widest) {
        let across = plot.across(tick.date);
        marks.push(line(
            vec![(across, plot.bottom), (across, plot.bottom + 5.0)],
            palette::SOFT_INK,
            1.0,
        ));
        marks.push(label(&tick.label, (across, plot.bottom + 16.0), Align::Centre, TICK));
        if let Some(year) = tick.year {
            marks.push(label(&year, (across, plot.bottom + 33.0), Align::Centre, TICK));
        }
    }
}

/// An upright line where knowledge ends and the forecast begins.
fn origin(plot: &Plot, chart: &FanChart, marks: &mut Vec<Mark>) {
    let known = chart.forecast.first().and_then(|point| point.date.pred_opt());
    let Some(date) = known.filter(|date| *date > plot.first) else { return };
    let across = plot.across(date);
    let places = vec![(across, plot.top - 8.0), (across, plot.bottom)];
    marks.push(Mark::Line { places, colour: palette::SOFT_INK, width: 1.0, dashed: true });
    let text = format!("last day known: {}", date.format("%-d %b %Y"));
    let half = TICK.width(&text) / 2.0;
    let unit_end = MARGIN + TICK.width(&plot.axis.unit(&chart.unit)) + 16.0;
    if unit_end + 2.0 * half < plot.right {
        let centre = across.clamp(unit_end + half, plot.right - half);
        marks.push(label(&text, (centre, plot.top - 20.0), Align::Centre, TICK));
    }
}

/// The 95 % and the 80 % interval, the wide one below.
fn bands(plot: &Plot, points: &[FanPoint], colours: [RGBColor; 2], marks: &mut Vec<Mark>) {
    let wide = |point: &FanPoint| (point.lower_95, point.upper_95);
    let narrow = |point: &FanPoint| (point.lower_80, point.upper_80);
    marks.extend(band(plot, points, wide, colours[0]));
    marks.extend(band(plot, points, narrow, colours[1]));
}

fn band(
    plot: &Plot,
    points: &[FanPoint],
    bounds: impl Fn(&FanPoint) -> (f64, f64),
    colour: RGBColor,
) -> Option<Mark> {
    // A single day has no width of its own, so that it gets some.
    let half = if points.len() == 1 { 5.0 } else { 0.0 };
    let place = |point: &FanPoint, value: f64, aside: f64| {
        (plot.across(point.date) + aside, plot.up(value))
    };
    let (first, last) = (points.first()?, points.last()?);
    let mut outline = vec![place(first, bounds(first).1, -half)];
    outline.extend(points.iter().map(|point| place(point, bounds(point).1, 0.0)));
    outline.push(place(last, bounds(last).1, half));
    outline.push(place(last, bounds(last).0, half));
    outline.extend(points.iter().rev().map(|point| place(point, bounds(point).0, 0.0)));
    outline.push(place(first, bounds(first).0, -half));
    Some(Mark::Area { outline, colour })
}

fn lines(plot: &Plot, chart: &FanChart, marks: &mut Vec<Mark>) {
    let places = |points: &[FanPoint]| -> Vec<Place> {
        points.iter().map(|point| (plot.across(point.date), plot.up(point.value))).collect()
    };
    let history =
        chart.history.iter().map(|(date, value)| (plot.across(*date), plot.up(*value))).collect();
    marks.push(series(history, palette::HISTORY, 1.5, false));
    marks.push(series(places(&chart.backtest), palette::TESTED, 2.5, true));
    marks.push(series(places(&chart.forecast), palette::FORECAST, 2.5, false));
}

/// A line, or a dot where there is only one place.
fn series(places: Vec<Place>, colour: RGBColor, width: f64, dashed: bool) -> Mark {
    match places.as_slice() {
        [centre] => Mark::Dot { centre: *centre, radius: 4.0, colour },
        _ => Mark::Line { places, colour, width, dashed },
    }
}

fn line(places: Vec<Place>, colour: RGBColor, width: f64) -> Mark {
    Mark::Line { places, colour, width, dashed: false }
}

#[cfg(test)]
mod tests;
