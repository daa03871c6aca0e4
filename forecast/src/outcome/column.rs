//! Columns of the tables, from iterators.

use polars::prelude::{
    BooleanChunked, Column, Float64Chunked, Int32Chunked, Int64Chunked, IntoColumn,
    NewChunkedArray, StringChunked, TimeUnit,
};

/// 0.80 as "80", 0.975 as "97.5".
pub(super) fn percent(level: f64) -> String {
    let tenths = (level * 1000.0).round() / 10.0;
    format!("{tenths}")
}

pub(super) fn strings(name: &str, values: impl IntoIterator<Item = impl AsRef<str>>) -> Column {
    StringChunked::from_iter_values(name.into(), values.into_iter()).into_column()
}

pub(super) fn flags(name: &str, values: impl IntoIterator<Item = bool>) -> Column {
    BooleanChunked::from_iter_values(name.into(), values.into_iter()).into_column()
}

pub(super) fn integers(name: &str, values: impl IntoIterator<Item = i32>) -> Column {
    Int32Chunked::from_iter_values(name.into(), values.into_iter()).into_column()
}

/// Times from microseconds since 1970, without a zone.
pub(super) fn times(name: &str, times: Vec<i64>) -> Column {
    let times = Int64Chunked::from_vec(name.into(), times);
    times.into_datetime(TimeUnit::Microseconds, None).into_column()
}

pub(super) fn numbers(name: &str, values: impl IntoIterator<Item = Option<f64>>) -> Column {
    Float64Chunked::from_iter_options(name.into(), values.into_iter()).into_column()
}
