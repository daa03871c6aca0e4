//! A workbook's parts out of its ZIP archive, as APPNOTE.TXT 6.3 lays it out.

use std::{collections::HashMap, io::Read};

use flate2::read::DeflateDecoder;

/// The parts of a workbook by name.
pub(super) struct Package {
    parts: HashMap<String, Vec<u8>>,
}

impl Package {
    /// Reads the archive through its central directory.
    pub(super) fn open(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).rposition(|it| it == b"PK\x05\x06").expect("a ZIP archive");
        let (entries, mut at) = (short(bytes, end + 10), long(bytes, end + 16));
        let mut parts = HashMap::new();
        for _ in 0..entries {
            assert_eq!(&bytes[at..at + 4], b"PK\x01\x02", "an entry of the directory");
            let name = short(bytes, at + 28);
            let text = String::from_utf8(bytes[at + 46..at + 46 + name].to_vec()).expect("a name");
            parts.insert(text, part(bytes, at));
            at += 46 + name + short(bytes, at + 30) + short(bytes, at + 32);
        }
        Self { parts }
    }

    /// A part as text.
    pub(super) fn text(&self, name: &str) -> String {
        let part = self.parts.get(name).unwrap_or_else(|| panic!("no part {name}"));
        String::from_utf8(part.clone()).expect("UTF-8")
    }
}

/// The content of the entry at a place of the directory.
fn part(bytes: &[u8], at: usize) -> Vec<u8> {
    let (method, size) = (short(bytes, at + 10), long(bytes, at + 20));
    let local = long(bytes, at + 42);
    let begin = local + 30 + short(bytes, local + 26) + short(bytes, local + 28);
    let packed = &bytes[begin..begin + size];
    let mut content = Vec::new();
    match method {
        0 => content.extend_from_slice(packed),
        8 => {
            DeflateDecoder::new(packed).read_to_end(&mut content).expect("deflated bytes");
        }
        other => panic!("method {other}"),
    }
    content
}

fn short(bytes: &[u8], at: usize) -> usize {
    usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]))
}

fn long(bytes: &[u8], at: usize) -> usize {
    short(bytes, at) + (short(bytes, at + 2) << 16)
}
