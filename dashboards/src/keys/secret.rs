//! The text of a key, as it is shown once.
//!
//! `mk_`, then 8 characters that name the key, 43 that are its secret and 6 that check all before
//! them, each of `0-9A-Za-z`, so that a double click takes the whole and no address or header has
//! to escape it. 43 characters of 62 are 256 random bits.
//!
//! Only SHA-256 of the text is kept. A slow hash protects passwords, which can be guessed; among
//! 2^256 equally likely secrets there is nothing to guess, and a fast hash lets every request be
//! checked.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Hash;

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// Bytes from here on would make the first characters of the alphabet more likely than the others.
const EVEN: u8 = 248;

const MARK: &str = "mk_";
const ID: usize = 8;
const SECRET: usize = 43;
const CHECK: usize = 6;
const CHECKED: usize = MARK.len() + ID + SECRET;

/// What fills bytes with randomness that nobody can foresee.
pub(crate) type Random<'a> = &'a mut dyn FnMut(&mut [u8]) -> anyhow::Result<()>;

/// What names a key without giving it away: a part of its text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct KeyId(String);

/// The text of a key. It is not `Debug`, so that it gets into no log by accident.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Secret(String);

impl Secret {
    /// A new one.
    ///
    /// # Errors
    /// Where there is no randomness.
    pub(crate) fn generate(random: Random<'_>) -> anyhow::Result<Self> {
        let mut text = String::from(MARK);
        while text.len() < CHECKED {
            let mut byte = [0];
            random(&mut byte)?;
            if byte[0] < EVEN {
                text.push(char::from(ALPHABET[usize::from(byte[0]) % ALPHABET.len()]));
            }
        }
        text.push_str(&check(&text));
        Ok(Self(text))
    }

    /// Reads one; `None` where it is none: a character is wrong, missing or too many.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let whole = text.len() == CHECKED + CHECK && text.is_ascii();
        let (checked, rest) = whole.then(|| text.split_at(CHECKED))?;
        let well = checked.starts_with(MARK) && rest == check(checked);
        well.then(|| Self(text.to_owned()))
    }

    /// Which key it is.
    pub(crate) fn id(&self) -> KeyId {
        KeyId(self.0[MARK.len()..MARK.len() + ID].to_owned())
    }

    /// What is kept of it.
    pub(crate) fn hash(&self) -> Hash {
        Hash(Sha256::digest(self.0.as_bytes()).into())
    }

    /// The text itself, to show it once.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// 32 bits of the hash of what is checked, as six characters.
fn check(text: &str) -> String {
    let digest: [u8; 32] = Sha256::digest(text.as_bytes()).into();
    let [first, second, third, fourth, ..] = digest;
    let mut number = u32::from_be_bytes([first, second, third, fourth]) as usize;
    let mut characters = [0; CHECK];
    for character in characters.iter_mut().rev() {
        *character = ALPHABET[number % ALPHABET.len()];
        number /= ALPHABET.len();
    }
    characters.map(char::from).iter().collect()
}

/// A text without the keys that somebody put into it: a key never reaches a log, whoever sent it.
pub(super) fn without_secrets(text: &str) -> String {
    let mut parts = text.split(MARK);
    let mut clean = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|it: char| !it.is_ascii_alphanumeric()).unwrap_or(part.len());
        clean.push_str(MARK);
        clean.push_str(if end > ID { "***" } else { &part[..end] });
        clean.push_str(&part[end..]);
    }
    clean
}

#[cfg(test)]
mod tests;
