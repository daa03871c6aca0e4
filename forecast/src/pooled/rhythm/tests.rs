//! Lags and windows from season lengths.

use super::Rhythm;

#[test]
fn days_are_levelled_over_four_weeks() {
    let rhythm = Rhythm::new(&[7.0, 365.25]);
    assert_eq!((rhythm.windows, rhythm.level, rhythm.lag), ([4, 7, 14, 28, 91, 364], 28, 7));
    let year = rhythm.seasons[1];
    assert_eq!((year.parts, year.reach), (53, 3));
    assert_eq!((year.part(0), year.part(364), year.part(365 * 4 + 1)), (0, 52, 0));
}

#[test]
fn a_week_of_hours_has_a_position_for_each_hour_of_it() {
    let rhythm = Rhythm::new(&[24.0, 168.0, 8766.0]);
    let parts: Vec<usize> = rhythm.seasons.iter().map(|season| season.parts).collect();
    assert_eq!(parts, [24, 168, 53]);
    assert_eq!(rhythm.seasons[1].part(168 * 1_000 + 167), 167);
}

#[test]
fn windows_rise_and_the_level_has_a_window_whatever_the_seasons() {
    for seasons in [
        &[][..],
        &[4.0],
        &[7.0, 365.25],
        &[12.0],
        &[24.0, 168.0, 8766.0],
        &[52.18],
        &[48.0, 336.0],
        &[169.0, 845.0],
        &[288.0, 2016.0],
    ] {
        let rhythm = Rhythm::new(seasons);
        assert!(rhythm.windows.windows(2).all(|pair| pair[0] < pair[1]), "{rhythm:?}");
        assert!(rhythm.level > 0 && rhythm.lag > 0, "{rhythm:?}");
    }
}

#[test]
fn a_season_around_a_place_is_whole_where_there_is_one() {
    let week = Rhythm::new(&[7.0]).seasons[0];
    assert_eq!(week.around(10, 30), (7, 14));
    assert_eq!(week.around(1, 30), (0, 7));
    assert_eq!(week.around(29, 30), (23, 30));
    assert_eq!(week.around(2, 5), (0, 5));
}
