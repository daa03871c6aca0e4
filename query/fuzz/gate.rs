//! What libFuzzer hands to the gate of SQL: no text may make it panic, and what it lets through
//! changes nothing and reads no file.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|sql: &str| marea_query::gate_for_fuzzing(sql));
