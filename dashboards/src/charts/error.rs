//! Why a chart could not be drawn.

/// All but the last are for the one who asked to fix; the last is ours.
#[derive(Debug, thiserror::Error)]
pub enum ChartError {
    /// The size is outside what can be read or held in memory.
    #[error(
        "a chart of {width} × {height} at scale {scale} was asked for; width must be 480 to 2000, \
         height 300 to 1400, scale 1 or 2"
    )]
    Size {
        /// Pixels at scale 1.
        width: u32,
        /// Pixels at scale 1.
        height: u32,
        /// Pixels of the file for each pixel of the size.
        scale: u32,
    },
    /// The chart has a long legend, and the size leaves no room for the rest.
    #[error(
        "this chart needs a width of at least 640 and a height of at least 400, not {width} × {height}"
    )]
    Small {
        /// Pixels at scale 1.
        width: u32,
        /// Pixels at scale 1.
        height: u32,
    },
    /// A value is not a number that has a place on an axis.
    #[error("the value on {of} is not a finite number below 10^15")]
    Value {
        /// The day of the value, or what else names its place.
        of: String,
    },
    /// There are more days than a chart can show.
    #[error("the chart spans {days} days; at most {most} can be shown")]
    Span {
        /// Days from the first to the last.
        days: i64,
        /// The most days that are accepted.
        most: i64,
    },
    /// The drawing itself failed.
    #[error("the chart could not be drawn: {0}")]
    Drawing(String),
}
