//! SKUs and warehouses by number, so that an entry names both in four bytes.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
    sync::Arc,
};

use arrow::array::StringViewArray;
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

/// Texts up to this many bytes stand in their view itself.
const INLINE: u32 = 12;

/// A SKU in a warehouse, both by number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) sku: u32,
    pub(super) warehouse: u32,
}

/// All SKUs and warehouses that were met.
#[derive(Debug, Default)]
pub(super) struct Names {
    places: Vec<Place>,
    skus: Numbered,
    warehouses: Numbered,
    found: HashMap<(u128, u128), u32, BuildHasherDefault<Mix>>,
}

impl Names {
    /// The number of the SKU and warehouse in a row.
    pub(super) fn place(
        &mut self,
        skus: &StringViewArray,
        warehouses: &StringViewArray,
        row: usize,
    ) -> u32 {
        let key = (fingerprint(skus, row), fingerprint(warehouses, row));
        if let Some(place) = self.found.get(&key) {
            return *place;
        }
        let sku = self.skus.number(skus.value(row));
        let warehouse = self.warehouses.number(warehouses.value(row));
        let place = count(self.places.len());
        self.places.push(Place { sku, warehouse });
        self.found.insert(key, place);
        place
    }

    /// Numbers places in the order of their names, so that the numbers do not tell in which order
    /// rows arrived. The answer is the new number of each place.
    pub(super) fn put_in_order(&mut self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..count(self.places.len())).collect();
        order.sort_by_cached_key(|place| self.texts(*place));
        let mut numbers = vec![0; order.len()];
        for (number, place) in order.iter().enumerate() {
            numbers[*place as usize] = count(number);
        }
        self.places = order.iter().map(|place| self.places[*place as usize]).collect();
        self.found.clear();
        numbers
    }

    /// A number that stands for a SKU's name in hashes.
    pub(super) fn seed(&self, place: u32) -> u64 {
        self.skus.seeds[self.sku(place) as usize]
    }

    pub(super) fn sku(&self, place: u32) -> u32 {
        self.places[place as usize].sku
    }

    pub(super) fn places(&self) -> usize {
        self.places.len()
    }

    pub(super) fn skus(&self) -> usize {
        self.skus.texts.len()
    }

    /// The SKU and the warehouse, as text.
    pub(super) fn texts(&self, place: u32) -> (Arc<str>, Arc<str>) {
        let Place { sku, warehouse } = self.places[place as usize];
        let text = |names: &Numbered, number: u32| Arc::clone(&names.texts[number as usize]);
        (text(&self.skus, sku), text(&self.warehouses, warehouse))
    }
}

#[derive(Debug, Default)]
struct Numbered {
    texts: Vec<Arc<str>>,
    seeds: Vec<u64>,
    numbers: HashMap<Arc<str>, u32>,
}

impl Numbered {
    fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let (number, text) = (count(self.texts.len()), Arc::<str>::from(text));
        self.seeds.push(xxh3_64(text.as_bytes()));
        self.texts.push(Arc::clone(&text));
        self.numbers.insert(text, number);
        number
    }
}

/// There are fewer names than entries, and entries fill the memory long before this.
fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// 128 bits that stand for a text: a short one's own bytes, a hash of a long one.
fn fingerprint(texts: &StringViewArray, row: usize) -> u128 {
    let view = texts.views()[row];
    let length = u32::try_from(view & u128::from(u32::MAX)).unwrap_or(u32::MAX);
    if length <= INLINE { view } else { xxh3_128(texts.value(row).as_bytes()) }
}

/// Hashes numbers that are spread already, or nearly so, in a few cycles.
#[derive(Debug, Default)]
pub(super) struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0.rotate_left(26)
    }

    fn write(&mut self, bytes: &[u8]) {
        for part in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..part.len()].copy_from_slice(part);
            self.write_u64(u64::from_le_bytes(word));
        }
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}
