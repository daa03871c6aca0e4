//! Less is tried where there is more to do.

use super::{Effort, THRIFTY};

#[test]
fn a_hundred_thousand_series_are_tried_with_fewer_models_from_fewer_origins() {
    let few = Effort::new(300 * 1_000);
    let many = Effort::new(100_000 * 730);
    assert_eq!(many.models.len(), THRIFTY.len());
    assert!(many.models.len() < few.models.len() && many.folds < few.folds);
    assert_eq!(many.models[0].name(), "seasonal_naive");
}

#[test]
fn a_long_horizon_is_worked_on_in_smaller_groups() {
    let effort = Effort::new(1_000);
    assert!(effort.group(28, 2) > 4 * effort.group(168, 2) && effort.group(10_000, 2) >= 16);
}

#[test]
fn what_regressors_leave_is_tried_only_with_models_that_are_tried_anyway() {
    let many = Effort::new(100_000 * 730);
    assert!(!many.explained.is_empty());
    for explained in &many.explained {
        let base = explained.model.name();
        assert!(THRIFTY.contains(&base) && explained.name.ends_with(base));
    }
    assert!(Effort::new(1_000).explained.len() > many.explained.len());
}
