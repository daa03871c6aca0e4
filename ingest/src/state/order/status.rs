//! The four axes of an order, which follow from its quantities and its money.

use serde::{Deserialize, Serialize};

statuses! {
    /// How far the order as a whole is.
    OrderStatus {
        /// A cart or a quotation: it is no order yet.
        Draft = "draft",
        /// It came in.
        Placed = "placed",
        /// It must wait.
        OnHold = "on_hold",
        /// It may go to the warehouse.
        Approved = "approved",
        /// The warehouse is at it, or part of it left.
        InFulfilment = "in_fulfilment",
        /// All units are delivered or cancelled, and the money is settled.
        Completed = "completed",
        /// All units are cancelled.
        Cancelled = "cancelled",
        /// Nothing more is to happen to it: archived, abandoned, or a cart that was ordered.
        Closed = "closed",
    }
}

statuses! {
    /// How far the goods are.
    FulfilmentStatus {
        /// Nothing has happened.
        Unfulfilled = "unfulfilled",
        /// Nothing is to leave before a later date.
        Scheduled = "scheduled",
        /// The order waits, so nothing is to leave.
        OnHold = "on_hold",
        /// Asked for, picked or packed.
        InProgress = "in_progress",
        /// Some units left.
        PartiallyFulfilled = "partially_fulfilled",
        /// All units left.
        Fulfilled = "fulfilled",
        /// All units arrived.
        Delivered = "delivered",
        /// All that was shipped came back.
        Restocked = "restocked",
    }
}

statuses! {
    /// How far the money is.
    PaymentStatus {
        /// Nothing was set aside or taken.
        Pending = "pending",
        /// Set aside, not taken.
        Authorized = "authorized",
        /// Less was taken than is owed.
        PartiallyPaid = "partially_paid",
        /// All that is owed was taken.
        Paid = "paid",
        /// Some was given back.
        PartiallyRefunded = "partially_refunded",
        /// All was given back.
        Refunded = "refunded",
        /// What was set aside was let go.
        Voided = "voided",
        /// What was set aside lapsed.
        Expired = "expired",
        /// The payer's bank asks money back.
        Disputed = "disputed",
    }
}

statuses! {
    /// How far what comes back is.
    ReturnStatus {
        /// Nothing comes back.
        None = "none",
        /// The customer asked.
        Requested = "requested",
        /// The shop agreed.
        InProgress = "in_progress",
        /// Some of what was shipped came back.
        PartiallyReturned = "partially_returned",
        /// All that was shipped came back.
        Returned = "returned",
    }
}
