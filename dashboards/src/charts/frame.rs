//! What every chart has around it: title and subtitle above, zone and source below.

use plotters::style::RGBColor;

use super::canvas::{Align, Mark, Place};
use super::typeface::Lettering;
use super::{ChartSize, palette};
use crate::language::{Language, Word};

/// Room around everything, in pixels at scale 1 like every length of a chart.
pub(super) const MARGIN: f64 = 28.0;
const FOOTER_LINE: f64 = 17.0;

pub(super) const TITLE: Lettering = Lettering { size: 26.0, bold: true, colour: palette::INK };
pub(super) const SUBTITLE: Lettering = Lettering { size: 16.5, bold: false, colour: palette::INK };
pub(super) const TICK: Lettering = Lettering { size: 15.0, bold: false, colour: palette::INK };
pub(super) const FOOTER: Lettering =
    Lettering { size: 13.5, bold: false, colour: palette::SOFT_INK };
pub(super) const NOTE: Lettering = Lettering { size: 18.0, bold: false, colour: palette::INK };

/// What every chart says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Caption {
    /// What is shown, e.g. "Daily demand, Marea demo".
    pub title: String,
    /// What to see in it, or which part of the shop; may be empty.
    pub subtitle: String,
    /// The time zone the days are cut in, e.g. "Europe/Madrid".
    pub time_zone: String,
    /// Model, origin, LSN and error, so that a printed chart can be traced.
    pub source: String,
    /// The language of every word that the chart adds.
    pub language: Language,
}

/// A rectangle of the picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Room {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
}

impl Room {
    pub(super) fn width(&self) -> f64 {
        self.right - self.left
    }

    pub(super) fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// The part from `from` to `to` of the width, as shares of it.
    pub(super) fn columns(&self, from: f64, to: f64) -> Self {
        let at = |share: f64| self.left + self.width() * share;
        Self { left: at(from), right: at(to), ..*self }
    }

    /// The part from `from` to `to` of the height, as shares of it.
    pub(super) fn rows(&self, from: f64, to: f64) -> Self {
        let at = |share: f64| self.top + self.height() * share;
        Self { top: at(from), bottom: at(to), ..*self }
    }
}

/// Draws title, subtitle, zone and source; returns the room between them.
pub(super) fn frame(caption: &Caption, size: ChartSize, marks: &mut Vec<Mark>) -> Room {
    let (width, height) = (f64::from(size.width), f64::from(size.height));
    let top = heading(caption, width, marks);
    let bottom = footer(caption, width, height, marks);
    Room { left: MARGIN, right: width - MARGIN, top, bottom }
}

/// A text in the middle of a room, in words for what cannot be drawn.
pub(super) fn note(text: &str, room: Room, marks: &mut Vec<Mark>) {
    let place = (f64::midpoint(room.left, room.right), f64::midpoint(room.top, room.bottom));
    marks.push(label(&NOTE.shorten(text, room.width()), place, Align::Centre, NOTE));
}

pub(super) fn label(text: &str, place: Place, align: Align, lettering: Lettering) -> Mark {
    Mark::Label { text: text.to_owned(), place, align, lettering }
}

/// The same lettering in another colour.
pub(super) fn coloured(lettering: Lettering, colour: RGBColor) -> Lettering {
    Lettering { colour, ..lettering }
}

/// Title and subtitle; returns where they end.
fn heading(caption: &Caption, width: f64, marks: &mut Vec<Mark>) -> f64 {
    let room = width - 2.0 * MARGIN;
    let mut top = 34.0;
    let title = TITLE.shorten(&caption.title, room);
    marks.push(label(&title, (MARGIN, top), Align::Left, TITLE));
    if !caption.subtitle.is_empty() {
        top += 26.0;
        let subtitle = SUBTITLE.shorten(&caption.subtitle, room);
        marks.push(label(&subtitle, (MARGIN, top), Align::Left, SUBTITLE));
    }
    top + 16.0
}

/// Zone and source at the foot; returns where they begin.
fn footer(caption: &Caption, width: f64, height: f64, marks: &mut Vec<Mark>) -> f64 {
    let zone = caption.language.phrase(Word::TimeZone, &[&caption.time_zone]);
    let text = format!("{zone} · {}", caption.source);
    let lines = FOOTER.wrap(&text, width - 2.0 * MARGIN, 2);
    let top = height - 14.0 - lines.len() as f64 * FOOTER_LINE;
    for (row, line) in lines.iter().enumerate() {
        let place = (MARGIN, top + (row as f64 + 0.5) * FOOTER_LINE);
        marks.push(label(line, place, Align::Left, FOOTER));
    }
    top
}
