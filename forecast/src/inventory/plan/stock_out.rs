//! When stock will be out, how sure that is, and by when an order prevents it.

use chrono::NaiveDate;

use super::levels::Levels;
use super::situation::Situation;

/// Stock that lasts for a hundred years is not sold.
const NEVER: f64 = 36_525.0;

/// When stock will be out if nothing is ordered. A date is absent where it lies beyond the horizon.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StockOut {
    /// The day by which stock is out with a probability of a tenth.
    pub earliest: Option<NaiveDate>,
    /// The day by which it is as likely to be out as not.
    pub expected: Option<NaiveDate>,
    /// The day by which it is out with a probability of nine tenths.
    pub latest: Option<NaiveDate>,
    /// The probability that it is out within the horizon.
    pub probability: f64,
}

pub(super) fn stock_out(situation: &Situation<'_>) -> StockOut {
    let horizon = situation.horizon();
    let reached = |probability: f64| {
        let day = (0..horizon).find(|day| situation.risk(*day) >= probability);
        day.map(|day| situation.date(day))
    };
    StockOut {
        earliest: reached(0.1),
        expected: reached(0.5),
        latest: reached(0.9),
        probability: situation.risk(horizon - 1),
    }
}

/// The last day on which an order keeps the probability of a stock-out before its arrival within the
/// target: today where even that is too late, absent where it lies beyond the horizon.
pub(super) fn order_by(situation: &Situation<'_>, levels: &Levels) -> Option<NaiveDate> {
    let allowed = 1.0 - levels.service_level;
    let late = (0..=situation.horizon()).find(|wait| situation.risk_before(*wait) > allowed)?;
    Some(situation.after(late.saturating_sub(1)))
}

/// For how many days stock lasts at expected demand; absent where nothing sells, or next to nothing.
pub(super) fn days_of_cover(situation: &Situation<'_>) -> Option<f64> {
    let stock = situation.supply(0);
    if stock <= 0.0 {
        return Some(0.0);
    }
    let (ahead, horizon) = (&situation.ahead, situation.horizon());
    if let Some(day) = (1..=horizon).find(|day| ahead.mean(*day) >= stock) {
        let (before, after) = (ahead.mean(day - 1), ahead.mean(day));
        return Some((day - 1) as f64 + (stock - before) / (after - before));
    }
    let beyond = stock - ahead.mean(horizon);
    let days = (ahead.pace() > 0.0).then(|| horizon as f64 + beyond / ahead.pace());
    days.filter(|days| *days < NEVER)
}
