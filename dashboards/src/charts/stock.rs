//! The stock of a SKU in a warehouse: what was there, what will be, and by when to order.

use chrono::NaiveDate;

use super::canvas::{Mark, Place};
use super::chart::check_days;
use super::frame::{frame, note};
use super::legend::{self, Entry};
use super::plot::DatedPlot;
use super::strokes::{band, dashed, line, series};
use super::{Caption, ChartError, ChartSize, palette};
use crate::language::Word;

/// Half the width and the height of the mark of goods that come in.
const ARROW: (f64, f64) = (6.0, 11.0);

/// What stock was, and will be with the proposed order and without.
#[derive(Debug, Clone, PartialEq)]
pub struct StockChart {
    /// What the chart says of itself.
    pub caption: Caption,
    /// What the values count.
    pub unit: String,
    /// What could be promised at the end of each of the shop's days, in any order.
    pub history: Vec<(NaiveDate, f64)>,
    /// What will be if nothing is ordered, in any order.
    pub projection: Vec<StockPoint>,
    /// What will be with the proposed order, in any order; empty where none is proposed.
    pub with_order: Vec<(NaiveDate, f64)>,
    /// The probability that stock lies within the projection's range.
    pub level: f64,
    /// The position below which an order is placed.
    pub reorder_point: Option<f64>,
    /// What the reorder point holds beyond expected demand.
    pub safety_stock: Option<f64>,
    /// The last day to order.
    pub order_by: Option<NaiveDate>,
    /// Whether that day is past in truth.
    pub late: bool,
    /// What is on its way, and when it is expected.
    pub incoming: Vec<(NaiveDate, f64)>,
}

/// A day of the projection.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StockPoint {
    /// The shop's day.
    pub date: NaiveDate,
    /// Expected at its end.
    pub value: f64,
    /// The lower end of the range.
    pub lower: f64,
    /// The upper end of the range.
    pub upper: f64,
}

impl StockChart {
    fn values(&self) -> impl Iterator<Item = (NaiveDate, f64)> + '_ {
        let points = self.projection.iter();
        let points = points.flat_map(|point| {
            [point.value, point.lower, point.upper].map(|value| (point.date, value))
        });
        self.history.iter().chain(&self.with_order).copied().chain(points)
    }

    fn ordered(&self) -> Self {
        let mut chart = self.clone();
        chart.history.sort_by_key(|(date, _)| *date);
        chart.projection.sort_by_key(|point| point.date);
        chart.with_order.sort_by_key(|(date, _)| *date);
        chart.incoming.sort_by_key(|(date, _)| *date);
        chart
    }
}

/// Lays out `chart`.
pub(super) fn marks(chart: &StockChart, size: ChartSize) -> Result<Vec<Mark>, ChartError> {
    check_days(chart.values().chain(chart.incoming.iter().copied()))?;
    let chart = &chart.ordered();
    let levels = || [chart.reorder_point, chart.safety_stock].into_iter().flatten();
    let language = chart.caption.language;
    let mut marks = Vec::new();
    let mut room = frame(&chart.caption, size, &mut marks);
    let (Some(first), Some(last)) =
        (chart.values().map(|it| it.0).min(), chart.values().map(|it| it.0).max())
    else {
        note(language.word(Word::NothingToDraw), room, &mut marks);
        return Ok(marks);
    };
    room.top = legend::draw(&entries(chart), (room.left, room.top), room.right, &mut marks);
    let all = || chart.values().map(|(_, value)| value).chain(levels());
    let bounds = (all().fold(0.0, f64::min), all().fold(0.0, f64::max));
    let plot = DatedPlot::new(room, bounds, (first, last), language);
    range(&plot, chart, &mut marks);
    plot.plot.grid(&chart.unit, &mut marks);
    plot.dates(&mut marks);
    level_lines(&plot, chart, &mut marks);
    days(&plot, chart, &mut marks);
    lines(&plot, chart, &mut marks);
    Ok(marks)
}

/// What the legend names, with its figure: so that no figure lies on a line.
fn entries(chart: &StockChart) -> Vec<Entry> {
    let language = chart.caption.language;
    let mut entries = Vec::new();
    if !chart.history.is_empty() {
        entries.push(Entry::line(language.word(Word::AvailableStock), palette::HISTORY, false));
    }
    if !chart.projection.is_empty() {
        entries.push(Entry::line(language.word(Word::ProjectedStock), palette::FORECAST, false));
        let range = language.phrase(Word::StockRange, &[&language.percent(chart.level)]);
        entries.push(Entry::area(&range, palette::FORECAST_BANDS[1]));
    }
    if !chart.with_order.is_empty() {
        entries.push(Entry::line(language.word(Word::StockWithOrder), palette::GREEN, true));
    }
    entries.extend(chart.reorder_point.map(|level| {
        let name = language.phrase(Word::ReorderPoint, &[&language.figure(level)]);
        Entry::line(&name, palette::TESTED, true)
    }));
    entries.extend(chart.safety_stock.map(|level| {
        let name = language.phrase(Word::SafetyStock, &[&language.figure(level)]);
        Entry::line(&name, palette::PURPLE, true)
    }));
    entries.extend(chart.order_by.map(|date| {
        let word = if chart.late { Word::OrderNow } else { Word::OrderBy };
        Entry::line(&language.phrase(word, &[&language.date(date)]), palette::TESTED, false)
    }));
    if !chart.incoming.is_empty() {
        let total = chart.incoming.iter().map(|(_, quantity)| quantity).sum();
        let name = language.phrase(Word::Incoming, &[&language.figure(total)]);
        entries.push(Entry::area(&name, palette::GREEN));
    }
    entries
}

fn range(plot: &DatedPlot, chart: &StockChart, marks: &mut Vec<Mark>) {
    let bound = |value: fn(&StockPoint) -> f64| -> Vec<Place> {
        chart.projection.iter().map(|point| plot.place(point.date, value(point))).collect()
    };
    let (upper, lower) = (bound(|point| point.upper), bound(|point| point.lower));
    marks.extend(band(&upper, &lower, palette::FORECAST_BANDS[1]));
}

fn level_lines(plot: &DatedPlot, chart: &StockChart, marks: &mut Vec<Mark>) {
    let levels = [(chart.reorder_point, palette::TESTED), (chart.safety_stock, palette::PURPLE)];
    for (level, colour) in levels {
        let Some(level) = level else { continue };
        let (room, height) = (&plot.plot.room, plot.plot.up(level));
        marks.push(dashed(vec![(room.left, height), (room.right, height)], colour, 2.0));
    }
}

/// The day to order by, and days on which goods come in.
fn days(plot: &DatedPlot, chart: &StockChart, marks: &mut Vec<Mark>) {
    let room = &plot.plot.room;
    let shown = |date: &NaiveDate| (plot.first..=plot.last).contains(date);
    if let Some(date) = chart.order_by.filter(shown) {
        let across = plot.across(date);
        marks.push(line(vec![(across, room.top), (across, room.bottom)], palette::TESTED, 2.0));
    }
    for (date, _) in chart.incoming.iter().filter(|(date, _)| shown(date)) {
        let (across, (half, height)) = (plot.across(*date), ARROW);
        let base = room.bottom;
        let outline = vec![(across - half, base), (across, base - height), (across + half, base)];
        marks.push(Mark::Area { outline, colour: palette::GREEN });
    }
}

fn lines(plot: &DatedPlot, chart: &StockChart, marks: &mut Vec<Mark>) {
    let history = chart.history.iter().map(|(date, value)| plot.place(*date, *value)).collect();
    let ahead = chart.projection.iter().map(|point| plot.place(point.date, point.value)).collect();
    let ordered = chart.with_order.iter().map(|(date, value)| plot.place(*date, *value)).collect();
    marks.push(series(history, palette::HISTORY, 2.0, false));
    marks.push(series(ordered, palette::GREEN, 2.5, true));
    marks.push(series(ahead, palette::FORECAST, 2.5, false));
}

#[cfg(test)]
mod tests;
