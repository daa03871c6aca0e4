//! Times in every form that files have, and back.

use chrono::NaiveDate;
use marea_forecast::Frequency;

use super::{TimeForm, TimeReader, periods_between};

fn read(texts: &[&str], frequency: Frequency) -> (TimeForm, Vec<i64>) {
    let mut reader = TimeReader::default();
    let mut times: Vec<i64> = texts.iter().map(|text| reader.read(text).unwrap()).collect();
    let mut form = reader.form();
    form.place(frequency, &mut times);
    (form, times)
}

#[test]
fn every_form_is_written_back_as_it_came() {
    let forms: [(&[&str], Frequency); 9] = [
        (&["2026-01-31", "2026-02-01"], Frequency::Days),
        (&["20260131", "20260201"], Frequency::Days),
        (&["2026-01-31 09:05", "2026-01-31 09:10"], Frequency::Minutes(5)),
        (&["2026-01-31 09:00:00", "2026-01-31 10:00:00"], Frequency::Hours),
        (&["2026-01-31T09:00:00Z", "2026-01-31T10:00:00Z"], Frequency::Hours),
        (&["2026-01-31T09:00:00+01:00"], Frequency::Hours),
        (&["2026-01", "2026-02"], Frequency::Months),
        (&["2026Q1", "2026Q2"], Frequency::Quarters),
        (&["1", "2", "350"], Frequency::Weeks),
    ];
    for (texts, frequency) in forms {
        let (form, times) = read(texts, frequency);
        let written: Vec<String> = times.iter().map(|time| form.written(*time)).collect();
        assert_eq!(written, texts);
    }
}

#[test]
fn an_index_goes_on_by_one_at_every_frequency() {
    let all = [
        Frequency::Minutes(5),
        Frequency::Hours,
        Frequency::Days,
        Frequency::Weeks,
        Frequency::Months,
        Frequency::Quarters,
        Frequency::Years,
    ];
    for frequency in all {
        let (form, times) = read(&["0", "1", "1990"], frequency);
        let last = chrono::DateTime::from_timestamp_micros(times[2]).unwrap().naive_utc();
        let next = frequency.later(last, 1).and_utc().timestamp_micros();
        assert_eq!(form.written(next), "1991", "{frequency}");
    }
}

#[test]
fn an_offset_is_left_out_where_it_changes() {
    let mut reader = TimeReader::default();
    reader.read("2026-03-28T12:00:00+01:00").unwrap();
    let summer = reader.read("2026-03-30T12:00:00+02:00").unwrap();
    // The local time counts: noon is noon, whatever the offset.
    assert_eq!(reader.form().written(summer), "2026-03-30T12:00:00");
}

#[test]
fn a_form_that_is_not_known_is_no_time() {
    for text in ["31/01/2026", "yesterday", "2026-13-01", "", "2026Q5"] {
        assert_eq!(TimeReader::default().read(text), None, "{text}");
    }
    let mut index = TimeReader::default();
    index.read("1").unwrap();
    assert_eq!(index.read("2026-01-31"), None, "an index is an index throughout");
}

#[test]
fn periods_are_counted_by_the_calendar() {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap().into();
    let between = |frequency| periods_between(frequency, day("2026-01-31"), day("2027-02-28"));
    assert_eq!(between(Frequency::Months), 13);
    assert_eq!(between(Frequency::Quarters), 4);
    assert_eq!(between(Frequency::Days), 393);
}
