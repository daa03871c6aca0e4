//! What libFuzzer hands to the decoder of events: no bytes may make it panic, and an event that it
//! accepts is the same event when it is written down and read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use marea_ingest::event::{Event, decode_json, decode_jsonl, decode_record};

fuzz_target!(|body: &[u8]| {
    let one = decode_json(body).unwrap_or_default();
    let lines = decode_jsonl(body).unwrap_or_default();
    one.iter().chain(&lines).flatten().for_each(is_the_same_read_again);
});

fn is_the_same_read_again(event: &Event) {
    let written = event.to_json();
    assert_eq!(decode_record(0, &written).as_ref(), Ok(event), "{written}");
}
