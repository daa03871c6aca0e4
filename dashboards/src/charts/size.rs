//! The format and the size of a chart's file.

use super::ChartError;

/// What kind of file is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartFormat {
    /// A bitmap, `image/png`.
    Png,
    /// A drawing that scales, `image/svg+xml`.
    Svg,
}

/// The size of a chart in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChartSize {
    /// Pixels at scale 1, 480 to 2000.
    pub width: u32,
    /// Pixels at scale 1, 300 to 1400.
    pub height: u32,
    /// 1, or 2 for screens and print of twice the density: letters and lines are drawn twice as
    /// large, so that the same chart is sharper, not emptier.
    pub scale: u32,
}

impl ChartSize {
    /// Fits half a slide: 1200 × 630 at scale 1.
    pub const SLIDE: Self = Self { width: 1200, height: 630, scale: 1 };

    /// Refuses a size at which a chart with a long legend has no room left for itself.
    pub(super) fn check_roomy(self) -> Result<Self, ChartError> {
        let Self { width, height, .. } = self;
        let fits = width >= 640 && height >= 400;
        if fits { Ok(self) } else { Err(ChartError::Small { width, height }) }
    }

    /// Refuses what nobody can read and what would fill memory.
    pub(super) fn check(self) -> Result<Self, ChartError> {
        let Self { width, height, scale } = self;
        let fits = (480..=2000).contains(&width)
            && (300..=1400).contains(&height)
            && (1..=2).contains(&scale);
        if fits { Ok(self) } else { Err(ChartError::Size { width, height, scale }) }
    }
}
