//! Charts one would put in a board paper, drawn on the server as PNG or SVG.
//!
//! There are five: [`FanChart`] (history, forecast with intervals, and what the same model said one
//! horizon ago), [`SeasonalProfile`], [`AccuracyChart`], [`StockChart`] and [`StaffingChart`]. Each
//! is plain data that [`draw`] lays out and turns into a file; `source` reads the data of each out
//! of a store. `frame` draws what all have around them, `plot` and `axis` place values and days,
//! `strokes` and `legend` draw them, `canvas` turns strokes into files, `typeface` carries the
//! letters (none are taken from the machine).
//!
//! Invariant: the same chart, format and size give the same bytes; nothing is read but the
//! arguments, so that a chart in a report can be made again.
//!
//! Colours are those of Okabe and Ito (*Color Universal Design*, 2008), told apart with any kind of
//! colour vision; lines also differ in dashes, for paper without colour. Heat maps grow darker in
//! one hue.

mod accuracy;
mod axis;
mod canvas;
mod chart;
mod error;
mod fan;
mod frame;
mod legend;
mod palette;
mod plot;
mod seasonal;
mod size;
pub(crate) mod source;
mod staffing;
mod stock;
mod strokes;
mod typeface;

pub use accuracy::{AccuracyChart, AccuracyStep};
pub use chart::{Chart, draw};
pub use error::ChartError;
pub use fan::{FanChart, FanPoint};
pub use frame::Caption;
pub use seasonal::{SeasonalIndex, SeasonalProfile};
pub use size::{ChartFormat, ChartSize};
pub use staffing::{StaffingChart, StaffingHour};
pub use stock::{StockChart, StockPoint};
#[cfg(test)]
mod apart;
