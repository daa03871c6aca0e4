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
