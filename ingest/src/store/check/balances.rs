//! Sums that hold at every LSN: between the orders, the purchase orders and the levels of stock.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Audit, Difference, found, kept::compare};
use crate::{
    amount::Quantity,
    event::StockPolicy,
    identity::{Sku, WarehouseId},
    state::{Order, OrderItem, PurchaseOrder, StockLevel},
    store::{
        Store, StoreError,
        layer::{Layer, reservations},
        snapshot::reservation_place,
    },
};

type Place = (Sku, WarehouseId);

/// The open reservations are those of the orders, and what is committed is their sum.
pub(super) fn committed(store: &Store, fold: &Layer) -> Result<Audit, Difference> {
    let name = "committed against open reservations";
    let mut sums: HashMap<Place, Quantity> = HashMap::new();
    let mut open = HashMap::new();
    for order in fold.orders.values() {
        for (key, quantity) in reservations(order) {
            *sums.entry((key.0.clone(), key.1.clone())).or_default() += quantity;
            open.insert(key, quantity);
        }
    }
    let expected = |key: &[u8]| match open.get(&reservation_place(key)?) {
        Some(quantity) => Ok::<_, StoreError>(Some(postcard::to_stdvec(quantity)?)),
        None => Ok(None),
    };
    let kept = compare(name, &store.core.reservations, expected, open.len())?;
    same_sums(store, name, "reserved", sums, |level| level.committed)?;
    Ok(Audit { name, found: format!("{kept} reservations") })
}

/// What is incoming is what open purchase orders bring of SKUs whose stock is kept, and what is in
/// transit; what is backordered is what orders wait for.
pub(super) fn owed(store: &Store) -> Result<Audit, Difference> {
    let name = "incoming and backordered against what is open";
    let mut waits: HashMap<Place, Quantity> = HashMap::new();
    for order in store.state_now().all_orders() {
        for (place, quantity) in backordered(&order?) {
            *waits.entry(place).or_default() += quantity;
        }
    }
    let waiting = waits.values().filter(|quantity| !quantity.is_zero()).count();
    same_sums(store, name, "waited for", waits, |level| level.backordered)?;
    let mut comes: HashMap<Place, Quantity> = HashMap::new();
    let untracked = untracked(store)?;
    for purchase in store.state_now().purchase_orders() {
        let bought = to_come(&purchase?).into_iter();
        for (place, quantity) in bought.filter(|((sku, _), _)| !untracked.contains(sku)) {
            *comes.entry(place).or_default() += quantity;
        }
    }
    let coming = comes.values().filter(|quantity| !quantity.is_zero()).count();
    let bought = |level: &StockLevel| level.incoming - level.in_transit;
    same_sums(store, name, "bought and to come", comes, bought)?;
    Ok(Audit { name, found: format!("{waiting} levels are waited for, {coming} are to grow") })
}

/// What the lines of an order wait for.
fn backordered(order: &Order) -> Vec<(Place, Quantity)> {
    let mut found = Vec::new();
    for line in order.lines.iter().filter(|line| line.tracked) {
        for owed in &line.allocations {
            let stock = line.stock_of(owed.backordered);
            found.extend(stock.map(|(sku, units)| ((sku.clone(), owed.warehouse.clone()), units)));
        }
    }
    found
}

/// What counts as expired is what is there of lots whose last day has passed.
pub(super) fn expired(store: &Store) -> Result<Audit, Difference> {
    let name = "expired against bins and lots";
    let mut sums: HashMap<Place, Quantity> = HashMap::new();
    let (mut all, mut below) = (0, 0);
    for balance in store.state_now().balances(None) {
        let it = balance?;
        (all, below) = (all + 1, below + usize::from(it.on_hand.is_negative()));
        if it.expired {
            *sums.entry((it.sku, it.warehouse)).or_default() += it.on_hand;
        }
    }
    let past = sums.len();
    same_sums(store, name, "past their last day", sums, |level| level.expired)?;
    let below = if below == 0 { String::new() } else { format!("; {below} are below zero") };
    Ok(Audit { name, found: format!("{all} balances, expired ones at {past} places{below}") })
}

/// SKUs of which no stock is kept, so that nothing is said to come of them.
fn untracked(store: &Store) -> Result<HashSet<Sku>, StoreError> {
    let mut found = HashSet::new();
    for product in store.state_now().products() {
        let product = product?;
        if product.stock_policy == Some(StockPolicy::Untracked) {
            found.insert(product.sku);
        }
    }
    Ok(found)
}

/// What a purchase order brings.
fn to_come(purchase: &PurchaseOrder) -> Vec<(Place, Quantity)> {
    if !purchase.is_open() {
        return Vec::new();
    }
    let place = |sku: &Sku| (sku.clone(), purchase.warehouse.clone());
    purchase.lines.iter().map(|line| (place(&line.sku), line.open())).collect()
}

/// Compares one figure of every level with what it must be the sum of.
fn same_sums(
    store: &Store,
    name: &'static str,
    what: &str,
    mut sums: HashMap<Place, Quantity>,
    figure: fn(&StockLevel) -> Quantity,
) -> Result<(), Difference> {
    for level in store.state_now().levels(None) {
        let (sku, warehouse, level) = level?;
        let sum = sums.remove(&(sku.clone(), warehouse.clone())).unwrap_or_default();
        let kept = figure(&level);
        if sum != kept {
            let text = format!("\"{sku}\" in \"{warehouse}\": {sum} {what}, the level says {kept}");
            return Err(found(name, text));
        }
    }
    let left = sums.iter().find(|(_, sum)| !sum.is_zero());
    match left {
        Some(((sku, warehouse), sum)) => {
            let text = format!("\"{sku}\" in \"{warehouse}\": {sum} {what}, there is no level");
            Err(found(name, text))
        }
        None => Ok(()),
    }
}

/// The quantities of every line fit each other (DOMAIN, order), and no more money went back than
/// came in unless that was flagged.
pub(super) fn lines(store: &Store) -> Result<Audit, Difference> {
    let name = "line quantities and money against each other";
    let mut lines = 0;
    let mut wrong: BTreeMap<&'static str, usize> = BTreeMap::new();
    for order in store.state_now().all_orders() {
        let order = order?;
        lines += order.lines.len();
        for line in &order.lines {
            if let Some(rule) = broken_rule(&order, line) {
                let (order_id, line_id) = (&order.order_id, &line.line_id);
                let text = format!("line \"{line_id}\" of order \"{order_id}\": {rule}");
                return Err(found(name, text));
            }
        }
        if order.payments.refunded > order.payments.captured {
            *wrong.entry("gave back more than they took").or_default() += 1;
        }
    }
    let wrong: Vec<_> =
        wrong.iter().map(|(what, count)| format!("{count} orders {what}")).collect();
    let wrong = if wrong.is_empty() { String::new() } else { format!("; {}", wrong.join(", ")) };
    Ok(Audit { name, found: format!("{lines} lines fit{wrong}") })
}

/// The first rule that a line's quantities break.
fn broken_rule(order: &Order, line: &OrderItem) -> Option<&'static str> {
    let owed = line.reserved() + line.backordered();
    let waits_for_nobody = order.cart.is_some();
    let rules = [
        (line.cancelled + line.shipped <= line.ordered, "more cancelled and shipped than ordered"),
        (line.delivered <= line.shipped, "more delivered than shipped"),
        (line.returned <= line.shipped, "more returned than shipped"),
        (line.packed <= line.picked, "more packed than picked"),
        (
            !line.tracked || waits_for_nobody || line.picked <= line.reserved() + line.shipped,
            "more picked than set aside or shipped",
        ),
        (
            !line.tracked || waits_for_nobody || line.allocations.is_empty() || owed == line.open(),
            "what is set aside or waits is not what is open",
        ),
        (owed <= line.open(), "more is set aside or waits than is open"),
    ];
    rules.into_iter().find(|(holds, _)| !holds).map(|(_, rule)| rule)
}
