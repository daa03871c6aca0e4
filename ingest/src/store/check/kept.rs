//! A keyspace against what it must hold.

use super::{Difference, found};
use crate::store::StoreError;

/// Compares each entry of a keyspace with what it must be, byte for byte; `of` is the part of the
/// keys that the audit is about. Says how many there are.
pub(super) fn compare(
    audit: &'static str,
    keyspace: &fjall::Keyspace,
    mut expected: impl FnMut(&[u8]) -> Result<Option<Vec<u8>>, StoreError>,
    count: usize,
) -> Result<usize, Difference> {
    let mut kept = 0;
    for entry in keyspace.iter() {
        let (key, value) = entry.into_inner().map_err(StoreError::from)?;
        match expected(&key)? {
            Some(bytes) if *bytes == *value => kept += 1,
            Some(_) => {
                return Err(found(audit, format!("{} is not what its events make", shown(&key))));
            }
            None => return Err(found(audit, format!("{} follows from no event", shown(&key)))),
        }
    }
    if kept != count {
        return Err(found(audit, format!("{kept} are kept, the events make {count}")));
    }
    Ok(kept)
}

/// A key for people to read.
pub(super) fn shown(key: &[u8]) -> String {
    let text = String::from_utf8_lossy(key);
    let parts: Vec<_> = text.split(char::is_control).filter(|part| !part.is_empty()).collect();
    format!("\"{}\"", parts.join(" / "))
}
