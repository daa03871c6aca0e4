//! Every formula against an independent implementation, on the tables of cases beside this file.
//!
//! The tables hold what stockpyl 1.0.2 answers; each row names its function.

use super::*;

/// How far an answer may be from the table, relative to the answer, or absolutely below one.
const TOLERANCE: f64 = 1e-6;

fn numbers(cell: &str) -> Vec<f64> {
    cell.split(' ').map(|number| number.parse().unwrap()).collect()
}

/// Compares every row of a table with what `answer` gives for its function and inputs.
fn check(table: &str, least_rows: usize, answer: impl Fn(&str, &[f64]) -> Vec<f64>) {
    let rows: Vec<Vec<&str>> = table.lines().skip(2).map(|row| row.split(',').collect()).collect();
    assert!(rows.len() >= least_rows, "the table has only {} rows", rows.len());
    for row in rows {
        let (function, inputs, expected) = (row[0], numbers(row[1]), numbers(row[2]));
        let answers = answer(function, &inputs);
        assert_eq!(answers.len(), expected.len(), "{function}{inputs:?}: {answers:?}");
        for (ours, theirs) in answers.iter().zip(&expected) {
            let close = (ours - theirs).abs() <= TOLERANCE * theirs.abs().max(1.0);
            assert!(close, "{function}{inputs:?}: ours {answers:?}, theirs {expected:?}");
        }
    }
}

fn costs(order: f64, holding: f64, shortage: f64) -> Costs {
    Costs::new(order, holding, shortage).unwrap()
}

fn breaks(flat: &[f64]) -> Vec<PriceBreak> {
    flat.chunks(2).map(|pair| PriceBreak { from: pair[0], unit_cost: pair[1] }).collect()
}

fn lot(found: DiscountLot) -> Vec<f64> {
    vec![found.lot.quantity, found.lot.cost, found.price_break as f64]
}

#[test]
fn order_quantities_agree() {
    check(include_str!("cases/eoq.csv"), 17, |function, x| match function {
        "economic_order_quantity" => {
            let lot = economic_order_quantity(x[0], x[1], x[2]).unwrap();
            vec![lot.quantity, lot.cost]
        }
        "economic_order_quantity_with_backorders" => {
            let costs = costs(x[0], x[1], x[2]);
            let found = economic_order_quantity_with_backorders(&costs, x[3]).unwrap();
            vec![found.lot.quantity, found.backordered_share, found.lot.cost]
        }
        "economic_order_quantity_with_all_units_discounts" => {
            let breaks = breaks(&x[3..]);
            lot(economic_order_quantity_with_all_units_discount(x[0], x[1], x[2], &breaks).unwrap())
        }
        "economic_order_quantity_with_incremental_discounts" => {
            let breaks = breaks(&x[3..]);
            lot(economic_order_quantity_with_incremental_discount(x[0], x[1], x[2], &breaks)
                .unwrap())
        }
        other => panic!("the table names {other}, which is not known here"),
    });
}

fn best(found: BestStock) -> Vec<f64> {
    vec![found.quantity, found.value]
}

/// Normal demand of a lead time and one review period, as stockpyl takes it.
fn normal(mean: f64, deviation: f64, lead_time: f64) -> Distribution {
    Distribution::normal(mean * (lead_time + 1.0), deviation * (lead_time + 1.0).sqrt()).unwrap()
}

#[test]
fn newsvendors_agree() {
    check(include_str!("cases/newsvendor.csv"), 24, |function, x| match function {
        "newsvendor_normal" => best(newsvendor(&normal(x[2], x[3], x[4]), &costs(0.0, x[0], x[1]))),
        "newsvendor_normal_cost" => {
            vec![newsvendor_cost(&normal(x[3], x[4], 0.0), &costs(0.0, x[1], x[2]), x[0])]
        }
        "newsvendor_poisson" => {
            best(newsvendor(&Distribution::poisson(x[2]).unwrap(), &costs(0.0, x[0], x[1])))
        }
        "newsvendor_poisson_cost" => {
            let demand = Distribution::poisson(x[3]).unwrap();
            vec![newsvendor_cost(&demand, &costs(0.0, x[1], x[2]), x[0])]
        }
        "newsvendor_discrete" => {
            let outcomes: Vec<(f64, f64)> =
                x[2..].chunks(2).map(|pair| (pair[0], pair[1])).collect();
            let demand = Distribution::from(Empirical::new(&outcomes).unwrap());
            best(newsvendor(&demand, &costs(0.0, x[0], x[1])))
        }
        "newsvendor_continuous" => {
            best(newsvendor(&Distribution::gamma(x[2], x[3]).unwrap(), &costs(0.0, x[0], x[1])))
        }
        "newsvendor_normal_explicit" => {
            let margins = SeasonMargins::new((x[0], x[1], x[2]), x[5], x[6]).unwrap();
            best(season_buy(&normal(x[3], x[4], 0.0), &margins))
        }
        "newsvendor_poisson_explicit" => {
            let margins = SeasonMargins::new((x[0], x[1], x[2]), 0.0, 0.0).unwrap();
            best(season_buy(&Distribution::poisson(x[3]).unwrap(), &margins))
        }
        other => panic!("the table names {other}, which is not known here"),
    });
}

fn losses(distribution: Result<Distribution, InventoryError>, x: f64) -> Vec<f64> {
    let distribution = distribution.unwrap();
    vec![distribution.loss(x), distribution.leftover(x)]
}

#[test]
fn loss_functions_agree() {
    check(include_str!("cases/loss_functions.csv"), 28, |function, x| match function {
        "standard_normal_loss" => {
            let inverse = unit_normal_loss_inverse(unit_normal_loss(x[0])).unwrap();
            assert!((inverse - x[0]).abs() < 1e-9, "the inverse at {} is {inverse}", x[0]);
            vec![unit_normal_loss(x[0])]
        }
        "standard_normal_second_loss" => vec![unit_normal_second_loss(x[0])],
        "normal_loss" => losses(Distribution::normal(x[1], x[2]), x[0]),
        "poisson_loss" => losses(Distribution::poisson(x[1]), x[0]),
        "gamma_loss" => losses(Distribution::gamma(x[1], x[2]), x[0]),
        "negative_binomial_loss" => losses(Distribution::negative_binomial(x[1], x[2]), x[0]),
        other => panic!("the table names {other}, which is not known here"),
    });
}

/// Holding, shortage, order cost, then mean, deviation and lead time.
fn reviewed(x: &[f64]) -> NormalReview {
    let lead = lead_time_demand((x[3], x[4]), (x[5], 0.0)).unwrap();
    NormalReview::new(costs(x[2], x[0], x[1]), x[3], lead).unwrap()
}

fn pair(policy: ReorderPolicy) -> Vec<f64> {
    vec![policy.reorder_point, policy.quantity]
}

#[test]
fn continuous_reviews_agree() {
    check(include_str!("cases/continuous_review.csv"), 34, |function, x| match function {
        "r_q_eil_approximation" => {
            let policy = reviewed(x).expected_inventory_level().unwrap();
            vec![policy.reorder_point, policy.quantity, policy.cost]
        }
        "r_q_eoqss_approximation" => pair(reviewed(x).economic_quantity_and_safety().unwrap()),
        "r_q_eoqb_approximation" => pair(reviewed(x).economic_quantity_with_backorders().unwrap()),
        "r_q_loss_function_approximation" => pair(reviewed(x).loss_functions().unwrap()),
        "r_q_cost" => vec![reviewed(&x[2..]).cost(x[0], x[1])],
        "r_q_optimal_r_for_q" => vec![reviewed(&x[1..]).reorder_point_for(x[0])],
        "least r_q_cost over both arguments" => vec![reviewed(x).exact().unwrap().cost],
        "r_q_poisson_exact" => {
            let policy = reorder_poisson(&costs(x[2], x[0], x[1]), x[3], x[4]).unwrap();
            vec![policy.reorder_point, policy.quantity, policy.cost]
        }
        "r_q_cost_poisson" => {
            let lead = Distribution::poisson(x[5] * x[6]).unwrap();
            let costs = costs(x[4], x[2], x[3]);
            vec![reorder_poisson_cost(&costs, (x[5], &lead), x[0] as i64, x[1] as u32)]
        }
        other => panic!("the table names {other}, which is not known here"),
    });
}

#[test]
fn periodic_reviews_agree() {
    check(include_str!("cases/periodic_review.csv"), 11, |function, x| match function {
        "s_s_power_approximation" => {
            let policy = power_approximation(&costs(x[2], x[0], x[1]), x[3], x[4]).unwrap();
            vec![policy.reorder_point, policy.up_to]
        }
        "s_s_discrete_exact" => {
            let (costs, demand) = (costs(x[2], x[0], x[1]), Distribution::poisson(x[3]).unwrap());
            let policy = WholeReview::new(&costs, &demand, &demand).unwrap().exact().unwrap();
            vec![policy.reorder_point, policy.up_to, policy.cost.unwrap()]
        }
        "s_s_cost_discrete" => {
            let (costs, demand) = (costs(x[4], x[2], x[3]), Distribution::poisson(x[5]).unwrap());
            let mut review = WholeReview::new(&costs, &demand, &demand).unwrap();
            vec![review.cost(x[0] as i64, x[1] as i64)]
        }
        other => panic!("the table names {other}, which is not known here"),
    });
}

#[test]
fn lot_sizes_agree() {
    check(include_str!("cases/lot_sizing.csv"), 4, |function, x| match function {
        "wagner_whitin" => vec![wagner_whitin(x[0], x[1], &x[2..]).unwrap().cost],
        other => panic!("the table names {other}, which is not known here"),
    });
}
