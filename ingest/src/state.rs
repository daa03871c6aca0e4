//! Live state: the documents that events fold into. Nothing here is ever set by hand.

mod catalogue;
mod level;
mod order;

pub use catalogue::{Customer, Price, Product, Supplier, TaxRate, Warehouse};
pub use level::{LevelChange, StockLevel};
pub use order::{
    Allocation, FulfilmentStatus, Hold, Order, OrderItem, OrderStatus, PaymentStatus, Payments,
    ReturnStatus, Shipment,
};
