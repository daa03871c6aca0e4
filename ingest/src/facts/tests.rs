//! Rows and columns are the same thing.

use super::*;

#[test]
fn every_table_has_a_batch_of_its_own_schema() {
    let batches = FactRows::default().to_batches();
    for table in FactTable::ALL {
        assert_eq!(batches.table(table).schema(), table.schema());
        assert_eq!(table.schema().field(0).name(), "lsn");
    }
}
