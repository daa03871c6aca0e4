//! Layers against a model so plain that it cannot be wrong: one unit, one cost.

use std::collections::VecDeque;

use proptest::prelude::*;

use super::*;

const PLACE: Place = Place { sku: 0, warehouse: 0 };

/// Units come in at a cost, or go.
fn steps() -> impl Strategy<Value = Vec<(i128, i128)>> {
    prop::collection::vec((-6_i128..8, 1_i128..500), 1..60)
}

proptest! {
    #[test]
    fn first_in_first_out_is_a_queue_of_single_units(steps in steps()) {
        let mut stock = Stock::new(PLACE, Method::FirstInFirstOut);
        let mut queue = VecDeque::new();
        for (units, cost) in steps {
            let cents = cost * 10_000;
            if units > 0 {
                stock.take_in(units * 10_000, units * cents, 0);
                queue.extend(std::iter::repeat_n(cents, units.unsigned_abs() as usize));
            } else if -units <= queue.len() as i128 && units < 0 {
                let issued: i128 = queue.drain(..units.unsigned_abs() as usize).sum();
                prop_assert_eq!(stock.issue(-units * 10_000, 0), issued);
            }
            prop_assert_eq!(stock.worth, queue.iter().sum::<i128>());
            prop_assert_eq!(stock.quantity, queue.len() as i128 * 10_000);
        }
    }

    #[test]
    fn layers_are_what_is_there_and_nothing_is_worth_nothing(
        steps in steps(),
        method in prop_oneof![Just(Method::Average), Just(Method::FirstInFirstOut)],
    ) {
        let mut stock = Stock::new(PLACE, method);
        for (units, cost) in steps {
            let _ = match units {
                1.. => stock.take_in(units, cost, 0),
                0 => stock.revise(cost),
                _ => stock.issue(-units, cost),
            };
            prop_assert!(stock.quantity != 0 || stock.worth == 0);
            prop_assert!(stock.quantity <= 0 || stock.worth >= 0);
            if method == Method::FirstInFirstOut {
                let there = stock.layers.iter().map(|layer| layer.quantity).sum::<i128>();
                prop_assert_eq!(there, stock.quantity.max(0));
                let worth = stock.layers.iter().map(|layer| layer.worth).sum::<i128>();
                prop_assert!(stock.quantity < 0 || worth == stock.worth);
            }
        }
    }
}
