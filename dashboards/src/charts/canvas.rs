//! Strokes, areas and letters in pixels at scale 1, and their way into a PNG or an SVG file.

use std::io::Cursor;

use image::{ImageFormat, RgbImage, imageops};
use plotters::prelude::{
    BitMapBackend, Circle, DrawingBackend, IntoDrawingArea, PathElement, Polygon, SVGBackend, Text,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, RGBColor, WHITE};
use plotters::{coord::Shift, drawing::DrawingArea};

use super::typeface::Lettering;
use super::{ChartError, ChartFormat, ChartSize};

/// A bitmap is drawn this many times larger than scale 1 and averaged, so that lines and letters
/// are smooth. The largest chart then takes 134 MB while it is drawn.
const FINE: u32 = 4;

/// Letters of a bitmap are drawn this much lower, as a share of their size, than plotters would:
/// it centres the line and not the digits.
const LOWER: f64 = 0.17;

/// Length of a dash at scale 1; the gap after it is two thirds as long.
const DASH: f64 = 6.0;

/// A place, from the left and from the top, in pixels at scale 1.
pub(super) type Place = (f64, f64);

/// Where a text stands beside its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Centre,
    Right,
}

impl Align {
    fn plotters(self) -> HPos {
        match self {
            Self::Left => HPos::Left,
            Self::Centre => HPos::Center,
            Self::Right => HPos::Right,
        }
    }
}

/// How letters come about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Letters {
    /// Here, dot by dot.
    Drawn,
    /// The file names the typeface and its viewer draws it.
    Named,
}

/// One thing to draw. A chart is laid out as a list of them, which a test can read.
#[derive(Debug, Clone)]
pub(super) enum Mark {
    /// A filled area.
    Area { outline: Vec<Place>, colour: RGBColor },
    /// A line through places, whole or in dashes.
    Line { places: Vec<Place>, colour: RGBColor, width: f64, dashed: bool },
    /// A filled disc.
    Dot { centre: Place, radius: f64, colour: RGBColor },
    /// One line of letters; its place is the middle of its height.
    Label { text: String, place: Place, align: Align, lettering: Lettering },
}

/// Draws `marks` in their order.
pub(super) fn render(
    marks: &[Mark],
    format: ChartFormat,
    size: ChartSize,
) -> Result<Vec<u8>, ChartError> {
    match format {
        ChartFormat::Png => png(marks, size),
        ChartFormat::Svg => svg(marks, size),
    }
}

fn png(marks: &[Mark], size: ChartSize) -> Result<Vec<u8>, ChartError> {
    let (width, height) = (size.width * FINE, size.height * FINE);
    let mut pixels = vec![0; width as usize * height as usize * 3];
    let area = BitMapBackend::with_buffer(&mut pixels, (width, height)).into_drawing_area();
    paint(&area, marks, f64::from(FINE), Letters::Drawn)?;
    drop(area);
    let fine = RgbImage::from_raw(width, height, pixels)
        .ok_or_else(|| ChartError::Drawing("the bitmap has lost pixels".to_owned()))?;
    let plain = imageops::thumbnail(&fine, size.width * size.scale, size.height * size.scale);
    let mut file = Cursor::new(Vec::new());
    plain.write_to(&mut file, ImageFormat::Png).map_err(failed)?;
    Ok(file.into_inner())
}

fn svg(marks: &[Mark], size: ChartSize) -> Result<Vec<u8>, ChartError> {
    let mut file = String::new();
    let pixels = (size.width * size.scale, size.height * size.scale);
    let area = SVGBackend::with_string(&mut file, pixels).into_drawing_area();
    paint(&area, marks, f64::from(size.scale), Letters::Named)?;
    drop(area);
    Ok(file.into_bytes())
}

fn failed(error: impl std::fmt::Display) -> ChartError {
    ChartError::Drawing(error.to_string())
}

/// Draws every mark with `factor` pixels for each pixel of the chart's size.
fn paint<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    marks: &[Mark],
    factor: f64,
    letters: Letters,
) -> Result<(), ChartError> {
    area.fill(&WHITE).map_err(failed)?;
    for mark in marks {
        match mark {
            Mark::Area { outline, colour } => {
                area.draw(&Polygon::new(pixels(outline, factor), colour.filled()))
                    .map_err(failed)?;
            }
            Mark::Line { places, colour, width, dashed } => {
                let style = colour.stroke_width((width * factor).round().max(1.0) as u32);
                let dash = if *dashed { DASH * factor } else { f64::INFINITY };
                for piece in dashes(&pixels(places, factor), dash) {
                    area.draw(&PathElement::new(piece, style)).map_err(failed)?;
                }
            }
            Mark::Dot { centre, radius, colour } => {
                let radius = (radius * factor).round() as i32;
                let disc = Circle::new(pixel(*centre, factor), radius, colour.filled());
                area.draw(&disc).map_err(failed)?;
            }
            Mark::Label { text, place, align, lettering } => {
                let style = lettering.style(factor).pos(Pos::new(align.plotters(), VPos::Center));
                for place in strokes(*place, *lettering, letters) {
                    let text = Text::new(text.as_str(), pixel(place, factor), style.clone());
                    area.draw(&text).map_err(failed)?;
                }
            }
        }
    }
    area.present().map_err(failed)
}

/// Where a text is drawn, again and again a little aside: the typeface has one thin cut only, and
/// is thickened to a regular or a bold one.
fn strokes(place: Place, lettering: Lettering, letters: Letters) -> impl Iterator<Item = Place> {
    let shifts: &[f64] = match (letters, lettering.bold) {
        (Letters::Named, _) => &[0.0],
        (Letters::Drawn, false) => &[0.0, 0.25],
        (Letters::Drawn, true) => &[0.0, 0.25, 0.5, 0.75, 1.0],
    };
    let lower = if letters == Letters::Drawn { LOWER * lettering.size } else { 0.0 };
    shifts.iter().map(move |shift| (place.0 + shift, place.1 + lower))
}

fn pixel((left, top): Place, factor: f64) -> (i32, i32) {
    ((left * factor).round() as i32, (top * factor).round() as i32)
}

fn pixels(places: &[Place], factor: f64) -> Vec<(i32, i32)> {
    places.iter().map(|place| pixel(*place, factor)).collect()
}

/// Cuts a line into pieces of `dash` pixels with gaps between; an endless dash leaves it whole.
fn dashes(places: &[(i32, i32)], dash: f64) -> Vec<Vec<(i32, i32)>> {
    if dash.is_infinite() {
        return vec![places.to_vec()];
    }
    let mut pieces = Vec::new();
    let mut piece = Vec::new();
    // Pixels left until the next change, and whether the pen is down.
    let (mut left, mut down) = (dash, true);
    for pair in places.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let length = f64::from(to.0 - from.0).hypot(f64::from(to.1 - from.1));
        let mut gone = 0.0;
        if down {
            piece.push(from);
        }
        while length - gone > left {
            gone += left;
            piece.push(between(from, to, gone / length));
            if down {
                pieces.push(std::mem::take(&mut piece));
            }
            down = !down;
            left = if down { dash } else { dash * 2.0 / 3.0 };
        }
        left -= length - gone;
    }
    if down {
        piece.extend(places.last());
        pieces.push(piece);
    }
    pieces
}

fn between(from: (i32, i32), to: (i32, i32), share: f64) -> (i32, i32) {
    let part = |from: i32, to: i32| from + (f64::from(to - from) * share).round() as i32;
    (part(from.0, to.0), part(from.1, to.1))
}

#[cfg(test)]
mod tests;
