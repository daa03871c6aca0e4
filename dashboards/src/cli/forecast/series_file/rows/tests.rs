//! A file of series read whole, and what is said where it is wrong.

use marea_forecast::{Frequency, Missing};

use crate::cli::forecast::series_file::{
    gaps::Meaning,
    tests::{failing, read},
};

#[test]
fn rows_become_series_times_values_and_regressors() {
    let text = "value;price;time;series\n3;1.5;2026-01-01;mug\nNA;1.5;2026-01-02;mug\n\
                4;2;2026-01-03;mug\n;2;2026-01-04;mug\n";
    let rows = read(text, &[]);
    assert_eq!((rows.series_count(), rows.frequency()), (1, Frequency::Days));
    assert_eq!(rows.rows_ahead(), 1, "the last row has no value: it is ahead");
    let frame = rows.frame().unwrap();
    assert_eq!(frame.get_column_names(), ["series", "time", "value", "price"]);
    assert_eq!(frame.column("value").unwrap().null_count(), 2);
}

#[test]
fn faults_name_the_line_the_column_and_what_was_expected() {
    let faults = [
        ("time,value\n2026-01-01,many\n", ["line 2", "\"value\"", "\"many\""]),
        ("time,value\n2026-01-01,1\n1/2/2026,1\n", ["line 3", "\"time\"", "\"1/2/2026\""]),
        ("series,time,value\n,2026-01-01,1\n", ["line 2", "\"series\"", "a name"]),
        ("time,value\n2026-01-01\n", ["line 2", "2 columns", "found 1"]),
        ("when,value\n1,1\n", ["line 1", "\"time\"", "when, value"]),
    ];
    for (text, parts) in faults {
        let error = failing(text, &["--freq", "D"]);
        for part in parts {
            assert!(error.contains(part), "{part} is not in: {error}");
        }
    }
    assert!(failing("", &[]).contains("empty"));
    assert!(failing("time,value\n", &[]).contains("no rows"));
    assert!(failing("time,value\n1,2\n2,3\n", &[]).contains("--freq"));
    assert!(failing("time,value\n1,2\n", &["--freq", "fortnight"]).contains("fortnight"));
}

#[test]
fn hours_that_never_have_rows_are_closed() {
    let mut text = "time,value\n".to_owned();
    for day in 1..=28 {
        for hour in 9..20 {
            text += &format!("2026-02-{day:02} {hour:02}:00,{}\n", day % 3);
        }
    }
    assert_eq!(Meaning::of(&read(&text, &[])).missing, Missing::Closed);
}

#[test]
fn a_file_that_never_says_zero_leaves_out_what_was_none() {
    let sparse: Vec<usize> = (1..=28).filter(|day| day % 3 == 0 || day % 7 == 1).collect();
    let rows = |value: fn(usize) -> usize| {
        let lines = sparse.iter().map(|day| format!("2026-02-{day:02},{}\n", value(*day)));
        read(&format!("time,value\n{}", lines.collect::<String>()), &["--freq", "D"])
    };
    assert_eq!(Meaning::of(&rows(|day| day)).missing, Missing::Zero);
    assert_eq!(Meaning::of(&rows(|day| day % 2)).missing, Missing::Unknown);
}

#[test]
fn series_end_together_if_nearly_all_do_or_all_go_on() {
    let of = |rows: &str| read(&format!("series,time,value\n{rows}"), &["--freq", "D"]);
    assert!(!of("a,1,1\na,2,1\nb,1,1\nb,2,1\nb,3,1\n").end_together(), "each ends where it ends");
    assert!(of("a,1,1\na,2,\na,3,\nb,1,1\nb,2,1\nb,3,\n").end_together(), "all have rows ahead");
    let mut many: String = (0..19).map(|series| format!("s{series},9,1\n")).collect();
    many += "gone,4,1\n";
    assert!(of(&many).end_together(), "one of twenty was not observed of late");
}

#[test]
fn decimals_may_stand_after_a_comma_where_columns_are_parted_otherwise() {
    let rows = read("time;value\n2026-01-01;1,5\n2026-01-02;-2,25\n2026-01-03;3\n", &[]);
    let values: Vec<f64> = rows.cells().map(|(_, _, value)| value).collect();
    assert_eq!(values, [1.5, -2.25, 3.0]);
    let error = failing("time,value\n2026-01-01,\"1,000\"\n", &["--freq", "D"]);
    assert!(error.contains("1,000"), "thousands or decimals: nobody can tell; {error}");
}
