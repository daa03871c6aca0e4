//! What clocks show, near their changes too.

use std::sync::Arc;

use arrow::{
    array::{ArrayRef, AsArray, TimestampMicrosecondArray},
    datatypes::{TimeUnit, TimestampMicrosecondType},
};
use chrono::{DateTime, Datelike, Days, Duration, NaiveDate, TimeZone};
use chrono_tz::Tz;

use super::{functions::local_time, offsets::Offsets, template::Template};

const ZONES: [Tz; 7] = [
    Tz::Europe__Madrid,
    Tz::Australia__Lord_Howe,
    Tz::Asia__Kathmandu,
    Tz::America__Havana,
    Tz::America__Sao_Paulo,
    Tz::Africa__Casablanca,
    Tz::UTC,
];

fn micros(text: &str) -> i64 {
    DateTime::parse_from_rfc3339(text).unwrap().timestamp_micros()
}

#[test]
fn every_quarter_of_an_hour_of_two_years_is_shown_as_chrono_shows_it() {
    let first = micros("2017-06-01T00:07:00Z");
    let instants: Vec<i64> = (0..2 * 366 * 96).map(|it| first + it * 900_000_000).collect();
    let column: ArrayRef = Arc::new(TimestampMicrosecondArray::from(instants.clone()));
    for zone in ZONES {
        let local = local_time(&column, zone).unwrap();
        let local = local.as_primitive::<TimestampMicrosecondType>();
        for (instant, local) in instants.iter().zip(local.values()) {
            let at = DateTime::from_timestamp_micros(*instant).unwrap().with_timezone(&zone);
            assert_eq!(*local, at.naive_local().and_utc().timestamp_micros(), "{zone} {at}");
        }
    }
}

#[test]
fn every_time_of_two_years_is_the_first_instant_that_shows_it() {
    let first = NaiveDate::from_ymd_opt(2017, 6, 1).unwrap().and_hms_opt(0, 0, 0).unwrap();
    for zone in ZONES {
        let mut offsets = Offsets::new(zone, TimeUnit::Microsecond);
        for quarter in 0..2 * 366 * 96 {
            let local = first + Duration::minutes(15 * quarter);
            let found = offsets.instant(local.and_utc().timestamp_micros());
            match zone.from_local_datetime(&local).earliest() {
                Some(at) => assert_eq!(found, at.timestamp_micros(), "{zone} {local}"),
                None => {
                    // A time that is skipped is as long after the change as it was to be.
                    let before = local - Duration::days(1);
                    let before = zone.from_local_datetime(&before).earliest().unwrap();
                    assert_eq!(found, before.timestamp_micros() + 86_400_000_000, "{zone} {local}");
                }
            }
        }
    }
}

#[test]
fn days_follow_each_other_without_a_gap() {
    for zone in ZONES {
        let mut offsets = Offsets::new(zone, TimeUnit::Second);
        let mut day = NaiveDate::from_ymd_opt(2010, 1, 1).unwrap();
        while day.year() < 2027 {
            let begins = offsets.instant(day.and_hms_opt(0, 0, 0).unwrap().and_utc().timestamp());
            let shown = |at: i64| zone.timestamp_opt(at, 0).unwrap().date_naive();
            assert_eq!((shown(begins), shown(begins - 1)), (day, day - Days::new(1)), "{zone}");
            day = day + Days::new(1);
        }
    }
}

#[test]
fn templates_write_what_postgresql_writes() {
    let at = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap().and_hms_micro_opt(15, 4, 5, 67_000);
    // As PostgreSQL 17 writes timestamp '2026-03-02 15:04:05.067'.
    for (template, wanted) in [
        ("YYYY-MM-DD HH24:MI:SS", "2026-03-02 15:04:05"),
        ("YYYY-MM", "2026-03"),
        ("IYYY-\"W\"IW", "2026-W10"),
        ("DD Mon YYYY, HH12:MI am", "02 Mar 2026, 03:04 pm"),
        ("FMMonth FMDD", "March 2"),
        ("Month|", "March    |"),
        ("DAY|Dy|FMday", "MONDAY   |Mon|monday"),
        ("YYYY\"Q\"Q", "2026Q1"),
        ("D ID DDD WW W", "2 1 061 09 1"),
        ("HH24:MI:SS.MS US", "15:04:05.067 067000"),
        ("yy/mm/dd", "26/03/02"),
    ] {
        let written = Template::read(template).unwrap().fill(&at.unwrap()).unwrap();
        assert_eq!(written, wanted, "{template}");
    }
    assert!(Template::read("HH24:MI TZ").is_err());
}
