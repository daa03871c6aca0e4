//! What may be asked of a shop in the tests, in the test's own words, and the events it becomes.

/// Goods: three that are kept, one that is not, and a bundle of two of the first and one of the
/// second.
pub(crate) const SKUS: [&str; 5] = ["A", "B", "C", "U", "KIT"];
/// The warehouses.
pub(crate) const PLACES: [&str; 2] = ["W1", "W2"];
/// Reasons for which goods are not for sale.
pub(crate) const BUCKETS: [&str; 4] = ["damaged", "quality_control", "safety_stock", "withheld"];
/// Policies that a warehouse may have.
pub(crate) const POLICIES: [&str; 3] = ["deny", "backorder", "allow_negative"];
/// What becomes of what comes back.
pub(crate) const DISPOSITIONS: [&str; 4] = ["restock", "damaged", "quality_control", "write_off"];

/// Bins of each warehouse.
pub(crate) const BINS: [&str; 2] = ["B1", "B2"];
/// Lots of all goods, with the last day on which they are good.
pub(crate) const LOTS: [(&str, Option<&str>); 3] =
    [("L1", Some("2099-05-01")), ("L2", Some("2098-05-01")), ("L3", None)];

/// A bin and a lot, or none.
pub(crate) type SpotName = (Option<&'static str>, Option<&'static str>);

/// A line that is wanted: goods, units, and where they must come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) sku: &'static str,
    pub(crate) units: i64,
    pub(crate) pinned: Option<&'static str>,
}

/// What happens to units of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Move {
    Pick,
    Pack,
    Ship,
    Deliver,
    Cancel,
}

/// A line and units of it; without, all that is left.
pub(crate) type Some1 = Option<(usize, i64)>;

/// One command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Command {
    Cart {
        id: String,
        lines: Vec<Wanted>,
    },
    Place {
        id: String,
        cart: Option<String>,
        lines: Vec<Wanted>,
        split: bool,
    },
    Approve {
        id: String,
    },
    Hold {
        id: String,
    },
    Release {
        id: String,
    },
    Close {
        id: String,
    },
    Edit {
        id: String,
        line: usize,
        units: i64,
        sku: &'static str,
    },
    Move {
        what: Move,
        id: String,
        some: Some1,
        from: Option<&'static str>,
        parcel: String,
    },
    TakeBack {
        id: String,
        parcel: Option<String>,
    },
    Return {
        id: String,
        line: usize,
        units: i64,
        to: &'static str,
        disposition: &'static str,
    },
    Capture {
        id: String,
        amount: i64,
    },
    Refund {
        id: String,
        amount: i64,
    },
    Receive {
        sku: &'static str,
        place: &'static str,
        units: i64,
    },
    Count {
        sku: &'static str,
        place: &'static str,
        units: i64,
    },
    Adjust {
        sku: &'static str,
        place: &'static str,
        units: i64,
    },
    SetTo {
        sku: &'static str,
        place: &'static str,
        to: i64,
        expected: Option<i64>,
    },
    Withhold {
        sku: &'static str,
        place: &'static str,
        units: i64,
        bucket: usize,
    },
    Restore {
        sku: &'static str,
        place: &'static str,
        units: i64,
        bucket: usize,
    },
    WriteOff {
        sku: &'static str,
        place: &'static str,
        units: i64,
    },
    Send {
        sku: &'static str,
        from: &'static str,
        to: &'static str,
        units: i64,
        arrives: bool,
    },
    Buy {
        name: String,
        place: &'static str,
        lines: Vec<(&'static str, i64)>,
    },
    Bought {
        name: String,
        some: Option<(usize, i64, i64)>,
        place: Option<&'static str>,
    },
    Unbuy {
        name: String,
        some: Some1,
    },
    Shelve {
        sku: &'static str,
        place: &'static str,
        units: i64,
        spot: SpotName,
    },
    Shift {
        sku: &'static str,
        place: &'static str,
        units: i64,
        from: Option<&'static str>,
        to: Option<&'static str>,
    },
    CountBin {
        sku: &'static str,
        place: &'static str,
        bin: &'static str,
        units: i64,
    },
    Policy {
        sku: &'static str,
        place: &'static str,
        policy: usize,
    },
}

fn lines(some: &Some1) -> String {
    some.map_or(String::new(), |(line, units)| {
        format!(r#","lines":[{{"line_id":"{line}","quantity":{units}}}]"#)
    })
}

fn ordered(wanted: &[Wanted]) -> String {
    let line = |(at, it): (usize, &Wanted)| {
        let pinned = it.pinned.map_or(String::new(), |place| format!(r#","warehouse":"{place}""#));
        let (sku, units) = (it.sku, it.units);
        format!(
            r#"{{"line_id":"{at}","sku":"{sku}","quantity":{units},"unit_price":"{at}.37","accept_substitute":false,"discount":"0.10","tax":"0.31"{pinned}}}"#
        )
    };
    wanted.iter().enumerate().map(line).collect::<Vec<_>>().join(",")
}

fn in_cart(wanted: &[Wanted]) -> String {
    let line = |(at, it): (usize, &Wanted)| {
        format!(r#"{{"line_id":"{at}","sku":"{}","quantity":{}}}"#, it.sku, it.units)
    };
    wanted.iter().enumerate().map(line).collect::<Vec<_>>().join(",")
}

fn stock(sku: &str, place: &str, rest: &str) -> String {
    format!(r#""sku":"{sku}","warehouse":"{place}",{rest}"#)
}

impl Command {
    /// The type of the event and its fields.
    pub(crate) fn event(&self) -> (&'static str, String) {
        match self {
            Self::Cart { id, lines } => {
                let lines = in_cart(lines);
                ("cart_updated", format!(r#""cart_id":"{id}","currency":"EUR","lines":[{lines}]"#))
            }
            Self::Place { id, cart, lines, split } => {
                let cart =
                    cart.as_ref().map_or(String::new(), |it| format!(r#""cart_id":"{it}","#));
                let lines = ordered(lines);
                let rest = format!(r#""shipping":"4.90","allow_split":{split},"lines":[{lines}]"#);
                ("order_placed", format!(r#""order_id":"{id}","currency":"EUR",{cart}{rest}"#))
            }
            Self::Approve { id } => ("order_approved", format!(r#""order_id":"{id}""#)),
            Self::Hold { id } => ("order_held", format!(r#""order_id":"{id}""#)),
            Self::Release { id } => ("order_released", format!(r#""order_id":"{id}""#)),
            Self::Close { id } => ("order_closed", format!(r#""order_id":"{id}""#)),
            Self::Edit { id, line, units, sku } => {
                let line = format!(
                    r#"{{"line_id":"{line}","sku":"{sku}","quantity":{units},"unit_price":"2.25","accept_substitute":false,"tax":"0.40"}}"#
                );
                ("order_edited", format!(r#""order_id":"{id}","lines":[{line}]"#))
            }
            Self::Move { what, id, some, from, parcel } => moved(*what, id, some, *from, parcel),
            Self::TakeBack { id, parcel } => {
                let parcel = parcel.as_ref();
                let parcel =
                    parcel.map_or(String::new(), |it| format!(r#","fulfilment_id":"{it}""#));
                ("fulfilment_cancelled", format!(r#""order_id":"{id}"{parcel}"#))
            }
            Self::Return { id, line, units, to, disposition } => {
                let line = format!(
                    r#"{{"line_id":"{line}","quantity":{units},"disposition":"{disposition}"}}"#
                );
                let rest = format!(r#""warehouse":"{to}","lines":[{line}]"#);
                ("return_received", format!(r#""order_id":"{id}",{rest}"#))
            }
            Self::Capture { id, amount } => {
                ("payment_captured", format!(r#""order_id":"{id}","amount":"{amount}""#))
            }
            Self::Refund { id, amount } => {
                ("payment_refunded", format!(r#""order_id":"{id}","amount":"{amount}""#))
            }
            other => other.stock_event(),
        }
    }

    fn stock_event(&self) -> (&'static str, String) {
        let units = |units: &i64| format!(r#""quantity":{units}"#);
        match self {
            Self::Receive { sku, place, units: n } => {
                ("stock_received", stock(sku, place, &units(n)))
            }
            Self::Count { sku, place, units: n } => ("stock_counted", stock(sku, place, &units(n))),
            Self::Adjust { sku, place, units: n } => {
                ("stock_adjusted", stock(sku, place, &units(n)))
            }
            Self::SetTo { sku, place, to, expected } => {
                let expected = expected.map_or(String::new(), |it| format!(r#","expected":{it}"#));
                ("stock_adjusted", stock(sku, place, &format!(r#""set_to":{to}{expected}"#)))
            }
            Self::Withhold { sku, place, units: n, bucket } => {
                let bucket = BUCKETS[*bucket];
                ("stock_held", stock(sku, place, &format!(r#"{},"bucket":"{bucket}""#, units(n))))
            }
            Self::Restore { sku, place, units: n, bucket } => {
                let bucket = BUCKETS[*bucket];
                let rest = format!(r#"{},"bucket":"{bucket}""#, units(n));
                ("stock_released", stock(sku, place, &rest))
            }
            Self::WriteOff { sku, place, units: n } => {
                ("stock_written_off", stock(sku, place, &units(n)))
            }
            Self::Send { sku, from, to, units: n, arrives } => {
                let leg = if *arrives { "in" } else { "out" };
                let rest = format!(r#""from":"{from}","to":"{to}",{}"#, units(n));
                let fields = format!(r#""transfer_id":"t","leg":"{leg}","sku":"{sku}",{rest}"#);
                ("stock_transferred", fields)
            }
            Self::Shelve { sku, place, units: n, spot: (bin, lot) } => {
                let bin = bin.map_or(String::new(), |bin| format!(r#","bin":"{bin}""#));
                let day = LOTS.iter().find(|(name, _)| Some(*name) == *lot).and_then(|it| it.1);
                let day = day.map_or(String::new(), |day| format!(r#","expires_on":"{day}""#));
                let lot = lot.map_or(String::new(), |lot| format!(r#","lot":"{lot}"{day}"#));
                ("stock_received", stock(sku, place, &format!("{}{bin}{lot}", units(n))))
            }
            Self::Shift { sku, place, units: n, from, to } => {
                let from = from.map_or(String::new(), |bin| format!(r#","bin":"{bin}""#));
                let to = to.map_or(String::new(), |bin| format!(r#","to_bin":"{bin}""#));
                ("stock_moved", stock(sku, place, &format!("{}{from}{to}", units(n))))
            }
            Self::CountBin { sku, place, bin, units: n } => {
                let rest = format!(r#"{},"bin":"{bin}""#, units(n));
                ("stock_counted", stock(sku, place, &rest))
            }
            Self::Policy { sku, place, policy } => {
                let policy = POLICIES[*policy];
                let rest = format!(r#""stock_policy":"{policy}""#);
                ("stock_policy_set", stock(sku, place, &rest))
            }
            other => other.purchase_event(),
        }
    }

    fn purchase_event(&self) -> (&'static str, String) {
        match self {
            Self::Buy { name, place, lines } => {
                let lines = lines.iter().enumerate().map(|(at, (sku, units))| {
                    format!(r#"{{"line_id":"{at}","sku":"{sku}","quantity":{units}}}"#)
                });
                let lines = lines.collect::<Vec<_>>().join(",");
                let named = format!(r#""purchase_order":"{name}","warehouse":"{place}""#);
                ("purchase_order_placed", format!(r#"{named},"lines":[{lines}]"#))
            }
            Self::Bought { name, some, place } => {
                let place = place.map_or(String::new(), |it| format!(r#","warehouse":"{it}""#));
                let lines = some.map_or(String::new(), |(line, units, rejected)| {
                    format!(
                        r#","lines":[{{"line_id":"{line}","quantity":{units},"rejected":{rejected}}}]"#
                    )
                });
                ("purchase_order_received", format!(r#""purchase_order":"{name}"{place}{lines}"#))
            }
            Self::Unbuy { name, some } => {
                let lines = lines(some);
                ("purchase_order_cancelled", format!(r#""purchase_order":"{name}"{lines}"#))
            }
            _ => ("", String::new()),
        }
    }
}

fn moved(
    what: Move,
    id: &str,
    some: &Some1,
    from: Option<&str>,
    parcel: &str,
) -> (&'static str, String) {
    let named = format!(r#""order_id":"{id}"{}"#, lines(some));
    let from = from.map_or(String::new(), |place| format!(r#","warehouse":"{place}""#));
    match what {
        Move::Pick => ("order_picked", named),
        Move::Pack => ("order_packed", named),
        Move::Ship => ("order_shipped", format!(r#"{named},"fulfilment_id":"{parcel}"{from}"#)),
        Move::Deliver => ("order_delivered", named),
        Move::Cancel => ("order_cancelled", named),
    }
}
