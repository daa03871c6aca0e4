//! The shop's days: holidays, working days, seasons and promotions.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// Easter Sunday of a year, by the Meeus/Jones/Butcher algorithm.
pub(super) fn easter(year: i32) -> Option<NaiveDate> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    NaiveDate::from_ymd_opt(year, month.try_into().ok()?, day.try_into().ok()?)
}

/// National holidays of Spain on fixed days, as month and day.
const FIXED_HOLIDAYS: [(u32, u32); 9] =
    [(1, 1), (1, 6), (5, 1), (8, 15), (10, 12), (11, 1), (12, 6), (12, 8), (12, 25)];

/// Whether shops are closed for a national holiday of Spain.
pub(super) fn is_holiday(day: NaiveDate) -> bool {
    let good_friday = easter(day.year()).and_then(|easter| easter.checked_sub_days(Days::new(2)));
    FIXED_HOLIDAYS.contains(&(day.month(), day.day())) || good_friday == Some(day)
}

/// Whether warehouses work.
pub(super) fn is_working_day(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !is_holiday(day)
}

/// The day that lies `days` working days after this one.
pub(super) fn after_working_days(day: NaiveDate, days: u32) -> NaiveDate {
    let later = day.iter_days().skip(1).filter(|&day| is_working_day(day));
    later.take(days as usize).last().unwrap_or(day)
}

/// A time of lower prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Promotion {
    /// From the Friday after the fourth Thursday of November to the Monday.
    BlackFriday,
    /// From 7 January to 6 February.
    WinterSale,
    /// July.
    SummerSale,
}

impl Promotion {
    /// The promotion of a day.
    pub(super) fn on(day: NaiveDate) -> Option<Self> {
        match (day.month(), day.day()) {
            (1, 7..) | (2, ..=6) => Some(Self::WinterSale),
            (7, _) => Some(Self::SummerSale),
            _ => {
                let first = NaiveDate::from_weekday_of_month_opt(day.year(), 11, Weekday::Thu, 4)?;
                let days = (day - first).num_days();
                (1..=4).contains(&days).then_some(Self::BlackFriday)
            }
        }
    }

    /// The coupon that goes with it.
    pub(super) fn coupon(self) -> &'static str {
        match self {
            Self::BlackFriday => "BLACKFRIDAY",
            Self::WinterSale => "WINTERSALE",
            Self::SummerSale => "SUMMERSALE",
        }
    }

    /// How much more is ordered in all, in its first days and later.
    fn lift(self, day: NaiveDate) -> f64 {
        match self {
            Self::BlackFriday => 2.4,
            Self::WinterSale if day.month() == 1 && day.day() < 14 => 1.45,
            Self::SummerSale if day.day() < 8 => 1.4,
            Self::WinterSale | Self::SummerSale => 1.12,
        }
    }
}

/// How much is ordered in the middle of each month, 1 being a plain month.
const SHOP_SEASON: [f64; 12] =
    [0.92, 0.82, 0.88, 0.95, 1.02, 1.00, 0.95, 0.78, 0.98, 1.02, 1.22, 1.46];

/// How much more is ordered a year later.
const YEARLY_GROWTH: f64 = 1.12;

/// The value of a day on a curve that is given for the middle of each month.
pub(super) fn on_curve(curve: &[f64; 12], day: NaiveDate) -> f64 {
    let place = f64::from(day.ordinal0()) / 365.25 * 12.0 - 0.5;
    let before = place.floor();
    let at = |month: f64| curve[(month.rem_euclid(12.0)) as usize % 12];
    at(before) + (at(before + 1.0) - at(before)) * (place - before)
}

/// How much is ordered on a day against a plain day of the first weeks, over all channels.
pub(super) fn shop_level(day: NaiveDate, first_day: NaiveDate) -> f64 {
    let years = (day - first_day).num_days() as f64 / 365.25;
    let lift = Promotion::on(day).map_or(1.0, |promotion| promotion.lift(day));
    // Parcels ordered in the last days before Christmas would come too late.
    let too_late = if day.month() == 12 && (21..=31).contains(&day.day()) { 0.55 } else { 1.0 };
    on_curve(&SHOP_SEASON, day) * YEARLY_GROWTH.powf(years) * lift * too_late
}

/// A way in for orders, with its own week and its own hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Web,
    Marketplace,
    Store,
}

impl Way {
    pub(super) const ALL: [Self; 3] = [Self::Web, Self::Marketplace, Self::Store];

    /// Its share of the orders of a plain day.
    fn share(self) -> f64 {
        match self {
            Self::Web => 0.60,
            Self::Marketplace => 0.27,
            Self::Store => 0.13,
        }
    }

    /// Its week, from Monday.
    fn week(self) -> [f64; 7] {
        match self {
            Self::Web => [1.16, 1.06, 1.02, 0.97, 0.84, 0.82, 1.13],
            Self::Marketplace => [1.08, 1.03, 1.01, 1.00, 0.93, 0.92, 1.03],
            Self::Store => [0.84, 0.86, 0.92, 1.02, 1.36, 2.00, 0.00],
        }
    }

    /// Its day, by local hour.
    pub(super) fn hours(self) -> [u32; 24] {
        match self {
            Self::Web => [
                14, 7, 4, 2, 2, 3, 7, 14, 26, 38, 46, 50, 50, 46, 42, 44, 48, 50, 54, 60, 70, 78,
                62, 32,
            ],
            Self::Marketplace => [
                18, 10, 6, 4, 3, 4, 8, 16, 28, 38, 44, 46, 46, 44, 44, 44, 46, 48, 50, 54, 60, 62,
                52, 34,
            ],
            Self::Store => {
                [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 30, 50, 62, 46, 0, 0, 0, 42, 58, 66, 40, 0, 0, 0]
            }
        }
    }

    /// How many orders come in this way on a day, against a plain day of the whole shop.
    pub(super) fn level(self, day: NaiveDate) -> f64 {
        let holiday = match self {
            Self::Store if is_holiday(day) => 0.0,
            _ if is_holiday(day) => 0.8,
            _ => 1.0,
        };
        self.share() * self.week()[day.weekday().num_days_from_monday() as usize] * holiday
    }
}
