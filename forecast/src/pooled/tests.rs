//! The whole way from a panel to forecasts: what is learnt, from what, and that nothing leaks.

use rayon::ThreadPoolBuilder;

use super::random::Generator;
use super::{BOOSTED_TREES, Member, POOLED_PROFILE, Panel, Pooled};

const WEEK: [f64; 7] = [0.6, 0.8, 1.0, 1.1, 1.3, 1.6, 0.6];

/// Counts that follow a week of their group's, a promotion that doubles them, and chance.
struct Shop {
    values: Vec<Vec<f64>>,
    promotions: Vec<Vec<f64>>,
    expected: Vec<Vec<f64>>,
}

const HORIZON: usize = 14;

impl Shop {
    fn new(members: usize, days: usize) -> Self {
        let mut shop = Self { values: vec![], promotions: vec![], expected: vec![] };
        for member in 0..members {
            let mut generator = Generator::new(11, member as u64);
            let level = 2.0 + 18.0 * generator.unit();
            let promotion: Vec<f64> =
                (0..days + HORIZON).map(|_| f64::from(generator.unit() < 0.1)).collect();
            let mean = |day: usize| level * WEEK[day % 7] * (1.0 + promotion[day]);
            let expected: Vec<f64> = (0..days + HORIZON).map(mean).collect();
            shop.values
                .push(expected[..days].iter().map(|mean| count(&mut generator, *mean)).collect());
            shop.promotions.push(promotion);
            shop.expected.push(expected);
        }
        shop
    }

    /// Runs `check` on the panel of the shop's members, each with its promotion.
    fn panel<R>(&self, check: impl FnOnce(&Panel<'_>) -> R) -> R {
        let regressors: Vec<[&[f64]; 1]> =
            self.promotions.iter().map(|promotion| [promotion.as_slice()]).collect();
        let member = |(values, regressors)| member(values, regressors);
        let members: Vec<Member<'_>> = self.values.iter().zip(&regressors).map(member).collect();
        check(&Panel { members: &members, seasons: &[7.0], year: 365, calendar: &[] })
    }
}

fn member<'a>(values: &'a Vec<f64>, regressors: &'a [&'a [f64]; 1]) -> Member<'a> {
    Member { values, tested: values, end: 1_000, regressors, codes: &[] }
}

/// A Poisson number (Knuth 1969).
fn count(generator: &mut Generator, mean: f64) -> f64 {
    let (mut product, mut drawn) = (generator.unit(), 0.0);
    while product > (-mean).exp() {
        product *= generator.unit();
        drawn += 1.0;
    }
    drawn
}

/// The steps of every member and cut by model, NaN where there is none.
fn steps(panel: &Panel<'_>, cuts: &[usize], model: &str) -> Vec<Vec<Option<Vec<f64>>>> {
    let pooled = Pooled::learn(panel, cuts, HORIZON).expect("enough to learn from");
    let tracks = |member| pooled.tracks(member).into_iter().find(|track| track.model == model);
    (0..panel.members.len()).map(|member| tracks(member).expect("the model").steps).collect()
}

fn error(forecast: &[Vec<Option<Vec<f64>>>], shop: &Shop) -> f64 {
    let mut sum = 0.0;
    for (member, expected) in forecast.iter().zip(&shop.expected) {
        let days = expected.len() - HORIZON;
        let steps = member[0].as_ref().expect("a forecast");
        sum += steps
            .iter()
            .zip(&expected[days..])
            .map(|(step, mean)| (step - mean).abs())
            .sum::<f64>();
    }
    let size: f64 = shop.expected.iter().flat_map(|row| &row[row.len() - HORIZON..]).sum();
    sum / size
}

#[test]
fn trees_learn_a_promotion_that_a_profile_cannot_know() {
    let shop = Shop::new(60, 150);
    let trees = shop.panel(|panel| error(&steps(panel, &[0], BOOSTED_TREES), &shop));
    let profile = shop.panel(|panel| error(&steps(panel, &[0], POOLED_PROFILE), &shop));
    eprintln!("trees {trees:.3}, profile {profile:.3}");
    assert!(trees < 0.12, "{trees}");
    assert!(profile < 0.25 && trees < 0.7 * profile, "{profile}");
}

#[test]
fn forecasts_of_counts_add_up_to_what_is_expected() {
    let shop = Shop::new(60, 150);
    let forecast = shop.panel(|panel| steps(panel, &[0], BOOSTED_TREES));
    let sum: f64 = forecast.iter().flat_map(|member| member[0].as_deref().expect("steps")).sum();
    let expected: f64 = shop.expected.iter().flat_map(|row| &row[row.len() - HORIZON..]).sum();
    assert!((sum / expected - 1.0).abs() < 0.03, "{}", sum / expected);
}

#[test]
fn what_happens_after_an_origin_does_not_change_the_forecast_from_it() {
    let shop = Shop::new(40, 120);
    let cuts = [0, 14, 28, 42];
    let known = shop.panel(|panel| steps(panel, &cuts, BOOSTED_TREES));
    let mut other = Shop::new(40, 120);
    for values in &mut other.values {
        values[120 - 42..].iter_mut().for_each(|value| *value = 1e4);
    }
    let changed = other.panel(|panel| steps(panel, &cuts, BOOSTED_TREES));
    for (known, changed) in known.iter().zip(&changed) {
        assert_eq!(known[3], changed[3]);
        assert_ne!(known[0], changed[0]);
    }
    for values in &mut other.values {
        let (from, until) = (120 - 14, 120);
        values[from..until].fill(5.0);
        values[120 - 42..from].copy_from_slice(&shop.values[0][120 - 42..from]);
    }
    let again = other.panel(|panel| steps(panel, &cuts, BOOSTED_TREES));
    for values in &mut other.values {
        values[120 - 14..].fill(700.0);
    }
    let last = other.panel(|panel| steps(panel, &cuts, BOOSTED_TREES));
    assert!(again.iter().zip(&last).all(|(again, last)| again[1..] == last[1..]));
}

#[test]
fn a_new_product_borrows_the_week_of_the_others() {
    let mut shop = Shop::new(30, 150);
    // Nine days are known of it, in which it sold ten a day on average.
    shop.values[7] = (141..150).map(|day| 10.0 * WEEK[day % 7]).collect();
    shop.promotions[7] = vec![0.0; 9 + HORIZON];
    for model in [BOOSTED_TREES, POOLED_PROFILE] {
        let forecast = shop.panel(|panel| steps(panel, &[0], model));
        let steps = forecast[7][0].as_ref().expect("a forecast");
        for (step, day) in steps.iter().zip(150..) {
            let expected = 10.0 * WEEK[day % 7];
            assert!((step / expected - 1.0).abs() < 0.35, "{model} {day}: {step} {expected}");
        }
    }
}

#[test]
fn one_thread_and_many_give_the_same_forecasts() {
    let shop = Shop::new(40, 100);
    let run = |threads: usize| {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| shop.panel(|panel| steps(panel, &[0, 14], BOOSTED_TREES)))
    };
    assert_eq!(run(1), run(4));
}

#[test]
fn too_little_to_learn_from_is_said() {
    let shop = Shop::new(3, 40);
    assert!(shop.panel(|panel| Pooled::learn(panel, &[0], HORIZON).is_none()));
    let shop = Shop::new(60, 100);
    assert!(shop.panel(|panel| Pooled::learn(panel, &[], HORIZON).is_none()));
    assert!(shop.panel(|panel| Pooled::learn(panel, &[0, 99], HORIZON).is_none()));
}

#[test]
fn a_member_without_demand_has_no_forecast_and_stops_no_other() {
    let mut shop = Shop::new(40, 100);
    shop.values[3].fill(0.0);
    shop.values[4].fill(f64::NAN);
    shop.values[5].clear();
    shop.promotions[5].truncate(HORIZON);
    let forecast = shop.panel(|panel| steps(panel, &[0, 14], BOOSTED_TREES));
    for (member, forecast) in forecast.iter().enumerate() {
        let is_there = forecast.iter().all(Option::is_some);
        assert_eq!(is_there, !(3..=5).contains(&member), "{member}");
    }
    let finite = |step: &f64| step.is_finite() && *step >= 0.0;
    assert!(forecast.iter().flatten().flatten().flatten().all(finite));
}

#[test]
fn values_below_zero_are_forecast_by_differences() {
    let mut shop = Shop::new(40, 140);
    for (values, expected) in shop.values.iter_mut().zip(&mut shop.expected) {
        values.iter_mut().chain(expected).for_each(|value| *value -= 40.0);
    }
    let forecast = shop.panel(|panel| steps(panel, &[0], BOOSTED_TREES));
    let (mut absolute, mut naive) = (0.0, 0.0);
    for (member, shop) in forecast.iter().zip(shop.expected.iter().zip(&shop.values)) {
        let steps = member[0].as_ref().expect("a forecast");
        for (place, step) in steps.iter().enumerate() {
            let actual = shop.0[140 + place];
            absolute += (step - actual).abs();
            naive += (shop.1[133 + place % 7] - actual).abs();
        }
    }
    assert!(absolute < 0.5 * naive, "{absolute} {naive}");
}
