//! Erlang B, C and A against published values, pyworkforce, a balance of flows and a simulation.

use super::*;

/// The rows of a table of cases: numbers, comments and the header left out.
fn cases(text: &str) -> Vec<Vec<f64>> {
    let lines = text.lines().filter(|line| !line.starts_with('#')).skip(1);
    lines.map(|line| line.split(',').map(|cell| cell.parse().unwrap()).collect()).collect()
}

fn close(found: f64, expected: f64, tolerance: f64) -> bool {
    (found - expected).abs() <= tolerance
}

/// Traffic of `erlangs` with handle times of one second.
fn erlangs(erlangs: f64) -> Traffic {
    Traffic::new(erlangs, 1.0, 1.0).unwrap()
}

#[test]
fn erlang_c_measures_agree_with_pyworkforce() {
    let cases = cases(include_str!("../cases/erlang_c_measures.csv"));
    assert!(cases.len() >= 100);
    for case in cases {
        let [arrivals, handle, threshold, interval, agents, waiting, level, occupancy] = case[..]
        else {
            panic!("eight columns are expected, not {case:?}")
        };
        let traffic = Traffic::new(arrivals, interval * 60.0, handle * 60.0).unwrap();
        let queue = ErlangC::new(traffic, agents as u32);
        assert!(close(queue.waiting_probability(), waiting, 1e-6), "{case:?} {queue:?}");
        assert!(close(queue.service_level(threshold * 60.0), level, 1e-6), "{case:?} {queue:?}");
        assert!(close(queue.occupancy(), occupancy, 1e-6), "{case:?} {queue:?}");
    }
}

#[test]
fn agents_needed_agree_with_pyworkforce_or_are_one_fewer_and_still_enough() {
    let cases = cases(include_str!("../cases/erlang_c_required.csv"));
    assert!(cases.len() >= 60);
    let mut equal = 0;
    for case in &cases {
        let [
            arrivals,
            handle,
            threshold,
            interval,
            shrinkage,
            goal,
            most,
            raw,
            positions,
            level,
            ..,
        ] = case[..]
        else {
            panic!("twelve columns are expected, not {case:?}")
        };
        let traffic = Traffic::new(arrivals, interval * 60.0, handle * 60.0).unwrap();
        let target = AgentTarget {
            service_level: goal,
            threshold_seconds: threshold * 60.0,
            most_occupancy: most,
            shrinkage,
            patience: Patience::Endless,
        };
        let agents = Agents::needed(traffic, &target).unwrap();
        if close(f64::from(agents.working), raw, 0.0) {
            equal += 1;
            assert!(close(f64::from(agents.rostered), positions, 0.0), "{case:?} {agents:?}");
            assert!(close(agents.service_level, level, 1e-6), "{case:?} {agents:?}");
        } else {
            // Its search begins at round(erlangs + 1), which may be one too many.
            assert!(close(f64::from(agents.working), raw - 1.0, 0.0), "{case:?} {agents:?}");
            assert!(
                agents.service_level >= goal && agents.occupancy <= most,
                "{case:?} {agents:?}"
            );
        }
    }
    assert!(equal * 10 >= cases.len() * 9, "{equal} of {} are equal", cases.len());
}

#[test]
fn erlang_b_agrees_with_its_definition_and_with_published_tables() {
    // Sum of the series itself.
    for (load, agents) in [(0.5, 1), (3.0, 5), (12.5, 10), (40.0, 55)] {
        let mut terms = vec![1.0];
        (1..=agents).for_each(|count| terms.push(terms[terms.len() - 1] * load / f64::from(count)));
        let direct = terms[agents as usize] / terms.iter().sum::<f64>();
        assert!(close(erlang_b(load, agents), direct, 1e-14));
    }
    // Traffic tables for one per cent lost: 10 circuits carry 4.461 erlangs, 100 carry 84.06.
    assert!(close(erlang_b(4.461, 10), 0.01, 2e-5));
    assert!(close(erlang_b(84.064, 100), 0.01, 2e-5));
}

#[test]
fn a_queue_without_enough_agents_grows_without_end() {
    let queue = ErlangC::new(erlangs(10.0), 10);
    assert!(close(queue.waiting_probability(), 1.0, 0.0));
    assert!(close(queue.service_level(60.0), 0.0, 0.0));
    assert!(queue.speed_of_answer().is_infinite());
    assert!(close(queue.occupancy(), 1.0, 0.0));
}

#[test]
fn no_contacts_need_no_agents() {
    for patience in [Patience::Endless, Patience::Seconds(60.0)] {
        let target = AgentTarget { patience, ..AgentTarget::telephone() };
        let agents = Agents::needed(erlangs(0.0), &target).unwrap();
        assert_eq!((agents.working, agents.rostered), (0, 0));
    }
}

#[test]
fn more_contacts_never_need_fewer_agents_and_more_agents_never_serve_worse() {
    for patience in [Patience::Endless, Patience::Seconds(90.0)] {
        let target = AgentTarget { patience, ..AgentTarget::telephone() };
        let mut before = 0;
        for arrivals in 0..200 {
            let traffic = Traffic::new(f64::from(arrivals) * 3.0, 1800.0, 240.0).unwrap();
            let agents = Agents::needed(traffic, &target).unwrap();
            assert!(agents.working >= before, "{patience:?} {arrivals}: {agents:?}");
            let occupied = agents.occupancy <= 0.85 + 1e-9;
            assert!(agents.service_level >= 0.8 && occupied, "{arrivals}: {agents:?}");
            before = agents.working;
        }
    }
    let traffic = Traffic::new(120.0, 1800.0, 240.0).unwrap();
    let patient = |agents| ErlangC::new(traffic, agents).service_level(20.0);
    let impatient = |agents| ErlangA::new(traffic, agents, 90.0).unwrap();
    for agents in 1..60 {
        assert!(patient(agents) <= patient(agents + 1));
        let (fewer, more) = (impatient(agents), impatient(agents + 1));
        // To the last digits of sums near 1.
        let (served, better) = (fewer.service_level(20.0), more.service_level(20.0));
        assert!(served <= better + 1e-12, "{agents} agents: {served}, one more: {better}");
        assert!(fewer.abandonment() >= more.abandonment());
        assert!(fewer.mean_wait() >= more.mean_wait());
    }
}

/// Erlang A by the balance of flows of every state up to a far one, in plain sums.
fn by_balance(load: f64, agents: u32, patience: f64) -> (f64, f64, f64) {
    let busy = |state: u32| f64::from(state.min(agents));
    let waits = |state: u32| f64::from(state.saturating_sub(agents));
    let mut weights = vec![1.0];
    for state in 1..2000 {
        let leaving = busy(state) + waits(state) / patience;
        weights.push(weights[weights.len() - 1] * load / leaving);
    }
    let whole: f64 = weights.iter().sum();
    let mean = |value: &dyn Fn(u32) -> f64| {
        (0..).zip(&weights).map(|(state, weight)| value(state) * weight).sum::<f64>() / whole
    };
    let waiting = mean(&|state| f64::from(u8::from(state >= agents)));
    (waiting, mean(&waits) / patience / load, mean(&busy) / f64::from(agents))
}

#[test]
fn erlang_a_balances_the_flows_between_its_states() {
    for load in [0.3, 2.0, 9.5, 10.0, 10.5, 40.0, 70.0] {
        for agents in [1, 5, 10, 20, 60] {
            for patience in [0.05, 0.5, 1.0, 4.0] {
                let queue = ErlangA::new(erlangs(load), agents, patience).unwrap();
                let (waiting, abandonment, occupancy) = by_balance(load, agents, patience);
                let at = format!("{load} erlangs, {agents} agents, patience {patience}");
                assert!(close(queue.waiting_probability(), waiting, 1e-10), "{at}");
                assert!(close(queue.abandonment(), abandonment, 1e-10), "{at}");
                assert!(close(queue.occupancy(), occupancy, 1e-10), "{at}");
            }
        }
    }
}

#[test]
fn erlang_a_agrees_with_palms_formula() {
    // Mandelbaum and Zeltyn 2007: P(wait) = A B ÷ (1 + (A − 1) B), P(abandon | wait) = 1 ÷ (ρ A) + 1 − 1 ÷ ρ.
    for (load, agents, patience) in [(8.0, 10, 2.0), (55.0, 50, 0.7), (200.0, 210, 1.5)] {
        let count = f64::from(agents);
        let (mut series, mut term) = (1.0, 1.0);
        for step in 1..20_000 {
            term *= load * patience / (count * patience + f64::from(step));
            series += term;
        }
        let blocked = erlang_b(load, agents);
        let waiting = series * blocked / (1.0 + (series - 1.0) * blocked);
        let intensity = load / count;
        let lost = waiting * (1.0 / (intensity * series) + 1.0 - 1.0 / intensity);
        let queue = ErlangA::new(erlangs(load), agents, patience).unwrap();
        assert!(close(queue.waiting_probability(), waiting, 1e-9));
        assert!(close(queue.abandonment(), lost, 1e-9));
    }
}

#[test]
fn erlang_a_with_much_patience_is_erlang_c() {
    let traffic = erlangs(18.0);
    let patient = ErlangC::new(traffic, 20);
    let queue = ErlangA::new(traffic, 20, 5e4).unwrap();
    assert!(close(queue.waiting_probability(), patient.waiting_probability(), 1e-3));
    assert!(close(queue.service_level(0.5), patient.service_level(0.5), 1e-3));
    assert!(close(queue.mean_wait(), patient.speed_of_answer(), 2e-3));
}

#[test]
fn erlang_a_is_stable_with_thousands_of_agents_and_any_overload() {
    for (load, agents) in [(10_000.0, 10_000), (50_000.0, 10_000), (9_000.0, 10_000), (5.0, 5_000)]
    {
        let queue = ErlangA::new(erlangs(load), agents, 2.0).unwrap();
        // With so many, what is offered beyond capacity is what is lost, and nothing else.
        let lost = (1.0 - f64::from(agents) / load).max(0.0);
        assert!(close(queue.abandonment(), lost, 0.01), "{load} {agents}");
        let level = queue.service_level(0.05);
        assert!((0.0..=1.0 + 1e-12).contains(&level), "{load} {agents} {level}");
    }
    assert!(ErlangA::new(erlangs(9_000.0), 10_000, 2.0).unwrap().service_level(0.05) > 0.999);
}

/// A seeded stream of uniform numbers (SplitMix64; Steele, Lea and Flood 2014).
struct Uniform(u64);

impl Uniform {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((bits ^ (bits >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn exponential(&mut self, mean: f64) -> f64 {
        -mean * (1.0 - self.next()).ln()
    }
}

/// What callers of a simulated queue saw: shares that waited, hung up and were answered within the
/// threshold, and mean seconds in the queue.
fn simulated(load: f64, agents: usize, patience: f64, threshold: f64, calls: u32) -> [f64; 4] {
    let mut uniform = Uniform(20_261_122);
    // When each agent is free again; callers take the first in order of arrival.
    let mut free = vec![0.0_f64; agents];
    let (mut now, mut seen) = (0.0, [0.0; 4]);
    for _ in 0..calls {
        now += uniform.exponential(1.0 / load);
        let (handle, stays) = (uniform.exponential(1.0), uniform.exponential(patience));
        let first = (0..agents).min_by(|left, right| free[*left].total_cmp(&free[*right])).unwrap();
        let wait = (free[first] - now).max(0.0);
        let lost = wait > stays;
        if !lost {
            free[first] = now + wait + handle;
        }
        let yes = |fact: bool| f64::from(u8::from(fact));
        let now_seen =
            [yes(wait > 0.0), yes(lost), yes(!lost && wait <= threshold), wait.min(stays)];
        seen.iter_mut().zip(now_seen).for_each(|(sum, value)| *sum += value);
    }
    seen.map(|sum| sum / f64::from(calls))
}

#[test]
fn erlang_a_agrees_with_a_simulated_queue() {
    for (load, agents, patience, threshold) in
        [(9.0, 10, 0.8, 0.1), (30.0, 28, 0.5, 0.05), (4.0, 3, 2.0, 0.5), (12.0, 14, 1.0, 0.0)]
    {
        let queue = ErlangA::new(erlangs(load), agents as u32, patience).unwrap();
        let [waiting, lost, answered, wait] = simulated(load, agents, patience, threshold, 400_000);
        let at = format!("{load} erlangs, {agents} agents, patience {patience}");
        assert!(close(queue.waiting_probability(), waiting, 0.01), "{at}: {waiting}");
        assert!(close(queue.abandonment(), lost, 0.005), "{at}: {lost}");
        assert!(close(queue.service_level(threshold), answered, 0.01), "{at}: {answered}");
        assert!(close(queue.mean_wait(), wait, 0.01), "{at}: {wait}");
    }
}

#[test]
fn what_makes_no_sense_is_refused_by_name() {
    let error = Traffic::new(-1.0, 60.0, 60.0).unwrap_err().to_string();
    assert!(error.contains("arrivals") && error.contains("-1"), "{error}");
    let error = Traffic::new(f64::NAN, 60.0, 60.0).unwrap_err().to_string();
    assert!(error.contains("arrivals"), "{error}");
    let error = ErlangA::new(erlangs(1.0), 1, 0.0).unwrap_err().to_string();
    assert!(error.contains("patience_seconds"), "{error}");
    let target = AgentTarget { service_level: 1.0, ..AgentTarget::telephone() };
    let error = Agents::needed(erlangs(1.0), &target).unwrap_err().to_string();
    assert!(error.contains("service_level"), "{error}");
}
