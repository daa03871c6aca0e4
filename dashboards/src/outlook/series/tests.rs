//! Names of series, and back.

use super::{Level, Measure, SeriesName};

#[test]
fn a_name_is_read_as_it_is_written() {
    let names = [
        SeriesName::shop(Measure::Revenue),
        SeriesName::of(Level::Category, Measure::Returns, "bath/kitchen"),
        SeriesName::of(Level::Country, Measure::Units, ""),
        SeriesName::of(Level::Sku, Measure::Units, "A/1"),
        SeriesName::stocked("A/1", "MAD"),
    ];
    for name in names {
        assert_eq!(SeriesName::read(&name.to_string()), Some(name));
    }
    assert_eq!(SeriesName::read("shop"), None);
    assert_eq!(SeriesName::read("aisle/units/3"), None);
}

#[test]
fn keys_are_told_by_level() {
    let stocked = SeriesName::stocked("A/1", "MAD");
    assert_eq!((stocked.sku(), stocked.warehouse()), (Some("A/1"), Some("MAD")));
    let nowhere = SeriesName::stocked("A/1", "");
    assert_eq!(nowhere.warehouse(), None, "demand that was never sent to a warehouse");
    let warehouse = SeriesName::of(Level::Warehouse, Measure::Units, "MAD");
    assert_eq!((warehouse.sku(), warehouse.warehouse()), (None, Some("MAD")));
    assert_eq!(SeriesName::of(Level::Country, Measure::Units, "").key_of(Level::Country), None);
}
