//! Work is volumes times standard times, role by role.

use super::super::times::standard_times;
use super::*;

const MIX: OrderMix = OrderMix { lines: 2.0, units_per_line: 1.5, parcels: 1.2 };

#[test]
fn an_hour_of_orders_is_so_much_packing() {
    let mut volumes = Volumes::default();
    volumes.add_orders(&[10.0, 0.0], &MIX).unwrap();
    let work = volumes.work(Role::Packing, &standard_times());
    // 12 parcels of 55 seconds and 30 units of 6.
    assert_eq!(work, [12.0 * 55.0 + 30.0 * 6.0, 0.0]);
    assert_eq!(volumes.work(Role::Returns, &standard_times()), [0.0, 0.0]);
}

#[test]
fn the_same_driver_again_is_added() {
    let mut volumes = Volumes::default();
    volumes.add(Driver::Contacts, &[1.0, 2.0]).unwrap();
    volumes.add(Driver::Contacts, &[3.0, 4.0]).unwrap();
    assert_eq!(volumes.of(Driver::Contacts), Some(&[4.0, 6.0][..]));
}

#[test]
fn the_work_of_the_parts_is_the_work_of_the_whole() {
    let mut volumes = Volumes::default();
    volumes.add_orders(&[7.0], &MIX).unwrap();
    let counts = [
        (Driver::Orders, 7.0),
        (Driver::Lines, 14.0),
        (Driver::Units, 21.0),
        (Driver::Parcels, 8.4),
    ];
    let whole = standard_seconds(Role::Packing, &counts, &standard_times());
    assert!((volumes.work(Role::Packing, &standard_times())[0] - whole).abs() < 1e-9);
}

#[test]
fn columns_of_different_length_are_refused() {
    let mut volumes = Volumes::default();
    volumes.add(Driver::Orders, &[1.0, 2.0]).unwrap();
    let error = volumes.add(Driver::Contacts, &[1.0]).unwrap_err().to_string();
    assert!(error.contains("contacts"), "{error}");
    assert!(volumes.add(Driver::Orders, &[1.0, f64::NAN]).is_err());
}
