//! Whole lists of orders, one order after the other, as a query reads them.

use fjall::Readable;

use super::{OrderList, Search, place};
use crate::{
    state::Order,
    store::{StateSnapshot, StoreError, core::decoded},
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

    /// How many orders there are, in every state. Each is listed once by its status, in a list that
    /// is a small part of what the orders themselves take.
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
