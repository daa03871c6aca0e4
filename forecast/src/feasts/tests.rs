//! Effects of feasts are found where they are, and nowhere else.

use chrono::{Days, NaiveDate};

use super::{Effects, Guest, Line, Pace, SILENT, learn, put, take, within};
use crate::noise::Noise;

const AHEAD: usize = 60;

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date")
}

/// A panel whose series sell about `mean`, all moved alike by `factor` of the day.
struct Shop {
    line: Line,
    places: Vec<u32>,
    values: Vec<Vec<f64>>,
}

impl Shop {
    fn new(pace: Pace, count: usize, series: u64, factor: impl Fn(NaiveDate) -> f64) -> Self {
        let first = date(2021, 10, 1);
        let starts: Vec<NaiveDate> = (0..count + AHEAD)
            .map(|at| first + Days::new(at as u64 * pace.days() as u64))
            .collect();
        let mut weather = Noise(99);
        let common: Vec<f64> =
            starts.iter().map(|_| (0.1 * (weather.uniform() - 0.5)).exp()).collect();
        let one = |seed: u64| {
            let mut noise = Noise(seed + 1);
            let mean = 10.0 + 3.0 * seed as f64;
            let pairs = starts.iter().zip(&common).take(count);
            pairs.map(|(day, common)| noise.poisson(mean * common * factor(*day))).collect()
        };
        let values = (0..series).map(one).collect();
        let places = (0..u32::try_from(starts.len()).expect("few")).collect();
        let line = Line { starts, pace, country: None, flags: Vec::new() };
        Self { line, places, values }
    }

    fn learned(&self, cut: usize) -> Vec<Effects> {
        let guest = |values| Guest { values, places: &self.places, moved: &[] };
        let guests: Vec<Guest<'_>> = self.values.iter().map(|values| guest(values)).collect();
        learn(&self.line, &guests, cut).unwrap_or_else(|| vec![Effects::new(); guests.len()])
    }

    fn place(&self, day: NaiveDate) -> usize {
        self.line.starts.partition_point(|start| *start <= day) - 1
    }

    /// The factor of a day on a series.
    fn factor(&self, effects: &Effects, day: NaiveDate) -> f64 {
        let found = within(effects, self.place(day), 1).first();
        found.map_or(1.0, |effect| f64::from(effect.factor))
    }
}

fn black_friday(day: NaiveDate) -> f64 {
    let fridays = [date(2021, 11, 26), date(2022, 11, 25), date(2023, 11, 24)];
    if fridays.contains(&day) { 2.4 } else { 1.0 }
}

#[test]
fn what_was_seen_twice_moves_the_third_time() {
    let shop = Shop::new(Pace::Days, 760, 12, black_friday);
    for effects in &shop.learned(0) {
        let factor = shop.factor(effects, date(2023, 11, 24));
        assert!((factor / 2.4 - 1.0).abs() < 0.15, "{factor}");
        let others = within(effects, 760, AHEAD).len() - 1;
        assert!(others <= 1, "{others} ordinary days are moved");
    }
}

#[test]
fn a_weekend_of_sales_moves_with_black_friday_and_not_with_its_dates() {
    // Of two years, 29 November and the third day of the sale look alike: both came twice.
    let weekend = |day: NaiveDate| {
        let sales = [date(2021, 11, 26), date(2022, 11, 25), date(2023, 11, 24)];
        let days = sales.iter().map(|friday| (day - *friday).num_days());
        let day = days.filter(|day| (0..=3).contains(day)).min();
        day.map_or(1.0, |_| 2.1)
    };
    let mut shop = Shop::new(Pace::Days, 760, 12, weekend);
    // The same day of the sale was not alike in both years; the same date was.
    let unlike = [(2021, 26, 1.0), (2021, 27, 0.8), (2022, 25, 0.8), (2022, 26, 1.25)];
    for (year, day, by) in unlike {
        let place = shop.place(date(year, 11, day));
        shop.values.iter_mut().for_each(|values| values[place] *= by);
    }
    for effects in &shop.learned(0) {
        for day in 20..=30 {
            let (day, factor) = (date(2023, 11, day), shop.factor(effects, date(2023, 11, day)));
            let truth = weekend(day);
            assert!((factor / truth).ln().abs() < 0.3, "{day}: {factor} where it was {truth}");
        }
    }
}

#[test]
fn once_is_enough_for_what_every_shop_knows() {
    let shop = Shop::new(Pace::Days, 400, 12, black_friday);
    let effects = &shop.learned(0)[3];
    assert!(shop.factor(effects, date(2022, 11, 25)) > 1.9);
}

#[test]
fn a_closed_day_is_closed_again_and_hides_what_was() {
    let christmas = |day: NaiveDate| f64::from(u8::from(!day.to_string().ends_with("12-25")));
    let shop = Shop::new(Pace::Days, 780, 12, christmas);
    let effects = &shop.learned(0)[0];
    assert!(shop.factor(effects, date(2023, 12, 25)) < SILENT);
    let mut values = shop.values[0].clone();
    take(effects, &mut values);
    assert!(values[shop.place(date(2022, 12, 25))].is_nan());
}

#[test]
fn a_peak_that_nobody_knows_of_is_found_once_it_came_back() {
    let fair = |day: NaiveDate| if day.to_string().ends_with("07-25") { 2.0 } else { 1.0 };
    let shop = Shop::new(Pace::Days, 1000, 12, fair);
    let factor = shop.factor(&shop.learned(0)[0], date(2024, 7, 25));
    assert!(factor > 1.6, "seen in 2022 and 2023: {factor}");
    let seen_once = shop.learned(500);
    assert!(shop.factor(&seen_once[0], date(2022, 7, 25)) < 1.1, "once is chance");
}

#[test]
fn weeks_take_their_share_of_easter() {
    // Easter Sundays of 2022 to 2024; demand doubles in the week before them.
    let easters = [date(2022, 4, 17), date(2023, 4, 9), date(2024, 3, 31)];
    let share = |start: NaiveDate| {
        let days = (0..7).filter(|day| {
            let day = start + Days::new(*day);
            easters.iter().any(|easter| (1..=7).contains(&(*easter - day).num_days()))
        });
        2.0_f64.powf(days.count() as f64 / 7.0)
    };
    let shop = Shop::new(Pace::Weeks, 110, 12, share);
    let effects = &shop.learned(0)[0];
    // 2023-11-10 and on are ahead.
    let week = shop.line.starts[shop.place(date(2024, 3, 28))];
    let (found, truth) = (shop.factor(effects, week), share(week));
    assert!((found / truth - 1.0).abs() < 0.2, "{found} beside {truth}");
}

#[test]
fn days_that_were_unlike_others_by_chance_are_not_expected_again() {
    let shop = Shop::new(Pace::Days, 760, 12, |_| 1.0);
    let moved: usize =
        shop.learned(0).iter().map(|effects| within(effects, 760, AHEAD).len()).sum();
    assert!(moved <= 12, "a day at most: {moved}");
}

#[test]
fn nothing_that_is_hidden_is_learned_from() {
    let shop = Shop::new(Pace::Days, 760, 6, black_friday);
    let mut other = Shop::new(Pace::Days, 760, 6, black_friday);
    for values in &mut other.values {
        values[500..].iter_mut().for_each(|value| *value *= 7.0);
    }
    assert_eq!(shop.learned(260), other.learned(260));
}

#[test]
fn series_differ_from_the_panel_as_far_as_they_say_so() {
    let mut shop = Shop::new(Pace::Days, 760, 12, black_friday);
    let fridays = [shop.place(date(2021, 11, 26)), shop.place(date(2022, 11, 25))];
    for friday in fridays {
        shop.values[11][friday] = 43.0;
    }
    let learned = shop.learned(0);
    let [plain, other] = [0, 11].map(|one| shop.factor(&learned[one], date(2023, 11, 24)));
    assert!(plain > 2.0 && other < 1.7, "{plain} and {other}");
}

#[test]
fn what_is_put_on_takes_what_was_taken_off() {
    let shop = Shop::new(Pace::Days, 760, 3, black_friday);
    let effects = &shop.learned(0)[0];
    let mut values = shop.values[0].clone();
    take(effects, &mut values);
    put(effects, 0, &mut values);
    let gap = |(now, before): (&f64, &f64)| (now - before).abs();
    let most = values.iter().zip(&shop.values[0]).map(gap).fold(0.0, f64::max);
    assert!(most < 1e-4, "{most}");
}
