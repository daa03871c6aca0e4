//! Queues of contacts: how many agents answer how many of them how soon.
//!
//! Three models, from the least to the most forgiving: [`erlang_b`] (who finds all agents busy is
//! gone), [`erlang_c`] (who finds them busy waits for ever) and [`ErlangA`] (waits as long as his
//! patience lasts). Arrivals are Poisson, handle times exponential, one queue, in order of arrival.
//!
//! Conventions, because tools differ in them:
//!
//! - Times are seconds, rates are per second. Traffic is in erlangs: arrivals per second × handle
//!   seconds.
//! - Service level counts contacts *answered* within the threshold, as a share of all that arrive;
//!   who gives up before the threshold counts against it.
//! - A number of agents is the smallest whole number that meets every condition. pyworkforce
//!   starts its search at `round(traffic + 1)` and can therefore name one agent more.
//! - Occupancy is the share of agents' time spent on contacts. A cap on it is met by
//!   `ceil(traffic ÷ cap)` agents.
//! - Shrinkage (holidays, sickness, training, breaks not planned as such) is applied last and rounded up:
//!   `rostered = ceil(agents ÷ (1 − shrinkage))`.

mod agents;
mod erlang_a;
mod erlang_c;

pub use agents::{AgentTarget, Agents, Patience};
pub use erlang_a::ErlangA;
pub use erlang_c::{ErlangC, erlang_b, erlang_c};

use super::error::{StaffingError, not_negative, positive, within};

/// The recursions take a step an agent, and no shop has a million.
const MOST_ERLANGS: f64 = 1e6;

/// Contacts that arrive and what each takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Traffic {
    arrivals_per_second: f64,
    handle_seconds: f64,
}

impl Traffic {
    /// `arrivals` contacts in an interval of `interval_seconds`, each of which keeps an agent busy
    /// for `handle_seconds` (talk, hold and work after it) on average.
    ///
    /// # Errors
    ///
    /// Arrivals below zero, times of zero or less, anything that is not a finite number, more than
    /// a million erlangs.
    pub fn new(
        arrivals: f64,
        interval_seconds: f64,
        handle_seconds: f64,
    ) -> Result<Self, StaffingError> {
        let arrivals = not_negative("arrivals", arrivals)?;
        let interval_seconds = positive("interval_seconds", interval_seconds)?;
        let handle_seconds = positive("handle_seconds", handle_seconds)?;
        let arrivals_per_second = arrivals / interval_seconds;
        let few = arrivals_per_second * handle_seconds <= MOST_ERLANGS;
        within("arrivals", arrivals, few, "at most 1,000,000 erlangs")?;
        Ok(Self { arrivals_per_second, handle_seconds })
    }

    /// The load in erlangs: agents that would be busy on average if nobody ever waited.
    #[must_use]
    pub fn erlangs(self) -> f64 {
        self.arrivals_per_second * self.handle_seconds
    }

    /// Contacts a second.
    #[must_use]
    pub fn arrivals_per_second(self) -> f64 {
        self.arrivals_per_second
    }

    /// Mean handle time in seconds.
    #[must_use]
    pub fn handle_seconds(self) -> f64 {
        self.handle_seconds
    }
}

#[cfg(test)]
mod tests;
