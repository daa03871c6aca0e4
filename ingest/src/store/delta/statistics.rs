//! What other readers of the Delta log skip files by: the row count, how many cells are null, and
//! the ends of the columns that one filters by. All of it is in the file's footer.

use chrono::{DateTime, SecondsFormat, Utc};
use parquet::file::{metadata::ParquetMetaData, statistics::Statistics};
use serde_json::{Map, Value, json};

use crate::time::Day;

/// The columns whose ends are told.
const ENDS: [&str; 4] = ["lsn", "occurred_at", "event_date", "order_date"];

/// The statistics of a file, in the form of the Delta protocol.
pub(super) fn of(metadata: &ParquetMetaData) -> Value {
    let (mut least, mut most, mut nulls) = (Map::new(), Map::new(), Map::new());
    let columns = metadata.file_metadata().schema_descr().columns();
    for (at, column) in columns.iter().enumerate() {
        let groups = metadata.row_groups().iter();
        let groups: Option<Vec<_>> = groups.map(|group| group.column(at).statistics()).collect();
        // A column without statistics in one row group has none.
        let Some(groups) = groups else { continue };
        let name = column.name();
        let counted: Option<u64> = groups.iter().map(|it| it.null_count_opt()).sum();
        nulls.extend(counted.map(|count| (name.to_owned(), json!(count))));
        if let Some((first, last)) = ends(&groups).filter(|_| ENDS.contains(&name)) {
            let is_day = column.physical_type() == parquet::basic::Type::INT32;
            least.insert(name.to_owned(), told(name, first, is_day, false));
            most.insert(name.to_owned(), told(name, last, is_day, true));
        }
    }
    let rows = metadata.file_metadata().num_rows();
    json!({ "numRecords": rows, "minValues": least, "maxValues": most, "nullCount": nulls })
}

/// The least and the greatest number of all row groups.
pub(in crate::store) fn ends(groups: &[&Statistics]) -> Option<(i64, i64)> {
    let of_group = |group: &&Statistics| match group {
        Statistics::Int64(it) => Some((*it.min_opt()?, *it.max_opt()?)),
        Statistics::Int32(it) => Some((i64::from(*it.min_opt()?), i64::from(*it.max_opt()?))),
        _ => None,
    };
    let ends: Option<Vec<_>> = groups.iter().map(of_group).collect();
    ends?.into_iter().reduce(|(least, most), (low, high)| (least.min(low), most.max(high)))
}

fn told(name: &str, value: i64, is_day: bool, is_greatest: bool) -> Value {
    match name {
        "lsn" => json!(value),
        _ if is_day => json!(i32::try_from(value).map(|day| Day(day).date().to_string()).ok()),
        _ => json!(instant(value, is_greatest)),
    }
}

/// The protocol tells instants in milliseconds. The greatest is rounded up, so that a reader who
/// takes it as it stands skips no file that holds what he looks for.
fn instant(micros: i64, is_greatest: bool) -> Option<String> {
    let millis = if is_greatest {
        micros.div_euclid(1000) + i64::from(micros.rem_euclid(1000) > 0)
    } else {
        micros.div_euclid(1000)
    };
    let at: DateTime<Utc> = DateTime::from_timestamp_millis(millis)?;
    Some(at.to_rfc3339_opts(SecondsFormat::Millis, true))
}

#[cfg(test)]
mod tests;
