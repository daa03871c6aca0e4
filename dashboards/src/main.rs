//! The `marea` command.
fn main() {}
