//! Beyond the forecast demand takes the course of the year before, of its own and of its category.

use chrono::{Days, NaiveDate};

use super::{Courses, FAR_DAYS, extended, telling};
use crate::outlook::histories::Goods;

fn last() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 31).unwrap()
}

/// So many days of a SKU; `units` is asked with how many days ago it was.
fn sold(goods: &mut Goods, sku: &str, days: u64, units: impl Fn(u64) -> f64) {
    for ago in (0..days).rev() {
        goods.stocked.add(sku, "MAD", last() - Days::new(ago), units(ago));
    }
    goods.categories.insert(sku.to_owned(), "garden".to_owned());
}

fn ahead(goods: &Goods, sku: &str) -> Vec<f64> {
    let courses = Courses::of(goods, last());
    let days = telling(goods, (sku, "MAD"), last());
    extended(vec![2.0; 28], &days, (&courses, goods, sku))
}

/// Twice as much from six weeks after today's day of the year on.
fn doubled(ago: u64) -> f64 {
    if (252..=321).contains(&ago) { 20.0 } else { 10.0 }
}

#[test]
fn demand_follows_the_season_of_the_year_before() {
    let mut goods = Goods::default();
    sold(&mut goods, "A", 500, doubled);
    let means = ahead(&goods, "A");
    assert_eq!(means.len(), FAR_DAYS);
    assert!((means[27] - 2.0).abs() < 1e-9 && (means[70] - 4.0).abs() < 0.2, "{:?}", means[70]);
}

#[test]
fn what_is_new_takes_the_course_of_its_category() {
    let mut goods = Goods::default();
    sold(&mut goods, "A", 500, doubled);
    sold(&mut goods, "B", 40, |_| 1.0);
    assert!((ahead(&goods, "B")[70] - 4.0).abs() < 0.2, "{:?}", ahead(&goods, "B")[70]);
}

#[test]
fn without_a_year_the_pace_holds() {
    let mut goods = Goods::default();
    sold(&mut goods, "A", 200, |_| 1.0);
    assert!(ahead(&goods, "A").iter().all(|units| (units - 2.0).abs() < 1e-9));
}
