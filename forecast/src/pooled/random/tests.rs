//! The generator: the same seed gives the same numbers, and they are spread evenly.

use super::Generator;

#[test]
fn the_same_seed_and_stream_give_the_same_numbers_and_others_do_not() {
    let draw = |seed, stream| {
        let mut generator = Generator::new(seed, stream);
        [generator.next(), generator.next(), generator.next()]
    };
    assert_eq!(draw(1, 2), draw(1, 2));
    assert_ne!(draw(1, 2), draw(1, 3));
    assert_ne!(draw(1, 2), draw(2, 2));
}

#[test]
fn numbers_below_a_limit_fall_evenly_on_all_of_them() {
    let mut generator = Generator::new(7, 0);
    let mut counts = [0_u32; 10];
    for _ in 0..100_000 {
        counts[generator.below(10)] += 1;
    }
    // Four standard deviations of a binomial count around 10,000.
    assert!(counts.iter().all(|count| (9_600..10_400).contains(count)), "{counts:?}");
}
