//! What may happen in a test of the writer, drawn at random.

use proptest::{collection::vec, prelude::*};

use crate::command::{BINS, Command, DISPOSITIONS, LOTS, Move, PLACES, SKUS, Wanted};

/// What a test does next.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    Ask(Command),
    Report(Command),
    /// The last event again.
    Repeat,
    /// The id of the last event with other content.
    Conflict,
    Restart,
    /// The clock goes on (or back) by so many minutes.
    Wait(i64),
}

fn order_id() -> impl Strategy<Value = String> {
    (0..7).prop_map(|at| format!("o{at}"))
}

fn place() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&PLACES[..])
}

fn kept() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&SKUS[..4])
}

fn wanted() -> impl Strategy<Value = Wanted> {
    let pinned = prop_oneof![4 => Just(None), 1 => place().prop_map(Some)];
    let sku = prop::sample::select(&["A", "A", "B", "C", "C", "KIT", "KIT", "U"][..]);
    (sku, 1..5_i64, pinned).prop_map(|(sku, units, pinned)| Wanted { sku, units, pinned })
}

fn cart() -> impl Strategy<Value = Command> {
    let free = |wanted: Wanted| Wanted { pinned: None, ..wanted };
    let lines = vec(wanted().prop_map(free), 1..3);
    (0..3, lines).prop_map(|(at, lines)| Command::Cart { id: format!("c{at}"), lines })
}

fn placed() -> impl Strategy<Value = Command> {
    let cart = prop_oneof![3 => Just(None), 1 => (0..3).prop_map(|at| Some(format!("c{at}")))];
    (order_id(), cart, vec(wanted(), 1..3), prop::bool::weighted(0.8))
        .prop_map(|(id, cart, lines, split)| Command::Place { id, cart, lines, split })
}

fn moved() -> impl Strategy<Value = Command> {
    let what = prop::sample::select(
        &[Move::Pick, Move::Pack, Move::Ship, Move::Ship, Move::Deliver, Move::Cancel][..],
    );
    let some = prop_oneof![1 => Just(None), 2 => (0..2_usize, 1..4_i64).prop_map(Some)];
    let from = prop_oneof![3 => Just(None), 1 => place().prop_map(Some)];
    (what, order_id(), some, from, 0..2).prop_map(|(what, id, some, from, parcel)| Command::Move {
        what,
        id,
        some,
        from,
        parcel: format!("f{parcel}"),
    })
}

fn of_order() -> impl Strategy<Value = Command> {
    let named = |make: fn(String) -> Command| order_id().prop_map(make);
    let parcel = prop_oneof![1 => Just(None), 3 => (0..2).prop_map(|at| Some(format!("f{at}")))];
    let back = prop::sample::select(&DISPOSITIONS[..]);
    prop_oneof![
        6 => named(|id| Command::Approve { id }),
        1 => named(|id| Command::Hold { id }),
        1 => named(|id| Command::Release { id }),
        1 => named(|id| Command::Close { id }),
        3 => (order_id(), 0..2_usize, wanted()).prop_map(|(id, line, it)| {
            Command::Edit { id, line, units: it.units, sku: it.sku }
        }),
        14 => moved(),
        3 => (order_id(), parcel).prop_map(|(id, parcel)| Command::TakeBack { id, parcel }),
        3 => (order_id(), 0..2_usize, 1..3_i64, place(), back).prop_map(
            |(id, line, units, to, disposition)| Command::Return { id, line, units, to, disposition }
        ),
        2 => (order_id(), 1..20_i64).prop_map(|(id, amount)| Command::Capture { id, amount }),
        2 => (order_id(), 1..20_i64).prop_map(|(id, amount)| Command::Refund { id, amount }),
    ]
}

fn of_stock() -> impl Strategy<Value = Command> {
    let at = || (kept(), place(), 1..6_i64);
    let held = || (kept(), place(), 1..4_i64, 0..4_usize);
    prop_oneof![
        8 => at().prop_map(|(sku, place, units)| Command::Receive { sku, place, units }),
        1 => at().prop_map(|(sku, place, units)| Command::Count { sku, place, units: units - 1 }),
        2 => (kept(), place(), prop::sample::select(&[-3, -1, 1, 2][..]))
            .prop_map(|(sku, place, units)| Command::Adjust { sku, place, units }),
        2 => (kept(), place(), 0..5_i64, prop::option::of(0..5_i64))
            .prop_map(|(sku, place, to, expected)| Command::SetTo { sku, place, to, expected }),
        2 => held().prop_map(|(sku, place, units, bucket)| Command::Withhold { sku, place, units, bucket }),
        2 => held().prop_map(|(sku, place, units, bucket)| Command::Restore { sku, place, units, bucket }),
        1 => at().prop_map(|(sku, place, units)| Command::WriteOff { sku, place, units }),
        3 => (kept(), any::<bool>(), 1..4_i64, any::<bool>()).prop_map(|(sku, back, units, arrives)| {
            let (from, to) = if back { ("W2", "W1") } else { ("W1", "W2") };
            Command::Send { sku, from, to, units, arrives }
        }),
        2 => (prop::sample::select(&SKUS[..3]), place(), 0..3_usize)
            .prop_map(|(sku, place, policy)| Command::Policy { sku, place, policy }),
    ]
}

fn of_shelves() -> impl Strategy<Value = Command> {
    let bin = || prop::sample::select(&BINS[..]);
    let any_bin = || prop::option::of(bin());
    let lot = prop::option::of(prop::sample::select(&LOTS[..]).prop_map(|(name, _)| name));
    let at = || (kept(), place(), 1..6_i64);
    prop_oneof![
        4 => (at(), any_bin(), lot).prop_map(|((sku, place, units), bin, lot)| {
            Command::Shelve { sku, place, units, spot: (bin, lot) }
        }),
        3 => (at(), any_bin(), any_bin())
            .prop_filter("another bin", |(_, from, to)| from != to)
            .prop_map(|((sku, place, units), from, to)| {
                Command::Shift { sku, place, units, from, to }
            }),
        1 => (at(), bin()).prop_map(|((sku, place, units), bin)| {
            Command::CountBin { sku, place, bin, units: units - 1 }
        }),
    ]
}

fn of_purchase() -> impl Strategy<Value = Command> {
    let name = || (0..5).prop_map(|at| format!("p{at}"));
    let came = (0..2_usize, 0..4_i64, 0..2_i64).prop_filter("something came", |it| it.1 + it.2 > 0);
    let elsewhere = prop_oneof![3 => Just(None), 1 => place().prop_map(Some)];
    prop_oneof![
        (name(), place(), vec((kept(), 1..8_i64), 1..3))
            .prop_map(|(name, place, lines)| Command::Buy { name, place, lines }),
        (name(), prop::option::of(came), elsewhere)
            .prop_map(|(name, some, place)| Command::Bought { name, some, place }),
        (name(), prop::option::of((0..2_usize, 1..4_i64)))
            .prop_map(|(name, some)| Command::Unbuy { name, some }),
    ]
}

fn command() -> impl Strategy<Value = Command> {
    prop_oneof![2 => cart(), 5 => placed(), 14 => of_order(), 9 => of_stock(), 4 => of_shelves(), 4 => of_purchase()]
}

pub(crate) fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        80 => command().prop_map(Act::Ask),
        16 => command().prop_map(Act::Report),
        2 => Just(Act::Repeat),
        2 => Just(Act::Conflict),
        1 => Just(Act::Restart),
        2 => prop::sample::select(&[-20, 7, 31][..]).prop_map(Act::Wait),
    ]
}
