//! Simulated sets of which the truth is known: hourly series with two seasons, and calls by five
//! minutes. Seeded: the same every time.

use std::f64::consts::TAU;

use chrono::{Datelike as _, Days, NaiveDateTime, NaiveTime, Timelike as _, Weekday};

use super::{
    draw::Draw,
    set::{Main, Series, Set},
    times::{date, minutes},
};

const HOURLY_SERIES: usize = 30;
/// Five-minute intervals of an open day, from seven in the morning.
const INTERVALS: usize = 169;
const WORKING_DAYS: usize = 130;

/// Thirty hourly series with seasons of a day and of a week.
pub(super) fn hourly() -> Set {
    let mut draw = Draw::new(10);
    Set {
        name: "simulated hours",
        frequency: "h",
        seasons: vec![24.0, 168.0],
        horizon: 48,
        lag: 24,
        missing: "unknown",
        regressors: Vec::new(),
        main: Main::Rmsse,
        aims: Vec::new(),
        series: (0..HOURLY_SERIES).map(|place| hours(&mut draw, place)).collect(),
    }
}

/// Loads, counts and noisy traffic, in turn.
fn hours(draw: &mut Draw, place: usize) -> Series {
    let count = draw.whole(748, 1_009);
    let first = date(2024, 9, 1).and_time(NaiveTime::MIN);
    let times = minutes(first, 60, count);
    let strength = draw.between(0.35, 1.3);
    let [week, rest] = [2, 1].map(|peaks| day_shape(draw, 24, peaks));
    let quieter = draw.between(0.45, 1.05);
    let weekday: Vec<_> = (0..7).map(|_| draw.normal(0.06).exp()).collect();
    let level = 10_f64.powf(draw.between(1.2, 4.0));
    let (persistence, shock) = (draw.between(0.8, 0.97), draw.between(0.015, 0.06));
    let mut disturbance = 0.0;
    let mut value = |time: &NaiveDateTime| {
        disturbance = persistence * disturbance + draw.normal(shock);
        let (hour, day) = (time.hour() as usize, time.weekday().num_days_from_monday() as usize);
        let season = if day < 5 { week[hour] } else { quieter * rest[hour] };
        let mean = level * weekday[day] * season.powf(strength) * f64::exp(disturbance);
        match place % 3 {
            0 => mean,
            1 => draw.poisson(mean),
            _ => mean * draw.normal(0.12).exp(),
        }
    };
    let values = times.iter().map(&mut value).collect();
    Series::plain(format!("hours {place:02}"), times, values)
}

/// The course of a day with some peaks; its mean is 1.
fn day_shape(draw: &mut Draw, size: usize, peaks: usize) -> Vec<f64> {
    let mut shape = vec![0.12; size];
    for _ in 0..peaks {
        let (height, width) = (draw.between(0.3, 1.0), draw.between(4.0, 14.0));
        let centre = draw.between(0.3, 0.92);
        for (place, value) in shape.iter_mut().enumerate() {
            let away = (TAU * (place as f64 / size as f64 - centre)).cos() - 1.0;
            *value += height * (width * away).exp();
        }
    }
    let mean = shape.iter().sum::<f64>() / size as f64;
    shape.iter().map(|value| value / mean).collect()
}

/// Calls on working days; nights and weekends have no rows.
pub(super) fn calls() -> Set {
    let mut draw = Draw::new(40);
    let days = date(2023, 3, 6).iter_days();
    let open = |day: &chrono::NaiveDate| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    let days: Vec<_> = days.filter(open).take(WORKING_DAYS).collect();
    let series = [180.0, 45.0, 9.0].map(|level| call_centre(&mut draw, &days, level));
    Set {
        name: "simulated calls",
        frequency: "5min",
        seasons: vec![INTERVALS as f64, 5.0 * INTERVALS as f64],
        horizon: INTERVALS,
        lag: INTERVALS,
        missing: "closed",
        regressors: Vec::new(),
        main: Main::Rmsse,
        aims: Vec::new(),
        series: series.into(),
    }
}

fn call_centre(draw: &mut Draw, days: &[chrono::NaiveDate], level: f64) -> Series {
    const WEEKDAYS: [f64; 5] = [1.22, 1.05, 1.0, 0.98, 0.93];
    let shape = day_shape(draw, INTERVALS, 2);
    let (mut times, mut values, mut disturbance) = (Vec::new(), Vec::new(), 0.0);
    for day in days {
        disturbance = 0.6 * disturbance + draw.normal(0.05);
        let weekday = WEEKDAYS[day.weekday().num_days_from_monday() as usize];
        let first_days = if (*day - Days::new(3)).month() == day.month() { 1.0 } else { 1.12 };
        let busy = level * weekday * first_days * f64::exp(disturbance);
        let opening = NaiveTime::from_hms_opt(7, 0, 0).unwrap_or_default();
        times.extend(minutes(day.and_time(opening), 5, INTERVALS));
        for part in shape.chunks(6) {
            let mood = draw.normal(0.06).exp();
            values.extend(part.iter().map(|share| draw.poisson(busy * share * mood)));
        }
    }
    Series::plain(format!("calls {level}"), times, values)
}
