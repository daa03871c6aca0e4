//! SKUs and warehouses by number, so that an entry names both in six bytes.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
    sync::Arc,
};

use arrow::array::StringViewArray;
use xxhash_rust::xxh3::xxh3_128;

use super::entry::Place;

/// Texts up to this many bytes stand in their view itself.
const INLINE: u32 = 12;

/// All SKUs and warehouses that were met.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) skus: Numbered,
    pub(super) warehouses: Numbered,
}

impl Names {
    /// The SKU and the warehouse, as text.
    pub(super) fn texts(&self, place: Place) -> (Arc<str>, Arc<str>) {
        (self.skus.text(place.sku), self.warehouses.text(place.warehouse.into()))
    }
}

/// Texts, numbered as they were met.
#[derive(Debug, Default)]
pub(super) struct Numbered {
    texts: Vec<Arc<str>>,
    numbers: HashMap<u128, u32, BuildHasherDefault<Mix>>,
}

impl Numbered {
    /// The number of the text in a row, and a hash of it that is the same in every ledger.
    pub(super) fn number(&mut self, column: &StringViewArray, row: usize) -> (u32, u64) {
        let fingerprint = fingerprint(column, row);
        let number = *self.numbers.entry(fingerprint).or_insert_with(|| {
            self.texts.push(column.value(row).into());
            // There are fewer names than rows, and rows fill the memory long before this.
            u32::try_from(self.texts.len() - 1).unwrap_or(u32::MAX)
        });
        let mut mix = Mix::default();
        mix.write_u128(fingerprint);
        (number, mix.finish())
    }

    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }

    fn text(&self, number: u32) -> Arc<str> {
        Arc::clone(&self.texts[number as usize])
    }

    /// The rank of each number in the order of the texts, which does not tell in which order rows
    /// arrived.
    pub(super) fn ranks(&self) -> Vec<u32> {
        let mut order: Vec<usize> = (0..self.len()).collect();
        order.sort_unstable_by_key(|number| &self.texts[*number]);
        let mut ranks = vec![0; order.len()];
        for (rank, number) in (0..).zip(order) {
            ranks[number] = rank;
        }
        ranks
    }
}

/// 128 bits that stand for a text: a short one's own bytes, a hash of a long one.
fn fingerprint(texts: &StringViewArray, row: usize) -> u128 {
    let view = texts.views()[row];
    let length = u32::try_from(view & u128::from(u32::MAX)).unwrap_or(u32::MAX);
    if length <= INLINE { view } else { xxh3_128(texts.value(row).as_bytes()) }
}

/// Hashes numbers in a few cycles: multiplies, and folds the product's high half onto its low.
#[derive(Debug, Default)]
pub(super) struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for part in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..part.len()].copy_from_slice(part);
            self.write_u64(u64::from_le_bytes(word));
        }
    }

    fn write_u64(&mut self, word: u64) {
        // The constant is 2^64 divided by the golden ratio, as in Knuth's multiplicative hashing.
        let product = u128::from(self.0 ^ word) * 0x9e37_79b9_7f4a_7c15;
        let (low, high) = (product & u128::from(u64::MAX), product >> 64);
        self.0 = u64::try_from(low ^ high).unwrap_or_default();
    }

    fn write_u128(&mut self, word: u128) {
        self.write_u64(u64::try_from(word & u128::from(u64::MAX)).unwrap_or_default());
        self.write_u64(u64::try_from(word >> 64).unwrap_or_default().rotate_left(32));
    }
}
