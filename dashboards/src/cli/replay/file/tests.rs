//! What is wrong with a file of demand is said with its line.

use super::rows;

#[test]
fn columns_may_be_in_any_order_and_instants_count_for_their_day() {
    let read =
        rows("value,series,time\n2,mug,2026-01-31\n0.5,\"cup, big\",2026-02-01 10:00\n".as_bytes());
    let read = read.unwrap();
    assert_eq!(read[0], ("mug".to_owned(), "2026-01-31".parse().unwrap(), 2.0));
    assert_eq!(read[1].0, "cup, big");
    assert_eq!(read[1].1, "2026-02-01".parse().unwrap());
}

#[test]
fn what_is_wrong_is_named() {
    let said = |text: &str| format!("{:#}", rows(text.as_bytes()).unwrap_err());
    assert!(said("series,time\na,2026-01-01\n").contains("no column value"));
    assert!(said("series,time,value\na,01/02/2026,3\n").contains("line 2: expected a day"));
    assert!(said("series,time,value\na,2026-01-01,-3\n").contains("line 2: expected units"));
}
