//! The legend: a row of samples with their names, broken where the chart ends.

use plotters::style::RGBColor;

use super::canvas::{Align, Mark, Place};
use super::palette;
use super::typeface::Lettering;

const NAME: Lettering = Lettering { size: 15.0, bold: false, colour: palette::INK };
const ROW: f64 = 23.0;
/// A sample's width and half its height.
const SAMPLE: f64 = 26.0;
const HALF: f64 = 6.0;
/// Between a sample and its name, and between two entries.
const NEAR: f64 = 8.0;
const APART: f64 = 22.0;

/// One name of the legend with its sample.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    name: String,
    area: Option<RGBColor>,
    line: Option<(RGBColor, bool)>,
}

impl Entry {
    /// A line, whole or dashed.
    pub(super) fn line(name: &str, colour: RGBColor, dashed: bool) -> Self {
        Self { name: name.to_owned(), area: None, line: Some((colour, dashed)) }
    }

    /// A filled area.
    pub(super) fn area(name: &str, colour: RGBColor) -> Self {
        Self { name: name.to_owned(), area: Some(colour), line: None }
    }

    /// Words alone, for what is missing.
    pub(super) fn note(name: &str) -> Self {
        Self { name: name.to_owned(), area: None, line: None }
    }

    /// The same entry with its line on an area.
    pub(super) fn on(self, colour: RGBColor) -> Self {
        Self { area: Some(colour), ..self }
    }

    fn sample(&self) -> f64 {
        if self.area.is_some() || self.line.is_some() { SAMPLE + NEAR } else { 0.0 }
    }
}

/// Draws `entries` from `start` on, in rows that end before `right`; returns where they end.
pub(super) fn draw(entries: &[Entry], start: Place, right: f64, marks: &mut Vec<Mark>) -> f64 {
    let (mut across, mut middle) = (start.0, start.1 + ROW / 2.0);
    for entry in entries {
        let width = entry.sample() + NAME.width(&entry.name);
        if across > start.0 && across + width > right {
            (across, middle) = (start.0, middle + ROW);
        }
        sample(entry, across, middle, marks);
        let place = (across + entry.sample(), middle);
        let text = NAME.shorten(&entry.name, right - place.0);
        marks.push(Mark::Label { text, place, align: Align::Left, lettering: NAME });
        across += width + APART;
    }
    middle + ROW / 2.0
}

fn sample(entry: &Entry, left: f64, middle: f64, marks: &mut Vec<Mark>) {
    let right = left + SAMPLE;
    if let Some(colour) = entry.area {
        let (top, bottom) = (middle - HALF, middle + HALF);
        let outline = vec![(left, top), (right, top), (right, bottom), (left, bottom)];
        marks.push(Mark::Area { outline, colour });
    }
    if let Some((colour, dashed)) = entry.line {
        let places = vec![(left, middle), (right, middle)];
        marks.push(Mark::Line { places, colour, width: 2.5, dashed });
    }
}
