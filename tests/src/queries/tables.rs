//! The facts, as far as random queries ask for them, and texts that their columns hold.

use super::Kind::{self, Boolean, Date, Decimal, Instant, Integer, Text};

/// A table that can be asked for.
#[derive(Debug)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns; all but `recorded_at` and what is never filled.
    pub columns: &'static [(&'static str, Kind)],
}

/// The tables that random queries are about.
pub const TABLES: [Table; 5] = [
    Table {
        name: "events",
        columns: &[
            ("lsn", Integer),
            ("event_id", Text),
            ("source", Text),
            ("event_type", Text),
            ("occurred_at", Instant),
            ("offset_seconds", Integer),
            ("event_date", Date),
            ("order_id", Text),
            ("sku", Text),
        ],
    },
    Table {
        name: "order_lines",
        columns: &[
            ("lsn", Integer),
            ("event_id", Text),
            ("effect", Text),
            ("order_id", Text),
            ("line_id", Text),
            ("line_kind", Text),
            ("orders", Integer),
            ("channel", Text),
            ("country", Text),
            ("customer_id", Text),
            ("sku", Text),
            ("category", Text),
            ("warehouse", Text),
            ("coupon", Text),
            ("order_date", Date),
            ("event_date", Date),
            ("ordered_at", Instant),
            ("occurred_at", Instant),
            ("currency", Text),
            ("quantity", Decimal),
            ("unit_price", Decimal),
            ("gross", Decimal),
            ("discount", Decimal),
            ("tax", Decimal),
            ("net", Decimal),
            ("net_base", Decimal),
        ],
    },
    Table {
        name: "order_status_changes",
        columns: &[
            ("lsn", Integer),
            ("order_id", Text),
            ("channel", Text),
            ("from_status", Text),
            ("to_status", Text),
            ("event_date", Date),
            ("occurred_at", Instant),
            ("ordered_at", Instant),
        ],
    },
    Table {
        name: "stock_movements",
        columns: &[
            ("lsn", Integer),
            ("movement", Text),
            ("sku", Text),
            ("warehouse", Text),
            ("quantity", Decimal),
            ("on_hand_change", Decimal),
            ("committed_change", Decimal),
            ("tracked", Boolean),
            ("unit_cost", Decimal),
            ("currency", Text),
            ("event_date", Date),
            ("occurred_at", Instant),
            ("order_id", Text),
            ("line_id", Text),
        ],
    },
    Table {
        name: "payments",
        columns: &[
            ("lsn", Integer),
            ("kind", Text),
            ("order_id", Text),
            ("payment_id", Text),
            ("channel", Text),
            ("amount", Decimal),
            ("currency", Text),
            ("method", Text),
            ("event_date", Date),
            ("occurred_at", Instant),
        ],
    },
];

/// Texts that a column of this name holds, and some that it does not.
pub(super) fn texts(column: &str) -> &'static [&'static str] {
    match column {
        "channel" => &["web", "marketplace", "pos", "Web"],
        "country" => &["ES", "FR", "GB", "US"],
        "currency" => &["EUR", "GBP", "USD"],
        "sku" => &["D0", "D1", "D2", "D3", "D4", "D5", "U0", "U1", "U3", "U5", "X"],
        "effect" => &["placed", "cancelled", "returned", "edited"],
        "warehouse" => &["MAD", "BCN", "VGO"],
        "movement" => &["reserved", "released", "shipped", "received", "returned"],
        "event_type" => &["order_placed", "order_approved", "order_shipped", "stock_received"],
        "from_status" | "to_status" => &["placed", "approved", "shipped", "cancelled", "returned"],
        "line_id" => &["1", "2", "3", "4"],
        "kind" => &["captured", "refunded", "failed"],
        "method" => &["card", "transfer"],
        "order_id" => &["o1", "o2", "o10", "o25", "o100", "o333"],
        _ => &["", "a", "test", "kitchen", "product", "o'7", "100%", "é"],
    }
}
