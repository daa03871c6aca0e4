//! Erlang B and Erlang C: loss and delay with patient callers.

use super::Traffic;

/// The probability that a contact finds all agents busy when none may wait (Erlang B).
///
/// `B(0) = 1`, `B(n) = a B(n−1) ÷ (n + a B(n−1))` for `a` erlangs: all terms are positive and at most
/// 1, so that it is stable for any number of agents (Jagerman 1974, "Some properties of the Erlang
/// loss function").
#[must_use]
pub fn erlang_b(erlangs: f64, agents: u32) -> f64 {
    (1..=agents).fold(1.0, |blocked, count| next_blocked(erlangs, blocked, count))
}

/// Erlang B with one agent more: `count` agents, from `blocked` with one fewer.
pub(super) fn next_blocked(erlangs: f64, blocked: f64, count: u32) -> f64 {
    let offered = erlangs * blocked;
    offered / (f64::from(count) + offered)
}

/// The probability that a contact has to wait when all wait until they are answered (Erlang C).
///
/// `C = n B ÷ (n − a (1 − B))` with Erlang B's probability (Cooper 1981, "Introduction to Queueing
/// Theory"). It is 1 with as many erlangs as agents or more: the queue then grows without end.
#[must_use]
pub fn erlang_c(erlangs: f64, agents: u32) -> f64 {
    waiting(erlangs, agents, erlang_b(erlangs, agents))
}

fn waiting(erlangs: f64, agents: u32, blocked: f64) -> f64 {
    let count = f64::from(agents);
    if erlangs >= count {
        // Without contacts nobody waits, not even for nobody.
        return if erlangs > 0.0 { 1.0 } else { 0.0 };
    }
    count * blocked / (count - erlangs * (1.0 - blocked))
}

/// A queue whose callers never give up, with a number of agents (M/M/n).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ErlangC {
    traffic: Traffic,
    agents: u32,
    waiting: f64,
}

impl ErlangC {
    /// The queue of `traffic` at `agents` agents.
    #[must_use]
    pub fn new(traffic: Traffic, agents: u32) -> Self {
        Self::with_blocked(traffic, agents, erlang_b(traffic.erlangs(), agents))
    }

    /// The same where Erlang B is known, which saves the search for a number its inner loop.
    pub(super) fn with_blocked(traffic: Traffic, agents: u32, blocked: f64) -> Self {
        Self { traffic, agents, waiting: waiting(traffic.erlangs(), agents, blocked) }
    }

    /// The share of contacts that wait at all.
    #[must_use]
    pub fn waiting_probability(&self) -> f64 {
        self.waiting
    }

    /// The share of contacts answered within `threshold_seconds`:
    /// `1 − C exp(−(n − a) threshold ÷ handle)`; 0 where the queue grows without end.
    #[must_use]
    pub fn service_level(&self, threshold_seconds: f64) -> f64 {
        let spare = self.spare();
        if spare <= 0.0 {
            return 1.0 - self.waiting;
        }
        let handle = self.traffic.handle_seconds();
        1.0 - self.waiting * (-spare * threshold_seconds / handle).exp()
    }

    /// Average speed of answer: mean seconds until an agent answers, over all contacts, those that
    /// do not wait included. Infinite where the queue grows without end.
    #[must_use]
    pub fn speed_of_answer(&self) -> f64 {
        if self.waiting <= 0.0 {
            return 0.0;
        }
        let spare = self.spare();
        if spare <= 0.0 {
            return f64::INFINITY;
        }
        self.waiting * self.traffic.handle_seconds() / spare
    }

    /// The share of their time that agents are on a contact; 1 where the queue grows without end.
    #[must_use]
    pub fn occupancy(&self) -> f64 {
        if self.waiting <= 0.0 {
            return 0.0;
        }
        (self.traffic.erlangs() / f64::from(self.agents)).min(1.0)
    }

    fn spare(&self) -> f64 {
        f64::from(self.agents) - self.traffic.erlangs()
    }
}
