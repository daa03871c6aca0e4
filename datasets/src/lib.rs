//! A seeded shop simulator, and readers for public data sets and for a shop's own spreadsheets.
//!
//! All yield the typed events of `marea_ingest::event`, in the order in which a store is to
//! receive them. Nothing here prints, reads the clock or opens a connection.

pub mod online_retail;
pub mod product_list;
pub mod shop;
mod text;
