//! Erlang A: callers wait as long as their patience lasts, then hang up (M/M/n+M).

use super::super::error::{StaffingError, positive, within};
use super::Traffic;

/// More contacts than this would arrive while one caller's patience lasts: the queue's states are
/// kept one by one, and no shop needs as many.
const MOST_ARRIVALS: f64 = 1e6;

/// A state this much rarer than the most frequent one adds nothing to a sum of doubles.
const NEGLIGIBLE: f64 = 1e-22;

/// A queue whose callers give up after an exponential patience, with a number of agents.
///
/// Palm 1957; Garnett, Mandelbaum and Reiman 2002, "Designing a call center with impatient
/// customers". The stationary distribution of the contacts present is that of a birth–death
/// process: births at the arrival rate `λ`, deaths at `min(k, n) μ + max(k − n, 0) θ`. It is
/// summed outwards from its most frequent state, so that nothing overflows or vanishes whatever
/// the number of agents or the overload. There is no unstable case: who cannot be served hangs up.
#[derive(Debug, Clone, PartialEq)]
pub struct ErlangA {
    traffic: Traffic,
    patience_seconds: f64,
    agents: u32,
    /// The share of time that fewer contacts are present than agents.
    free: f64,
    /// The probability of each number of waiting contacts, from 0, all agents being busy.
    queue: Vec<f64>,
}

impl ErlangA {
    /// The queue of `traffic` at `agents` agents, whose callers wait `patience_seconds` on average
    /// before they hang up.
    ///
    /// # Errors
    ///
    /// A patience of zero or less, that is not a finite number, or so long that a million contacts
    /// arrive before it ends.
    pub fn new(
        traffic: Traffic,
        agents: u32,
        patience_seconds: f64,
    ) -> Result<Self, StaffingError> {
        let patience_seconds = positive("patience_seconds", patience_seconds)?;
        let arrivals = traffic.arrivals_per_second() * patience_seconds;
        let expected = "so short that at most 1,000,000 contacts arrive meanwhile";
        within("patience_seconds", patience_seconds, arrivals <= MOST_ARRIVALS, expected)?;
        let chain = Chain { traffic, patience_seconds, agents: f64::from(agents) };
        let (free, queue) = chain.stationary();
        Ok(Self { traffic, patience_seconds, agents, free, queue })
    }

    /// The share of contacts that find all agents busy, whether they are answered or hang up.
    #[must_use]
    pub fn waiting_probability(&self) -> f64 {
        self.queue.iter().sum()
    }

    /// The share of contacts that hang up before they are answered: `θ E[queue] ÷ λ`.
    #[must_use]
    pub fn abandonment(&self) -> f64 {
        self.mean_wait() / self.patience_seconds
    }

    /// Mean seconds in the queue over all contacts, those answered at once and those that hang up
    /// included (Little's law: `E[queue] ÷ λ`).
    #[must_use]
    pub fn mean_wait(&self) -> f64 {
        let rate = self.traffic.arrivals_per_second();
        if rate <= 0.0 {
            return 0.0;
        }
        let terms = self.queue.iter().enumerate();
        terms.map(|(waiting, probability)| waiting as f64 * probability).sum::<f64>() / rate
    }

    /// The share of their time that agents are on a contact.
    #[must_use]
    pub fn occupancy(&self) -> f64 {
        if self.agents == 0 {
            return 0.0;
        }
        self.traffic.erlangs() * (1.0 - self.abandonment()) / f64::from(self.agents)
    }

    /// The share of contacts that are answered within `threshold_seconds`; who hangs up, even
    /// before the threshold, is not answered.
    ///
    /// A contact that finds `j` others waiting is answered after `j + 1` exponential times of rates
    /// `nμ + iθ`, `i = j … 0`, whose sum `V` has `exp(−θV)` distributed as Beta(nμ÷θ, j + 1); it is
    /// still there with probability `exp(−θV)`. Hence, with `c = nμ÷θ` and `x = exp(−θ threshold)`,
    /// the share `c ÷ (c + j + 1) × (1 − I_x(c + 1, j + 1))`, whose incomplete beta function is a sum
    /// of negative binomial probabilities that grows by one term a state.
    #[must_use]
    pub fn service_level(&self, threshold_seconds: f64) -> f64 {
        let elapsed = threshold_seconds.max(0.0) / self.patience_seconds;
        let completions = self.completions();
        let left = -(-elapsed).exp_m1();
        // Logarithms, because the first term underflows with thousands of agents.
        let mut term = -(completions + 1.0) * elapsed;
        let mut later = 0.0;
        let mut answered = self.free;
        for (waiting, probability) in self.queue.iter().enumerate() {
            let waiting = waiting as f64;
            later += term.exp();
            let stays = completions / (completions + waiting + 1.0);
            answered += probability * stays * (1.0 - later).max(0.0);
            term += (left * (completions + waiting + 1.0) / (waiting + 1.0)).ln();
        }
        answered
    }

    /// Contacts that all agents complete in the time one caller's patience lasts: `nμ ÷ θ`.
    fn completions(&self) -> f64 {
        f64::from(self.agents) * self.patience_seconds / self.traffic.handle_seconds()
    }
}

/// The birth–death process of the contacts present.
struct Chain {
    traffic: Traffic,
    patience_seconds: f64,
    agents: f64,
}

impl Chain {
    /// Contacts a second that leave, answered or not, while `present` are there.
    fn leaving(&self, present: f64) -> f64 {
        present.min(self.agents) / self.traffic.handle_seconds()
            + (present - self.agents).max(0.0) / self.patience_seconds
    }

    /// The most frequent state: the last one that is entered at least as often as it is left.
    fn mode(&self) -> f64 {
        let rate = self.traffic.arrivals_per_second();
        let served = self.agents / self.traffic.handle_seconds();
        if rate < served {
            return (rate * self.traffic.handle_seconds()).floor();
        }
        (self.agents + (rate - served) * self.patience_seconds).floor()
    }

    /// The share of time with a free agent, and the probabilities of 0, 1, 2 … waiting.
    fn stationary(&self) -> (f64, Vec<f64>) {
        if self.traffic.arrivals_per_second() <= 0.0 {
            return (1.0, Vec::new());
        }
        let mode = self.mode();
        let mut states = self.below(mode);
        let lowest = mode - states.len() as f64;
        states.reverse();
        states.extend(self.from(mode));
        let whole: f64 = states.iter().sum();
        let free = (self.agents - lowest).clamp(0.0, states.len() as f64) as usize;
        // States between no queue and the first frequent one are as good as never seen.
        let never = (lowest - self.agents).max(0.0) as usize;
        let mut queue = vec![0.0; never];
        queue.extend(states[free..].iter().map(|weight| weight / whole));
        (states[..free].iter().sum::<f64>() / whole, queue)
    }

    /// Weights of the states below `mode`, downwards, where `mode` weighs 1.
    fn below(&self, mode: f64) -> Vec<f64> {
        let rate = self.traffic.arrivals_per_second();
        let mut weights = Vec::new();
        let (mut state, mut weight) = (mode, 1.0);
        while state > 0.0 && weight > NEGLIGIBLE {
            weight *= self.leaving(state) / rate;
            state -= 1.0;
            weights.push(weight);
        }
        weights
    }

    /// Weights of `mode` and the states above it, upwards, where `mode` weighs 1.
    fn from(&self, mode: f64) -> Vec<f64> {
        let rate = self.traffic.arrivals_per_second();
        let mut weights = Vec::new();
        let (mut state, mut weight) = (mode, 1.0);
        while weight > NEGLIGIBLE {
            weights.push(weight);
            state += 1.0;
            weight *= rate / self.leaving(state);
        }
        weights
    }
}
