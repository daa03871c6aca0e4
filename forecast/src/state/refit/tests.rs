//! Whose turn it is: drift first, then worth for a second of work, within the budget.

use super::{Cost, Costs, Demand, Refit, refit_order};

const COSTS: Costs = Costs {
    regular: Cost { seconds: 0.01, seconds_an_observation: 1e-4 },
    intermittent: Cost { seconds: 0.005, seconds_an_observation: 5e-5 },
};

fn series(value: f64, age: usize) -> Refit {
    let demand = Demand::Regular;
    Refit { signal: 0.1, drifts: false, value, age, demand, observations: 900 }
}

#[test]
fn drift_comes_first_then_value_times_age() {
    let drifting = Refit { signal: -1.4, drifts: true, ..series(1.0, 2) };
    let all = [series(10.0, 3), series(2.0, 30), drifting, series(500.0, 0)];
    assert_eq!(refit_order(&all, &COSTS, 1e9), [2, 1, 0]);
}

#[test]
fn of_equal_worth_the_cheaper_comes_first() {
    let cheap = Refit { demand: Demand::Intermittent, ..series(10.0, 3) };
    assert_eq!(refit_order(&[series(10.0, 3), cheap], &COSTS, 1e9), [1, 0]);
    // 0.1 s for one, 0.05 s for the other.
    assert!(
        (COSTS.of(&cheap) - 0.05).abs() < 1e-12 && (COSTS.of(&series(0.0, 1)) - 0.1).abs() < 1e-12
    );
}

#[test]
fn what_does_not_fit_the_budget_leaves_room_for_what_does() {
    let long = Refit { observations: 9_900, ..series(1_000.0, 9) };
    let all = [long, series(1.0, 1), series(1.0, 2)];
    assert_eq!(refit_order(&all, &COSTS, 0.25), [2, 1]);
    assert_eq!(refit_order(&all, &COSTS, 0.15), [2]);
    assert!(refit_order(&all, &COSTS, 0.0).is_empty());
}

#[test]
fn without_a_worth_the_oldest_come_first() {
    let all = [series(f64::NAN, 3), series(-4.0, 9), series(0.0, 5), series(0.0, 9)];
    assert_eq!(refit_order(&all, &COSTS, 1e9), [1, 3, 2, 0]);
}

#[test]
fn a_night_of_a_hundred_thousand_series_keeps_to_its_budget_and_is_the_same_every_time() {
    let mut seed = 7_u64;
    let mut next = |most: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % most
    };
    let all: Vec<Refit> = (0..100_000)
        .map(|_| {
            let demand = if next(3) == 0 { Demand::Regular } else { Demand::Intermittent };
            let drifts = next(50) == 0;
            Refit {
                signal: next(150) as f64 / 100.0,
                drifts,
                value: next(10_000) as f64,
                age: next(40) as usize,
                demand,
                observations: 100 + next(700) as usize,
            }
        })
        .collect();
    let budget = 1_000.0;
    let order = refit_order(&all, &COSTS, budget);
    let spent: f64 = order.iter().map(|place| COSTS.of(&all[*place])).sum();
    // As good as nothing of the budget is left while there is work.
    assert!(spent <= budget && spent > 0.999 * budget, "{spent}");
    let drifting = all.iter().filter(|one| one.drifts).count();
    assert!(order[..drifting].iter().all(|place| all[*place].drifts));
    assert_eq!(order, refit_order(&all, &COSTS, budget));
    // A night later the rest is a day older, and all are fitted before long.
    let mut waiting = all;
    let mut nights = 0;
    while waiting.iter().any(|one| one.age > 60 && one.value > 0.0) || nights == 0 {
        for place in refit_order(&waiting, &COSTS, budget) {
            (waiting[place].age, waiting[place].drifts) = (0, false);
        }
        waiting.iter_mut().for_each(|one| one.age += 1);
        nights += 1;
        assert!(nights < 30);
    }
}
