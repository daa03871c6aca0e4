//! Which column is taken for what.

use csv::StringRecord;

use super::Header;
use crate::cli::forecast::series_file::tests::file_arguments;

fn read(names: &[&str], options: &[&str]) -> Result<Header, String> {
    let names: StringRecord = names.iter().collect();
    Header::new(&names, &file_arguments(options)).map_err(|error| error.to_string())
}

#[test]
fn columns_may_come_in_any_order_and_by_their_usual_names() {
    let header = read(&["price", "Value", "TIME", "series"], &[]).unwrap();
    assert_eq!((header.series, header.time, header.value), (Some(3), 2, 1));
    assert_eq!(header.others, [(0, "price".to_owned())]);
    let nixtla = read(&["unique_id", "ds", "y"], &[]).unwrap();
    assert_eq!((nixtla.series, nixtla.time, nixtla.value), (Some(0), 1, 2));
}

#[test]
fn a_file_without_a_series_column_is_one_series() {
    assert_eq!(read(&["time", "value"], &[]).unwrap().series, None);
}

#[test]
fn options_name_columns_and_leave_them_out() {
    let options = ["--value-column", "sold", "--ignore", "note,value"];
    let header = read(&["series", "time", "value", "sold", "note"], &options).unwrap();
    assert_eq!((header.value, header.others), (3, vec![]));
}

#[test]
fn a_missing_column_is_named_with_what_there_is() {
    let error = read(&["series", "when", "value"], &[]).unwrap_err();
    assert!(error.contains("\"time\"") && error.contains("series, when, value"), "{error}");
    let error = read(&["time", "value"], &["--value-column", "sold"]).unwrap_err();
    assert!(error.contains("\"sold\""), "{error}");
}
