//! What the engine is asked, from options and from the file.

use marea_forecast::Missing;

use super::asked;
use crate::cli::forecast::series_file::tests::{file_arguments, read};

const SPARSE: &str = "series,time,value\na,2026-01-01,3\na,2026-01-05,2\nb,2026-01-02,1\n\
    b,2026-01-09,4\n";

#[test]
fn percents_are_probabilities_and_lists_may_be_repeated() {
    let options = ["--freq", "D", "--level", "95", "--level", "0.8", "--season", "365.25,7"];
    let request = asked(&read(SPARSE, &options), &file_arguments(&options)).unwrap().request;
    assert_eq!(request.levels, [0.8, 0.95]);
    assert_eq!(request.seasons, [7.0, 365.25]);
}

#[test]
fn sparse_series_end_where_the_file_does() {
    let options = ["--freq", "D"];
    let request = asked(&read(SPARSE, &options), &file_arguments(&options)).unwrap().request;
    assert_eq!(request.missing, Missing::Zero);
    assert_eq!(request.origin.unwrap().to_string(), "2026-01-09 00:00:00");
    let options = ["--freq", "D", "--missing", "unknown"];
    let request = asked(&read(SPARSE, &options), &file_arguments(&options)).unwrap().request;
    assert_eq!((request.missing, request.origin), (Missing::Unknown, None), "each its own end");
}

#[test]
fn options_out_of_range_are_named() {
    let said = |options: &[&str]| {
        let asked = asked(&read(SPARSE, options), &file_arguments(options));
        asked.err().map(|error| error.to_string()).unwrap_or_default()
    };
    assert!(said(&["--freq", "D", "--level", "0"]).contains("--level"));
    assert!(said(&["--freq", "D", "--level", "1.5"]).contains("found 1.5"));
    assert!(said(&["--freq", "D", "--season", "0.5"]).contains("--season"));
    assert!(said(&["--freq", "D", "--origin", "soon"]).contains("--origin"));
}

#[test]
fn rows_that_share_a_period_are_told() {
    let notes = |text: &str, freq: &str| {
        let options = ["--freq", freq];
        asked(&read(text, &options), &file_arguments(&options)).unwrap().notes.join("; ")
    };
    let twice = format!("{SPARSE}a,2026-01-05,9\n");
    assert!(notes(&twice, "D").contains("1 row") && notes(&twice, "D").contains("added up"));
    assert!(!notes(SPARSE, "D").contains("added up"));
    assert!(notes(SPARSE, "M").contains("2 rows"), "days by months");
}
