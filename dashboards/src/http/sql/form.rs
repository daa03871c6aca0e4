//! The forms of an answer: those that rows are streamed in, and a workbook.

use marea_query::format::Format;

use crate::spreadsheet::MEDIA_TYPE;

/// The name of a workbook's form, as the ending of an address.
const WORKBOOK: &str = "xlsx";

/// A form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Rows, sent as they come or written down first.
    Rows(Format),
    /// A workbook for a spreadsheet program, made whole.
    Workbook,
}

impl Form {
    /// The form of this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        if name == WORKBOOK {
            return Some(Self::Workbook);
        }
        Format::named(name).map(Self::Rows)
    }

    /// The names of all of them.
    pub(super) fn names() -> Vec<&'static str> {
        Format::ALL.into_iter().map(Format::name).chain([WORKBOOK]).collect()
    }

    /// The form that an `Accept` header asks for first.
    pub(super) fn accepted(accept: &str) -> Option<Self> {
        accept.split(',').find_map(|kind| {
            let name = kind.split(';').next().unwrap_or_default().trim();
            if name == MEDIA_TYPE {
                return Some(Self::Workbook);
            }
            Format::accepted(kind).map(Self::Rows)
        })
    }
}
