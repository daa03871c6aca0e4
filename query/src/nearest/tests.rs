//! Near names are proposed, far ones are not.

use super::*;

#[test]
fn a_slip_finds_the_name_that_was_meant() {
    let names = ["revenue_daily", "orders", "order_lines", "stock_levels"];
    assert_eq!(nearest("oders", names.into_iter()), Some("orders"));
    assert_eq!(nearest("Revenue_Dayly", names.into_iter()), Some("revenue_daily"));
    assert_eq!(nearest("xyz", names.into_iter()), None);
}
