//! How far a series differs from its panel on an occasion, as far as it has something to say.

use rayon::prelude::*;

use super::occasions::Occasion;
use super::selection::{Found, PART};
use super::{Effect, Effects, Guest};

/// Fewer series than this do not say how far they differ.
const LEAST_SERIES: usize = 5;

/// The furthest that series are taken to differ, as a variance of the ratio to the panel's factor.
const WIDEST: f64 = 1.0;

/// The logarithm of all effects of a period together goes no further than this.
const FURTHEST: f64 = 3.5;

/// Effects below this are none.
const NOTHING: f64 = 1e-3;

/// What a series did on an occasion beside what the panel's effect let expect.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    value: f64,
    expected: f64,
}

impl Seen {
    fn ratio(self) -> f64 {
        self.value / self.expected
    }
}

/// The effects on every series.
pub(super) fn effects(
    occasions: &[Occasion],
    found: &[Found],
    guests: &[Guest<'_>],
    (known, levels): (&[&[f64]], &[Vec<f64>]),
) -> Vec<Effects> {
    let marks = Marks::new(occasions, found);
    let seen: Vec<(Vec<Seen>, f64)> = guests
        .par_iter()
        .zip(known.par_iter().zip(levels))
        .map(|(guest, (known, levels))| marks.seen(guest, known, levels))
        .collect();
    let between: Vec<f64> = (0..found.len()).map(|place| between(&seen, place)).collect();
    guests.par_iter().zip(&seen).map(|(guest, seen)| marks.effects(guest, seen, &between)).collect()
}

/// The occasions found, by place on the line.
struct Marks<'a> {
    found: &'a [Found],
    /// Place, which of those found, and its share; by place.
    places: Vec<(u32, u32, f64)>,
}

impl<'a> Marks<'a> {
    fn new(occasions: &[Occasion], found: &'a [Found]) -> Self {
        let mut places = Vec::new();
        for (which, one) in (0..).zip(found) {
            let shares = &occasions[one.occasion].shares;
            places.extend(shares.iter().map(|(place, share)| (*place as u32, which, *share)));
        }
        places.sort_unstable_by_key(|(place, which, _)| (*place, *which));
        Self { found, places }
    }

    /// Which occasions fall on a place, with their shares.
    fn at(&self, place: u32) -> impl Iterator<Item = (usize, f64)> {
        let first = self.places.partition_point(|(other, ..)| *other < place);
        let here = self.places[first..].iter().take_while(move |(other, ..)| *other == place);
        here.map(|(_, which, share)| (*which as usize, *share))
    }

    /// The panel's effect at a place, as a logarithm.
    fn common(&self, place: u32) -> f64 {
        self.at(place).map(|(which, share)| self.found[which].effect * share).sum()
    }

    /// What a series did on each occasion, and the spread of its values in their own mean.
    fn seen(&self, guest: &Guest<'_>, known: &[f64], levels: &[f64]) -> (Vec<Seen>, f64) {
        let mut seen = vec![Seen::default(); self.found.len()];
        let (mut squares, mut sum) = (0.0, 0.0);
        for (place, (value, level)) in known.iter().zip(levels).enumerate() {
            let on_line = guest.places[place];
            let expected = level * guest.moved(place) * self.common(on_line).exp();
            if value.is_nan() || expected.is_nan() || expected <= 0.0 {
                continue;
            }
            let mut ordinary = true;
            for (which, _) in self.at(on_line).filter(|(_, share)| *share > PART) {
                seen[which].value += value;
                seen[which].expected += expected;
                ordinary = false;
            }
            if ordinary {
                squares += (value - expected).powi(2);
                sum += expected;
            }
        }
        (seen, if sum > 0.0 { squares / sum } else { 0.0 })
    }

    fn effects(
        &self,
        guest: &Guest<'_>,
        (seen, dispersion): &(Vec<Seen>, f64),
        between: &[f64],
    ) -> Effects {
        let own: Vec<(f64, f64)> = seen
            .iter()
            .zip(between)
            .map(|(seen, between)| drawn(*seen, *dispersion, *between))
            .collect();
        let effect = |(place, on_line): (usize, &u32)| {
            let (mut log, mut doubt, mut any) = (0.0, 0.0, false);
            for (which, share) in self.at(*on_line) {
                let (ratio, variance) = own[which];
                log += share * (self.found[which].effect + ratio.ln());
                doubt += share * share * (self.found[which].doubt.powi(2) + variance);
                any = true;
            }
            let factor = log.clamp(-FURTHEST, FURTHEST).exp() as f32;
            let doubt = doubt.sqrt() as f32;
            (any && log.abs() > NOTHING).then_some(Effect { place: place as u32, factor, doubt })
        };
        guest.places.iter().enumerate().filter_map(effect).collect()
    }
}

/// A series' ratio to the panel's factor, drawn to 1, and what is left of its variance.
fn drawn(seen: Seen, dispersion: f64, between: f64) -> (f64, f64) {
    if seen.expected <= 0.0 || between <= 0.0 {
        return (1.0, between);
    }
    let chance = dispersion / seen.expected;
    let trust = between / (between + chance);
    ((1.0 + trust * (seen.ratio() - 1.0)).max(0.05), trust * chance)
}

/// How far the true ratios of series differ, beyond chance (DerSimonian and Laird 1986).
fn between(seen: &[(Vec<Seen>, f64)], place: usize) -> f64 {
    let (mut excess, mut sum, mut squares, mut count) = (0.0, 0.0, 0.0, 0.0);
    for (seen, dispersion) in seen {
        let one = seen[place];
        if one.expected > 0.0 && *dispersion > 0.0 {
            let weight = one.expected / dispersion;
            excess += weight * (one.ratio() - 1.0).powi(2);
            sum += weight;
            squares += weight * weight;
            count += 1.0;
        }
    }
    let room: f64 = sum - squares / sum;
    if count < LEAST_SERIES as f64 || room <= 0.0 {
        return 0.0;
    }
    ((excess - (count - 1.0)) / room).clamp(0.0, WIDEST)
}
