//! The axes follow from quantities and money.

use super::*;

#[test]
fn statuses_are_found_by_the_name_they_are_written_with() {
    for status in OrderStatus::ALL {
        assert_eq!(OrderStatus::named(status.as_str()), Some(*status));
        let json = serde_json::to_string(status).unwrap();
        assert_eq!(json, format!("\"{}\"", status.as_str()));
    }
}
