//! What the exit code says.

use super::*;

#[test]
fn a_store_that_this_program_cannot_read_exits_with_four() {
    let other_form = StoreError::OtherForm { found: 2, read: 3 };
    let damaged = StoreError::Damaged { what: "a file".into() };
    for error in [other_form, damaged] {
        let code = exit_code(&anyhow::Error::from(error));
        assert_eq!(format!("{code:?}"), format!("{:?}", ExitCode::from(4)));
    }
}
