//! The date of Easter Sunday.

use chrono::{Days, NaiveDate};

/// Easter Sunday of the western churches, by the algorithm of the anonymous correspondent of
/// *Nature* (1876), as in Meeus, *Astronomical Algorithms* (1991), chapter 8.
pub(crate) fn gregorian(year: i32) -> Option<NaiveDate> {
    let golden = year.rem_euclid(19);
    let (century, rest) = (year.div_euclid(100), year.rem_euclid(100));
    let correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - correction + 15).rem_euclid(30);
    let sunday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4).rem_euclid(7);
    let late = (golden + 11 * epact + 22 * sunday) / 451;
    from_march(year, epact + sunday - 7 * late + 22)
}

/// Easter Sunday of the eastern churches as a date of the Gregorian calendar: Meeus's algorithm for
/// the Julian calendar (same chapter), moved by the days between the two calendars.
pub(super) fn orthodox(year: i32) -> Option<NaiveDate> {
    let moon = (19 * year.rem_euclid(19) + 15) % 30;
    let sunday = (2 * year.rem_euclid(4) + 4 * year.rem_euclid(7) - moon + 34).rem_euclid(7);
    let calendars_apart = year.div_euclid(100) - year.div_euclid(400) - 2;
    from_march(year, moon + sunday + 22 + calendars_apart)
}

/// The given day of March; days after the 31st run on into April and May.
fn from_march(year: i32, day: i32) -> Option<NaiveDate> {
    let days = Days::new(u64::try_from(day - 1).ok()?);
    NaiveDate::from_ymd_opt(year, 3, 1)?.checked_add_days(days)
}

#[cfg(test)]
mod tests;
