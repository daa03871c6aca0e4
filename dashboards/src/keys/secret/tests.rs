//! A key is read back as it was shown, a typo is seen, and no key stays in a text.

use super::*;

/// Bytes that are far from random, yet all differ.
fn counting(from: u8) -> impl FnMut(&mut [u8]) -> anyhow::Result<()> {
    let mut next = from;
    move |bytes| {
        for byte in bytes {
            *byte = next;
            next = next.wrapping_mul(5).wrapping_add(77);
        }
        Ok(())
    }
}

fn secret(from: u8) -> Secret {
    Secret::generate(&mut counting(from)).unwrap()
}

#[test]
fn a_key_is_read_back_as_it_was_shown() {
    let made = secret(1);
    let text = made.reveal();
    assert_eq!(text.len(), 60);
    assert!(text.starts_with("mk_") && text[3..].bytes().all(|it| it.is_ascii_alphanumeric()));
    let read = Secret::parse(text).unwrap();
    assert!(read.id() == made.id() && read.hash() == made.hash());
    assert!(secret(2).id() != made.id() && secret(2).hash() != made.hash());
}

#[test]
fn every_wrong_character_is_seen() {
    let made = secret(1);
    for place in 0..made.reveal().len() {
        let mut bytes = made.reveal().as_bytes().to_vec();
        bytes[place] = if bytes[place] == b'x' { b'y' } else { b'x' };
        let typo = String::from_utf8(bytes).unwrap();
        assert!(Secret::parse(&typo).is_none(), "{typo}");
    }
}

#[test]
fn what_is_too_short_too_long_or_something_else_is_no_key() {
    let text = secret(1).reveal().to_owned();
    for wrong in ["", "mk_", &text[..59], &format!("{text}x"), &format!(" {text}"), "päßwörter"]
    {
        assert!(Secret::parse(wrong).is_none(), "{wrong}");
    }
}

#[test]
fn the_first_letters_are_no_likelier_than_the_others() {
    let mut bytes = (0..=255u8).cycle();
    let mut all = String::new();
    for _ in 0..124 {
        let mut random = |it: &mut [u8]| {
            it.fill_with(|| bytes.next().unwrap());
            Ok(())
        };
        let made = Secret::generate(&mut random).unwrap();
        all.push_str(&made.reveal()[MARK.len()..CHECKED]);
    }
    let count = |it: u8| all.bytes().filter(|byte| *byte == it).count();
    let counts: Vec<_> = ALPHABET.iter().map(|it| count(*it)).collect();
    let (least, most) = (counts.iter().min().unwrap(), counts.iter().max().unwrap());
    assert!(most - least <= 4, "{counts:?}");
}

#[test]
fn a_text_is_cleared_of_keys() {
    let text = secret(1).reveal().to_owned();
    let asked = format!("SELECT '{text}', 'mk_', mk_id FROM \"{text}");
    assert_eq!(without_secrets(&asked), "SELECT 'mk_***', 'mk_', mk_id FROM \"mk_***");
    assert_eq!(without_secrets("nothing"), "nothing");
}
