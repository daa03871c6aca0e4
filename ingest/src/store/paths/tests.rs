//! Names are read back as they were written.

use super::*;

#[test]
fn a_sealed_file_name_names_its_lsns_and_its_hash() {
    let name = sealed_file(Lsn(7), Lsn(4711), 0xabc);
    assert_eq!(parse_sealed_file(&name), Some((Lsn(7), Lsn(4711), 0xabc)));
    assert_eq!(parse_sealed_file("part-7-8.parquet"), None);
    assert_eq!(parse_sealed_file("_delta_log"), None);
}
