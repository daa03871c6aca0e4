//! The letters of every chart: one typeface carried in the binary, registered once.

use std::sync::OnceLock;

use plotters::style::{Color, FontFamily, FontStyle, IntoFont, RGBColor, TextStyle, register_font};

use super::ChartError;

/// The name in SVG files, as a CSS list: a viewer without Ubuntu falls back to what it has.
const FAMILY: &str = "Ubuntu, 'Segoe UI', Helvetica, Arial, sans-serif";

/// A viewer's fallback may be wider than the letters measured here, hence some room.
const ROOM: f64 = 1.12;

/// The most letters of a text that are looked at.
const MOST_LETTERS: usize = 400;

/// One size and weight of text in one colour.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lettering {
    /// Height of a line in pixels at scale 1.
    pub(super) size: f64,
    /// Whether strokes are thickened; the typeface has no bold cut of its own.
    pub(super) bold: bool,
    pub(super) colour: RGBColor,
}

impl Lettering {
    /// The style at `factor` pixels for each pixel of the chart's size.
    pub(super) fn style(self, factor: f64) -> TextStyle<'static> {
        let weight = if self.bold { FontStyle::Bold } else { FontStyle::Normal };
        let font = (FontFamily::Name(FAMILY), self.size * factor, weight).into_font();
        TextStyle { color: self.colour.to_backend_color(), ..TextStyle::from(font) }
    }

    /// The width of `text` in pixels at scale 1, with room for another typeface.
    pub(super) fn width(self, text: &str) -> f64 {
        // Measured large, since widths come in whole pixels.
        let font = (FontFamily::Name(FAMILY), self.size * 16.0, FontStyle::Normal).into_font();
        font.box_size(text).map_or(0.0, |(width, _)| f64::from(width) / 16.0 * ROOM)
    }

    /// `text`, or as many of its letters as fit into `width` and an ellipsis.
    pub(super) fn shorten(self, text: &str, width: f64) -> String {
        // No chart has room for more letters, and measuring a book would take long.
        let mut kept: String = text.chars().take(MOST_LETTERS).collect();
        if kept.len() == text.len() && self.width(text) <= width {
            return kept;
        }
        while kept.pop().is_some() {
            let shortened = format!("{}…", kept.trim_end());
            if self.width(&shortened) <= width {
                return shortened;
            }
        }
        String::new()
    }

    /// `text` broken at spaces into at most `most` lines, the last one shortened if need be.
    pub(super) fn wrap(self, text: &str, width: f64, most: usize) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        // At plain spaces only: the others are there so that a figure is not torn from its unit.
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let open = lines.len();
            match lines.last_mut() {
                Some(line) if open == most || self.width(&format!("{line} {word}")) <= width => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        lines.iter().map(|line| self.shorten(line, width)).collect()
    }
}

/// Registers the typeface; only the first call does anything.
pub(super) fn register() -> Result<(), ChartError> {
    static REGISTERED: OnceLock<bool> = OnceLock::new();
    let fine = *REGISTERED.get_or_init(|| {
        register_font(FAMILY, FontStyle::Normal, epaint_default_fonts::UBUNTU_LIGHT).is_ok()
    });
    if fine { Ok(()) } else { Err(ChartError::Drawing("the typeface is damaged".to_owned())) }
}

#[cfg(test)]
mod tests;
