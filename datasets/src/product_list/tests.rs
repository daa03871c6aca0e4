//! Product lists as spreadsheets write them, and what is wrong with them.

mod comparing;
mod faults;
mod forms;

use std::fmt::Write as _;

use super::{ProductList, read};

fn list(text: &str) -> ProductList {
    read(text.as_bytes()).expect("a product list")
}

/// All errors, a line each.
fn errors(text: &str) -> String {
    let mut shown = String::new();
    for error in &list(text).errors {
        writeln!(shown, "{error}").expect("a text");
    }
    shown
}
