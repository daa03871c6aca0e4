//! Columns of the calendar: told once they have come round often enough.

use super::telling;
use crate::pooled::{Member, Panel};

/// How many of the columns weekday, day of a month of 30 days, month and day of the year are told
/// after some days.
fn told(days: usize) -> usize {
    let values = vec![1.0; days];
    let number = |of: &dyn Fn(usize) -> usize| (0..days + 28).map(|day| of(day) as f64).collect();
    let calendar: [Vec<f64>; 4] = [
        number(&|day| day % 7),
        number(&|day| day % 30),
        number(&|day| day / 30 % 12),
        number(&|day| day % 360),
    ];
    let member =
        Member { values: &values, tested: &values, end: days, regressors: &[], codes: &[] };
    telling(&Panel { members: &[member], seasons: &[7.0], year: 365, calendar: &calendar }, 0).len()
}

#[test]
fn a_weekday_is_told_after_a_quarter_a_day_of_the_month_after_a_year_a_month_after_two() {
    assert_eq!([60, 90, 300, 365, 600, 725, 1_500].map(told), [0, 1, 1, 2, 2, 3, 3]);
}

#[test]
fn a_column_that_never_changes_or_is_unknown_is_not_told() {
    let values = vec![1.0; 400];
    let member = Member { values: &values, tested: &values, end: 400, regressors: &[], codes: &[] };
    let calendar = [vec![3.0; 428], vec![f64::NAN; 428]];
    let panel = Panel { members: &[member], seasons: &[7.0], year: 365, calendar: &calendar };
    assert!(telling(&panel, 0).is_empty());
}

#[test]
fn what_changes_by_days_is_judged_by_days_however_many_hours_they_have() {
    let told = |days: usize| {
        let values = vec![1.0; days * 24];
        let weekday = (0..days * 24 + 24).map(|hour| (hour / 24 % 7) as f64).collect();
        let hour = (0..days * 24 + 24).map(|hour| (hour % 24) as f64).collect();
        let member = Member {
            values: &values,
            tested: &values,
            end: days * 24,
            regressors: &[],
            codes: &[],
        };
        let (seasons, calendar) = ([24.0], [weekday, hour]);
        telling(
            &Panel { members: &[member], seasons: &seasons, year: 365 * 24, calendar: &calendar },
            0,
        )
        .len()
    };
    assert_eq!([10, 20, 80, 90].map(told), [0, 1, 1, 2]);
}
