//! When so little is left that more should be ordered, a purchase is proposed: once, as a draft
//! purchase order that somebody sends, and not once a day (FIELD_LESSONS row 26).
//!
//! What is compared is projected: on hand less what is owed and not for sale, plus what is to
//! come, plus what drafts would bring. A proposal that is needed no more withdraws itself.

use std::sync::Arc;

use super::{Denied, Document, draft::Draft};
use crate::{
    amount::Quantity,
    event::{PROPOSAL, StockPolicy},
    identity::{LineId, PurchaseOrderId, Sku, WarehouseId},
    state::{Product, PurchaseItem, PurchaseOrder, StockLevel},
    store::StoreError,
};

/// What an order for more goes by.
struct Reorder {
    point: Quantity,
    target: Quantity,
    minimum: Option<Quantity>,
    multiple: Option<Quantity>,
}

impl Reorder {
    /// How much to order, from what is projected without it.
    fn quantity(&self, projected: Quantity) -> Quantity {
        let wanted = (self.target - projected).max(self.minimum.unwrap_or_default());
        wanted.up_to_multiple(self.multiple)
    }
}

impl Draft<'_> {
    /// Proposes what is to be bought of each SKU whose projection the event changed.
    pub(super) fn propose_purchases(&mut self) -> Result<(), Denied> {
        let mut changed = Vec::new();
        for (sku, levels) in &self.decision.levels {
            let before = self.levels_before.get(sku);
            let was = |name: &WarehouseId| {
                let known = before?.iter().find(|(known, _)| known == name);
                Some(known?.1.projected())
            };
            let moved = levels.iter().filter(|(name, now)| was(name) != Some(now.projected()));
            changed.extend(moved.map(|(name, level)| (sku.clone(), name.clone(), *level)));
        }
        changed.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
        changed.iter().try_for_each(|(sku, place, level)| self.propose(sku, place, level))
    }

    fn propose(
        &mut self,
        sku: &Sku,
        place: &WarehouseId,
        level: &StockLevel,
    ) -> Result<(), Denied> {
        let Some(product) = self.product_now(sku).filter(|product| !product.removed) else {
            return Ok(());
        };
        if product.stock_policy == Some(StockPolicy::Untracked) {
            return Ok(());
        }
        let Some(reorder) = self.reorder(&product, place)? else { return Ok(()) };
        let projected = level.projected();
        let (known, others) = self.drafts(sku, place)?;
        if projected + others > reorder.point {
            return known.map_or(Ok(()), |(before, _)| self.withdraw(before));
        }
        let quantity = reorder.quantity(projected + others);
        match known {
            Some((_, there)) if projected + others + there > reorder.point => Ok(()),
            Some((before, _)) => self.raise(before, quantity),
            None => self.draft_purchase(&product, place, quantity),
        }
    }

    /// A product as this event has it.
    fn product_now(&self, sku: &Sku) -> Option<Arc<Product>> {
        let set = self.decision.documents.iter().rev().find_map(|document| match document {
            Document::Product(product) if product.sku == *sku => Some(Arc::new(product.clone())),
            _ => None,
        });
        set.or_else(|| self.state.product(sku))
    }

    /// What holds for a SKU in a warehouse: what was set for it there, else what the product says,
    /// else the supplier; `None` where there is no reorder point.
    fn reorder(&self, product: &Product, place: &WarehouseId) -> Result<Option<Reorder>, Denied> {
        let rule = self.state.rule(&product.sku, place);
        let rule = rule.as_deref();
        let Some(point) = rule.and_then(|it| it.reorder_point).or(product.reorder_point) else {
            return Ok(None);
        };
        let target = rule.and_then(|it| it.reorder_target).or(product.reorder_target);
        let supplier = match &product.supplier {
            Some(name) => self.state.supplier(name)?,
            None => None,
        };
        let of_supplier = |pick: fn(&crate::state::Supplier) -> Option<Quantity>| {
            supplier.as_ref().and_then(pick)
        };
        Ok(Some(Reorder {
            point,
            target: target.unwrap_or_else(|| point + point).max(point),
            minimum: product.minimum_quantity.or_else(|| of_supplier(|it| it.minimum_quantity)),
            multiple: product.order_multiple.or_else(|| of_supplier(|it| it.order_multiple)),
        }))
    }

    /// The open proposal for a SKU in a warehouse, with what it would bring, and what other drafts
    /// would bring.
    fn drafts(
        &self,
        sku: &Sku,
        place: &WarehouseId,
    ) -> Result<(Option<(PurchaseOrder, Quantity)>, Quantity), Denied> {
        let (mut proposal, mut others) = (None, Quantity::ZERO);
        let drafts = self.supply_now(sku).into_iter();
        for (rank, supply) in drafts.filter(|(_, it)| it.draft && it.warehouse == *place) {
            match self.purchase(&rank.purchase_order)?.filter(|it| it.proposed) {
                Some(purchase) => proposal = Some((purchase, supply.quantity)),
                None => others += supply.quantity,
            }
        }
        Ok((proposal, others))
    }

    fn withdraw(&mut self, before: PurchaseOrder) -> Result<(), Denied> {
        let mut after = before.clone();
        after.lines.iter_mut().for_each(|line| line.cancelled = line.ordered);
        self.change_purchase(Some(before), after);
        Ok(())
    }

    fn raise(&mut self, before: PurchaseOrder, quantity: Quantity) -> Result<(), Denied> {
        let mut after = before.clone();
        after.lines.iter_mut().for_each(|line| line.ordered = quantity);
        self.change_purchase(Some(before), after);
        Ok(())
    }

    fn draft_purchase(
        &mut self,
        product: &Product,
        place: &WarehouseId,
        quantity: Quantity,
    ) -> Result<(), Denied> {
        let made = self.decision.purchase_orders.len();
        let name = format!("{PROPOSAL}{}-{made}", self.at.lsn);
        let named = |_| Denied::Failed(StoreError::damaged("a proposal cannot be named"));
        let line_id = LineId::new("1").map_err(named)?;
        let cost = product.unit_cost.unwrap_or_default();
        let name = PurchaseOrderId::new(&name).map_err(named)?;
        let currency = self.state.base_currency();
        let purchase = PurchaseOrder {
            supplier: product.supplier.clone(),
            proposed: true,
            lines: vec![PurchaseItem::new(line_id, product.sku.clone(), quantity, cost)],
            ..PurchaseOrder::draft(name, place.clone(), currency, self.at.occurred_at())
        };
        self.change_purchase(None, purchase);
        Ok(())
    }
}
