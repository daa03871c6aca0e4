//! Charts one would put in a board paper, drawn on the server as PNG or SVG.
//!
//! [`fan_chart`] is the only chart yet: history, the forecast with its intervals, and what the same
//! model said one horizon ago. `layout` and `legend` lay it out, `axis` chooses ticks, `canvas` turns strokes into
//! files, `typeface` carries the letters (none are taken from the machine).
//!
//! Invariant: the same chart, format and size give the same bytes; nothing is read but the
//! arguments, so that a chart in a report can be made again.
//!
//! Colours are those of Okabe and Ito (*Color Universal Design*, 2008), told apart with any kind of
//! colour vision; lines also differ in dashes, for paper without colour.

mod axis;
mod canvas;
mod error;
mod fan;
mod layout;
mod legend;
mod palette;
mod size;
mod typeface;

pub use error::ChartError;
pub use fan::{FanChart, FanPoint, fan_chart};
pub use size::{ChartFormat, ChartSize};
