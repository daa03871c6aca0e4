//! The colours of every chart: Okabe and Ito's, and tints of them on white.

use plotters::style::RGBColor;

/// Letters, and the history they describe.
pub(super) const INK: RGBColor = RGBColor(0x1F, 0x24, 0x29);
/// Letters of less weight, axes.
pub(super) const SOFT_INK: RGBColor = RGBColor(0x5A, 0x63, 0x6B);
/// Lines to read values along.
pub(super) const GRID: RGBColor = RGBColor(0xDD, 0xE1, 0xE5);

/// What happened.
pub(super) const HISTORY: RGBColor = INK;
/// What is expected: Okabe and Ito's blue.
pub(super) const FORECAST: RGBColor = RGBColor(0x00, 0x72, 0xB2);
/// What was expected: Okabe and Ito's vermilion.
pub(super) const TESTED: RGBColor = RGBColor(0xD5, 0x5E, 0x00);

/// Bars: Okabe and Ito's sky blue.
pub(super) const BAR: RGBColor = RGBColor(0x56, 0xB4, 0xE9);
/// A third line, of a share or a level: Okabe and Ito's bluish green.
pub(super) const GREEN: RGBColor = RGBColor(0x00, 0x9E, 0x73);
/// A fourth: Okabe and Ito's reddish purple.
pub(super) const PURPLE: RGBColor = RGBColor(0xCC, 0x79, 0xA7);
/// Letters on dark areas.
pub(super) const PAPER: RGBColor = RGBColor(0xFF, 0xFF, 0xFF);
/// Cells of a heat map that nothing is in.
pub(super) const EMPTY: RGBColor = RGBColor(0xF4, 0xF6, 0xF7);

/// A cell of a heat map, from 0 (pale) to 1 (dark): one hue, so that darkness alone tells.
pub(super) fn heat(share: f64) -> RGBColor {
    let share = share.clamp(0.0, 1.0);
    let (pale, dark) = (RGBColor(0xDC, 0xEC, 0xF6), RGBColor(0x00, 0x3F, 0x6B));
    let part = |from: u8, to: u8| {
        (f64::from(from) + (f64::from(to) - f64::from(from)) * share).round() as u8
    };
    RGBColor(part(pale.0, dark.0), part(pale.1, dark.1), part(pale.2, dark.2))
}

/// The letters that are read best on a cell of a heat map.
pub(super) fn on_heat(share: f64) -> RGBColor {
    if share > 0.45 { PAPER } else { INK }
}

/// The wide and the narrow interval of the forecast.
pub(super) const FORECAST_BANDS: [RGBColor; 2] = [tint(FORECAST, 16), tint(FORECAST, 36)];
/// The wide and the narrow interval of the back-test, paler: it lies under the history.
pub(super) const TESTED_BANDS: [RGBColor; 2] = [tint(TESTED, 14), tint(TESTED, 28)];

/// `percent` of a colour on white. Opaque, so that overlapping areas do not look like a third one.
const fn tint(colour: RGBColor, percent: u32) -> RGBColor {
    const fn part(value: u8, percent: u32) -> u8 {
        (255 - (255 - value as u32) * percent / 100) as u8
    }
    RGBColor(part(colour.0, percent), part(colour.1, percent), part(colour.2, percent))
}
