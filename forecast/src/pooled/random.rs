//! A seeded generator, so that what is sampled is the same in every run.

/// SplitMix64 (Steele, Lea and Flood 2014): one multiplication chain a number, any seed is good.
#[derive(Debug, Clone)]
pub(super) struct Generator {
    state: u64,
}

impl Generator {
    /// A generator whose numbers depend on `seed` and `stream` only.
    pub(super) fn new(seed: u64, stream: u64) -> Self {
        let mut start = Self { state: seed };
        let state = start.next() ^ stream.wrapping_mul(0xD134_2543_DE82_EF95);
        Self { state }
    }

    /// Sixty-four random bits.
    pub(super) fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    /// A number in [0, 1).
    pub(super) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A whole number below `limit`, 0 where the limit is 0.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        (self.unit() * limit as f64) as usize
    }
}

#[cfg(test)]
mod tests;
