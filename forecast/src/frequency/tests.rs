//! Spellings that are read, and steps through the calendar.

use chrono::{NaiveDate, NaiveDateTime};

use super::Frequency;

fn day(year: i32, month: u32, day: u32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(year, month, day)
        .and_then(|date| date.and_hms_opt(0, 0, 0))
        .expect("a day of the calendar")
}

#[test]
fn every_spelling_in_use_is_read() {
    let check = |spellings: &[&str], expected: Frequency| {
        for text in spellings {
            assert_eq!(text.parse::<Frequency>().ok(), Some(expected), "{text}");
        }
    };
    check(&["5min", "5T", "5 min".replace(' ', "").as_str()], Frequency::Minutes(5));
    check(&["30min"], Frequency::Minutes(30));
    check(&["h", "H", "hour", "hourly", "60min"], Frequency::Hours);
    check(&["d", "D", "day", "daily"], Frequency::Days);
    check(&["w", "W", "week", "weekly", "W-SUN", "W-SAT"], Frequency::Weeks);
    check(&["m", "M", "MS", "ME", "month", "monthly"], Frequency::Months);
    check(&["q", "QS", "QE", "quarterly", "QE-DEC"], Frequency::Quarters);
    check(&["y", "YS", "YE", "yearly", "A"], Frequency::Years);
}

#[test]
fn what_is_no_frequency_is_refused_by_name() {
    for text in ["", "fortnight", "7min", "0min", "x5"] {
        let message = text.parse::<Frequency>().expect_err(text).to_string();
        assert!(message.contains(&format!("{text:?}")), "{message}");
    }
}

#[test]
fn a_frequency_is_read_from_what_it_shows() {
    use Frequency::{Days, Hours, Minutes, Months, Quarters, Weeks, Years};
    for frequency in [Minutes(15), Hours, Days, Weeks, Months, Quarters, Years] {
        assert_eq!(frequency.to_string().parse::<Frequency>().ok(), Some(frequency));
    }
}

#[test]
fn months_go_by_the_calendar_and_their_last_day_stays_the_last() {
    let later = Frequency::Months.later(day(2024, 1, 31), 1);
    assert_eq!(later, day(2024, 2, 29));
    assert_eq!(Frequency::Months.later(later, 1), day(2024, 3, 31));
    assert_eq!(Frequency::Quarters.later(day(2024, 11, 15), 1), day(2025, 2, 15));
    assert_eq!(Frequency::Years.later(day(2024, 2, 29), -1), day(2023, 2, 28));
}

#[test]
fn short_periods_are_spans_of_time() {
    let time = Frequency::Minutes(5).later(day(2026, 3, 1), 289);
    assert_eq!(time.to_string(), "2026-03-02 00:05:00");
    assert_eq!(Frequency::Weeks.later(day(2026, 3, 2), -1), day(2026, 2, 23));
    assert_eq!(Frequency::Days.later(day(2026, 3, 2), i64::MAX), NaiveDateTime::MAX);
}

#[test]
fn the_frequency_is_seen_from_the_times() {
    const DAY: i64 = 86_400_000_000;
    let seen = |gap: i64| Frequency::seen((0..10).map(|step| ("mug", step * gap)));
    let known = [
        (DAY, Some(Frequency::Days)),
        (DAY / 24, Some(Frequency::Hours)),
        (DAY / 288, Some(Frequency::Minutes(5))),
        (DAY / 12, Some(Frequency::Minutes(120))),
        (7 * DAY, Some(Frequency::Weeks)),
        (31 * DAY, Some(Frequency::Months)),
        (91 * DAY, Some(Frequency::Quarters)),
        (366 * DAY, Some(Frequency::Years)),
        (3 * DAY, None),
        (DAY + 1, None),
    ];
    for (gap, frequency) in known {
        assert_eq!(seen(gap), frequency, "{gap}");
    }
}

#[test]
fn gaps_within_series_count_and_the_most_common_wins() {
    const DAY: i64 = 86_400_000_000;
    // Two series an hour apart of each other, in any order, with a weekend left out and a row twice.
    let days = [4, 0, 1, 2, 3, 7, 8, 8];
    let rows = days.into_iter().flat_map(|day| [("mug", day * DAY), ("jug", day * DAY + DAY / 24)]);
    assert_eq!(Frequency::seen(rows), Some(Frequency::Days));
    let even = [("mug", 0), ("mug", 7 * DAY), ("mug", 8 * DAY)];
    assert_eq!(Frequency::seen(even), Some(Frequency::Days), "of equally common the shorter");
    assert_eq!(Frequency::seen([("mug", 0), ("jug", DAY)]), None);
}
