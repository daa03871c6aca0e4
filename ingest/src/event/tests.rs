//! The vocabulary as a whole.

use super::*;

#[test]
fn event_types_are_unique() {
    let mut types = EVENT_TYPES.to_vec();
    types.sort_unstable();
    types.dedup();
    assert_eq!(types.len(), EVENT_TYPES.len());
}
