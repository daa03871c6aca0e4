//! Effects that are known ahead reach the forecast, and nothing of the future reaches the past.

use polars::prelude::{Column, DataFrame, IntoColumn, NamedFrom, Series};

use super::{Regression, Tried};
use crate::backtest::Plan;
use crate::models::{EXPLAINED, Workspace};
use crate::noise::Noise;
use crate::pooled::Member;
use crate::series::Cadence;
use crate::trial::{Attempt, Known};
use crate::{Frequency, Request, forecast};

const HORIZON: usize = 14;

/// Days of demand that halves its price now and then, each series with its own elasticity.
struct Shop {
    values: Vec<Vec<f64>>,
    prices: Vec<Vec<f64>>,
    expected: Vec<Vec<f64>>,
}

impl Shop {
    fn new(series: u32, days: usize) -> Self {
        let mut shop = Self { values: vec![], prices: vec![], expected: vec![] };
        for one in 0..series {
            let mut noise = Noise(u64::from(one) + 17);
            let elasticity = 1.0 + 0.1 * f64::from(one % 5);
            let mut left = 0.0;
            let price: Vec<f64> = (0..days + HORIZON)
                .map(|day| {
                    let cheaper = day == days + 3 || noise.uniform() < 0.04;
                    left = if cheaper { 6.0 } else { left - 1.0 };
                    if left > 0.0 { 2.0 } else { 4.0 - 0.001 * noise.uniform() }
                })
                .collect();
            let mean = |price: &f64| 12.0 * (4.0 / price).powf(elasticity);
            let expected: Vec<f64> = price.iter().map(mean).collect();
            shop.values.push(expected[..days].iter().map(|mean| noise.poisson(*mean)).collect());
            shop.prices.push(price);
            shop.expected.push(expected);
        }
        shop
    }

    /// What every model of the first series forecasts.
    fn attempts(&self, cut: usize) -> Vec<Attempt> {
        let cadence = Cadence::daily();
        let prices: Vec<[&[f64]; 1]> = self.prices.iter().map(|price| [price.as_slice()]).collect();
        let knowns: Vec<Known> =
            self.values.iter().map(|values| Known::new(values, &cadence)).collect();
        let members: Vec<Member<'_>> = knowns
            .iter()
            .zip(&prices)
            .map(|(known, prices)| Member {
                values: &known.observed,
                tested: &known.observed,
                end: known.observed.len(),
                regressors: prices,
                codes: &[],
            })
            .collect();
        let regression =
            Regression::learn(&members, &cadence, cut, &EXPLAINED).expect("a regressor");
        let plan = Plan::with_stride(members[0].values.len(), HORIZON, &cadence, 10, 9)
            .expect("long enough");
        let tried = Tried { member: 0, known: &knowns[0], plan: &plan, cadence: &cadence };
        regression.attempts(tried, 0, &mut Workspace::default())
    }
}

#[test]
fn a_price_known_ahead_moves_the_forecast_of_every_model() {
    let shop = Shop::new(6, 500);
    let unit = Known::new(&shop.values[0], &Cadence::daily()).unit;
    let attempts = shop.attempts(HORIZON + 9 * 9);
    assert!(attempts.len() >= 3);
    let expected = &shop.expected[0][500..];
    assert!(expected.iter().any(|mean| *mean > 20.0) && expected.iter().any(|mean| *mean < 14.0));
    for attempt in attempts {
        for (step, expected) in attempt.ahead.iter().zip(expected) {
            let ratio = step * unit / expected;
            assert!((0.7..1.4).contains(&ratio), "{}: {ratio}", attempt.track.model);
        }
    }
}

#[test]
fn nothing_after_the_first_origin_is_learned_for_the_back_test() {
    let mut shop = Shop::new(6, 500);
    let cut = HORIZON + 9 * 9;
    let before = shop.attempts(cut);
    // From the first origin on nobody buys by price any more; the magnitude stays.
    for values in &mut shop.values {
        values[500 - cut..].fill(12.0);
    }
    let after = shop.attempts(cut);
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(before.track.fold(0), after.track.fold(0), "{}", before.track.model);
        assert_ne!(before.ahead, after.ahead);
    }
}

#[test]
fn without_a_regressor_there_is_nothing_to_learn() {
    let values = vec![1.0; 60];
    let member = Member { values: &values, tested: &values, end: 60, regressors: &[], codes: &[] };
    assert!(Regression::learn(&[member], &Cadence::daily(), 20, &EXPLAINED).is_none());
}

#[test]
fn a_single_series_too_short_for_trees_knows_what_its_promotions_do() {
    let weeks = 130;
    let promoted = |week: usize| [0, 1, 5].contains(&(week % 11));
    let mut noise = Noise(3);
    let value = |week: usize| {
        let mean = if promoted(week) { 300.0 } else { 100.0 };
        (week < weeks).then(|| noise.poisson(mean))
    };
    let values: Vec<Option<f64>> = (0..weeks + 13).map(value).collect();
    let days = (0..weeks + 13).map(|week| 17_532 + 7 * week as i32);
    let flags = (0..weeks + 13).map(|week| f64::from(u8::from(promoted(week))));
    let time = Series::new("time".into(), days.collect::<Vec<i32>>());
    let history = DataFrame::new(
        weeks + 13,
        vec![
            Column::new("series".into(), vec!["one"; weeks + 13]),
            time.cast(&polars::prelude::DataType::Date).expect("days").into_column(),
            Column::new("value".into(), values),
            Column::new("promotion".into(), flags.collect::<Vec<f64>>()),
        ],
    )
    .expect("a table");
    let request = Request { horizon: 13, ..Request::new(Frequency::Weeks, 13) };
    let outcome = forecast(&history, &request).expect("a forecast");
    let steps = outcome.forecasts.column("value").expect("values").f64().expect("numbers");
    assert_eq!(steps.len(), 13);
    for (week, step) in (weeks..).zip(steps.iter().flatten()) {
        let (low, high) = if promoted(week) { (220.0, 380.0) } else { (70.0, 150.0) };
        assert!(step > low && step < high, "week {week}: {step}");
    }
}
