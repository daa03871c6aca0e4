//! Whole lists of orders, one order after the other, as a query reads them: the orders, or only what
//! a list itself says of them.

use fjall::Readable;

use super::{OrderList, Place, Search, order_id, place};
use crate::{
    identity::OrderId,
    state::{Order, OrderStatus},
    store::{StateSnapshot, StoreError, core::decoded},
    time::Instant,
};

impl StateSnapshot {
    /// All orders of a list, read as they are asked for; in no order to rely on.
    ///
    /// # Errors
    /// As [`Self::order`].
    pub fn listed_orders(
        &self,
        list: &OrderList,
    ) -> Result<impl Iterator<Item = Result<Order, StoreError>> + use<'_>, StoreError> {
        let keys = self.lists(list, &Search::newest(usize::MAX))?.into_iter().flatten();
        Ok(keys.map(|key| self.listed_order(&key?)))
    }

    fn listed_order(&self, key: &[u8]) -> Result<Order, StoreError> {
        let name = place(key)?.name;
        let order = decoded(self.snapshot.get(&self.core.orders, name)?)?;
        order.ok_or_else(|| StoreError::damaged("core: an order is listed but not there"))
    }

    /// What the lists of statuses say of orders: of one status or of all, newest first within each.
    /// These lists are a small part of what the orders themselves take.
    pub fn orders_by_status(
        &self,
        status: Option<OrderStatus>,
    ) -> impl Iterator<Item = Result<ListedOrder, StoreError>> + use<> {
        let prefix = status.map(|status| status as u8);
        let entries = self.snapshot.prefix(&self.core.orders_by_status, prefix.as_slice());
        entries.map(|entry| ListedOrder::of_key(&entry.key()?))
    }

    /// How many orders there are, in every state: each is listed once by its status.
    ///
    /// # Errors
    /// As [`Self::order`].
    pub fn count_orders(&self) -> Result<usize, StoreError> {
        self.snapshot.iter(&self.core.orders_by_status).try_fold(0, |count, entry| {
            entry.key()?;
            Ok(count + 1)
        })
    }
}

/// What the list of a status says of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedOrder {
    /// The order.
    pub order_id: OrderId,
    /// How far it is as a whole.
    pub status: OrderStatus,
    /// When it was placed.
    pub placed_at: Instant,
}

impl ListedOrder {
    fn of_key(key: &[u8]) -> Result<Self, StoreError> {
        let damaged = || StoreError::damaged("core: a list holds what names no order");
        let (status, rest) = key.split_first().ok_or_else(damaged)?;
        let mut statuses = OrderStatus::ALL.iter().copied();
        let status = statuses.find(|it| *it as u8 == *status).ok_or_else(damaged)?;
        let Place { placed_at, name } = place(rest)?;
        Ok(Self { order_id: order_id(name.as_bytes())?, status, placed_at })
    }
}
