//! Lists of orders and purchase orders, page by page, with a bound on what is read for a page.

mod whole;

pub use whole::ListedOrder;

use std::iter::Peekable;

use fjall::{Keyspace, Readable};
use serde::de::DeserializeOwned;

use super::{
    StateSnapshot, StoreError,
    core::{decoded, newest_first},
    index::{Due, NamedBy, PurchaseList, due_by, name_prefix},
};
use crate::{
    identity::{OrderId, Sku},
    state::{Order, OrderStatus, PurchaseOrder},
    time::Instant,
};

/// Where a document stands in a list: newest first, then by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// When it was placed.
    pub placed_at: Instant,
    /// Its name.
    pub name: String,
}

/// Which part of a list is read, and how far.
#[derive(Debug, Clone)]
pub struct Search {
    /// Only what was placed at or after this.
    pub from: Option<Instant>,
    /// Only what was placed before this.
    pub before: Option<Instant>,
    /// Only what stands after this: where the page before ended.
    pub after: Option<Place>,
    /// What was placed first comes first, in place of what was placed last.
    pub oldest_first: bool,
    /// So many are found at the most.
    pub limit: usize,
    /// So many are looked at, at the most; then the page ends, however few were found.
    pub most_read: usize,
}

impl Search {
    /// The newest of all, so many at the most, without a bound on what is looked at.
    #[must_use]
    pub fn newest(limit: usize) -> Self {
        let (from, before, after) = (None, None, None);
        Self { from, before, after, oldest_first: false, limit, most_read: usize::MAX }
    }

    fn bounds(&self, prefix: &[u8]) -> (Vec<u8>, Vec<u8>) {
        let newest = self.before.map_or([0; 8], |before| newest_first(Instant(before.0 - 1)));
        let first = [prefix, &newest[..]].concat();
        // Names are UTF-8, which has no such byte, so this stands behind all of that instant.
        let oldest = newest_first(self.from.unwrap_or(Instant(i64::MIN)));
        let end = [prefix, &oldest[..], &[u8::MAX]].concat();
        let Some(Place { placed_at, name }) = &self.after else { return (first, end) };
        let last = [prefix, &newest_first(*placed_at)[..], name.as_bytes()].concat();
        if self.oldest_first {
            return (first, end.min(last));
        }
        // A name holds no control character, so nothing stands between it and this.
        (first.max([&last[..], &[0]].concat()), end)
    }
}

/// A page of a list.
#[derive(Debug, Clone)]
pub struct Page<T> {
    /// What was found.
    pub found: Vec<T>,
    /// Where the next page begins; `None` at the end of the list.
    pub next: Option<Place>,
}

/// A list that orders stand in.
#[derive(Debug, Clone)]
pub enum OrderList {
    /// Orders of these statuses.
    Statuses(Vec<OrderStatus>),
    /// Orders that are known by a name.
    Named(NamedBy, String),
    /// Orders that sell a SKU, or for which it leaves the stock as a part or a substitute.
    OfSku {
        /// The SKU.
        sku: Sku,
        /// Only those for which goods are still owed.
        open: bool,
    },
    /// Orders whose promise is missed, also where that is yet to be recorded.
    Late {
        /// The present instant.
        now: Instant,
    },
}

/// The keys of one list without what they all begin with, in order.
type Keys<'a> = Box<dyn Iterator<Item = Result<Vec<u8>, StoreError>> + 'a>;

impl StateSnapshot {
    /// Orders of a list that `admits` lets pass.
    ///
    /// # Errors
    /// As [`Self::order`].
    pub fn orders(
        &self,
        list: &OrderList,
        search: &Search,
        admits: &dyn Fn(&Order) -> bool,
    ) -> Result<Page<Order>, StoreError> {
        let keys = self.lists(list, search)?;
        self.page(&self.core.orders, keys, search, admits)
    }

    /// The lists that make up one.
    fn lists(&self, list: &OrderList, search: &Search) -> Result<Vec<Keys<'_>>, StoreError> {
        let by_name = &self.core.orders_by_name;
        Ok(match list {
            OrderList::Statuses(statuses) => statuses
                .iter()
                .map(|status| self.keys(&self.core.orders_by_status, &[*status as u8], search))
                .collect(),
            OrderList::Named(by, name) => {
                vec![self.keys(by_name, &name_prefix(*by, name), search)]
            }
            OrderList::OfSku { sku, open } => {
                let lists = [NamedBy::OpenOfSku, NamedBy::OtherOfSku];
                let lists = lists.iter().take(if *open { 1 } else { 2 });
                let list =
                    |by: &NamedBy| self.keys(by_name, &name_prefix(*by, sku.as_str()), search);
                lists.map(list).collect()
            }
            OrderList::Late { now } => {
                let late = self.keys(by_name, &name_prefix(NamedBy::Late, ""), search);
                vec![late, self.missed(*now, search)?]
            }
        })
    }

    /// Purchase orders of some lists that `admits` lets pass.
    ///
    /// # Errors
    /// As [`Self::order`].
    pub fn purchases(
        &self,
        lists: &[PurchaseList],
        search: &Search,
        admits: &dyn Fn(&PurchaseOrder) -> bool,
    ) -> Result<Page<PurchaseOrder>, StoreError> {
        let listed = &self.core.purchases_by_status;
        let keys = lists.iter().map(|list| self.keys(listed, &list.prefix(), search)).collect();
        self.page(&self.core.purchase_orders, keys, search, admits)
    }

    /// How many orders are known by a name; `most` where there are that many or more.
    ///
    /// # Errors
    /// As [`Self::order`].
    pub fn count_named(&self, by: NamedBy, name: &str, most: usize) -> Result<usize, StoreError> {
        let entries = self.snapshot.prefix(&self.core.orders_by_name, name_prefix(by, name));
        entries.take(most).try_fold(0, |count, entry| {
            entry.key()?;
            Ok(count + 1)
        })
    }

    /// How many orders are late, also where that is yet to be recorded; `most` where there are that
    /// many or more.
    ///
    /// # Errors
    /// As [`Self::order`].
    pub fn count_late(&self, now: Instant, most: usize) -> Result<usize, StoreError> {
        let mut count = self.count_named(NamedBy::Late, "", most)?;
        for entry in self.snapshot.range(&self.core.due, ..due_by(now).to_vec()) {
            if count >= most {
                break;
            }
            count += usize::from(matches!(Due::of_key(&entry.key()?), Some((_, Due::Promise(_)))));
        }
        Ok(count)
    }

    /// Ids of orders that wait for a SKU, or for any; so many places of the list are read at most.
    /// Each id is told once.
    ///
    /// # Errors
    /// As [`Self::order`].
    pub fn waiting_for(&self, sku: Option<&Sku>, most: usize) -> Result<Vec<OrderId>, StoreError> {
        let all = vec![NamedBy::WaitingFor as u8];
        let prefix = sku.map_or(all, |sku| name_prefix(NamedBy::WaitingFor, sku.as_str()));
        let mut found = Vec::new();
        for entry in self.snapshot.prefix(&self.core.orders_by_name, prefix).take(most) {
            let key = entry.key()?;
            let name = key.iter().position(|byte| *byte == 0).and_then(|end| key.get(end + 9..));
            found.push(order_id(name.unwrap_or_default())?);
        }
        found.sort();
        found.dedup();
        Ok(found)
    }

    /// Whether the list of what orders wait for has more places than this.
    #[must_use]
    pub fn more_wait_than(&self, most: usize) -> bool {
        let prefix = [NamedBy::WaitingFor as u8];
        self.snapshot.prefix(&self.core.orders_by_name, prefix).nth(most).is_some()
    }

    fn keys(&self, keyspace: &Keyspace, prefix: &[u8], search: &Search) -> Keys<'_> {
        let (first, end) = search.bounds(prefix);
        if first >= end {
            return Box::new(std::iter::empty());
        }
        let skip = prefix.len();
        let rest = move |entry: fjall::Guard| Ok(entry.key()?[skip..].to_vec());
        let entries = self.snapshot.range(keyspace, first..end);
        if search.oldest_first {
            Box::new(entries.rev().map(rest))
        } else {
            Box::new(entries.map(rest))
        }
    }

    /// Orders whose promise has passed, which the service has yet to record as missed.
    fn missed(&self, now: Instant, search: &Search) -> Result<Keys<'static>, StoreError> {
        let (first, end) = search.bounds(&[]);
        let mut keys = Vec::new();
        let due = self.snapshot.range(&self.core.due, ..due_by(now).to_vec());
        for entry in due.take(search.most_read) {
            if let Some((_, Due::Promise(order_id))) = Due::of_key(&entry.key()?) {
                let placed_at = self.order(&order_id)?.map(|order| order.placed_at);
                let newest = newest_first(placed_at.unwrap_or_default());
                keys.push([&newest[..], order_id.as_str().as_bytes()].concat());
            }
        }
        keys.retain(|key| first <= *key && *key < end);
        keys.sort();
        if search.oldest_first {
            keys.reverse();
        }
        Ok(Box::new(keys.into_iter().map(Ok)))
    }

    /// One page out of lists that are each in order.
    fn page<T: DeserializeOwned>(
        &self,
        documents: &Keyspace,
        keys: Vec<Keys<'_>>,
        search: &Search,
        admits: &dyn Fn(&T) -> bool,
    ) -> Result<Page<T>, StoreError> {
        let mut heads: Vec<_> = keys.into_iter().map(Iterator::peekable).collect();
        let (mut found, mut last) = (Vec::new(), None);
        for _ in 0..search.most_read {
            let Some(key) = next_key(&mut heads, search.oldest_first) else {
                return Ok(Page { found, next: None });
            };
            if found.len() == search.limit {
                break;
            }
            let place = place(&key?)?;
            let document: Option<T> = decoded(self.snapshot.get(documents, &place.name)?)?;
            let listed = || StoreError::damaged("core: a document is listed but not there");
            found.extend(Some(document.ok_or_else(listed)?).filter(|it| admits(it)));
            last = Some(place);
        }
        Ok(Page { found, next: last })
    }
}

/// Takes the key that comes first among the heads of all lists.
fn next_key(
    heads: &mut [Peekable<Keys<'_>>],
    oldest_first: bool,
) -> Option<Result<Vec<u8>, StoreError>> {
    let mut first: Option<(usize, Vec<u8>)> = None;
    for (at, head) in heads.iter_mut().enumerate() {
        match head.peek() {
            None => (),
            Some(Err(_)) => return head.next(),
            Some(Ok(key)) => {
                let comes_before = |known: &Vec<u8>| (key < known) != oldest_first;
                if first.as_ref().is_none_or(|(_, known)| comes_before(known)) {
                    first = Some((at, key.clone()));
                }
            }
        }
    }
    heads.get_mut(first?.0)?.next()
}

fn place(key: &[u8]) -> Result<Place, StoreError> {
    let damaged = || StoreError::damaged("core: a list holds what names no document");
    let (at, name) = key.split_first_chunk::<8>().ok_or_else(damaged)?;
    let placed_at = Instant((!u64::from_be_bytes(*at)).cast_signed() ^ i64::MIN);
    let name = std::str::from_utf8(name).map_err(|_| damaged())?.to_owned();
    Ok(Place { placed_at, name })
}

fn order_id(name: &[u8]) -> Result<OrderId, StoreError> {
    let damaged = || StoreError::damaged("core: a list holds what names no order");
    OrderId::new(std::str::from_utf8(name).map_err(|_| damaged())?).map_err(|_| damaged())
}
