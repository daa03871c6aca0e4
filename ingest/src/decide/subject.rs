//! What an event speaks of.

use crate::{
    event::Body,
    identity::{OrderId, Sku},
};

/// What an event speaks of.
pub(crate) fn subject(body: &Body) -> (Option<OrderId>, Option<Sku>) {
    macro_rules! order {
        ($body:expr) => {
            (Some($body.order_id.clone()), None)
        };
    }
    macro_rules! sku {
        ($body:expr) => {
            (None, Some($body.sku.clone()))
        };
    }
    match body {
        Body::OrderPlaced(body) => order!(body),
        Body::OrderEdited(body) => order!(body),
        Body::OrderApproved(body) => order!(body),
        Body::OrderHeld(body) => order!(body),
        Body::OrderReleased(body) => order!(body),
        Body::OrderCancelled(body) => order!(body),
        Body::FulfilmentRequested(body) => order!(body),
        Body::OrderPicked(body) => order!(body),
        Body::OrderPacked(body) => order!(body),
        Body::OrderShipped(body) => order!(body),
        Body::OrderDelivered(body) => order!(body),
        Body::PaymentAuthorized(body) => order!(body),
        Body::PaymentCaptured(body) => order!(body),
        Body::PaymentRefunded(body) => order!(body),
        Body::PaymentFailed(body) => order!(body),
        Body::PaymentVoided(body) => order!(body),
        Body::ReturnRequested(body) => order!(body),
        Body::ReturnApproved(body) => order!(body),
        Body::ReturnReceived(body) => (body.order_id.clone(), None),
        Body::StockReceived(body) => sku!(body),
        Body::StockCounted(body) => sku!(body),
        Body::StockAdjusted(body) => sku!(body),
        Body::StockTransferred(body) => sku!(body),
        Body::StockWrittenOff(body) => sku!(body),
        Body::StockCostRevised(body) => sku!(body),
        Body::ProductSet(body) => sku!(body),
        Body::ProductRemoved(body) => sku!(body),
        Body::PriceSet(body) => sku!(body),
        Body::CartUpdated(body) => (Some(body.cart_id.clone()), None),
        Body::CartAbandoned(body) => (Some(body.cart_id.clone()), None),
        Body::FulfilmentAccepted(body) => order!(body),
        Body::FulfilmentRejected(body) => order!(body),
        Body::FulfilmentCancelled(body) => order!(body),
        Body::OrderCollected(body) => order!(body),
        Body::OrderClosed(body) => order!(body),
        Body::PromiseMissed(body) => order!(body),
        Body::PaymentExpired(body) => order!(body),
        Body::PaymentDisputed(body) => order!(body),
        Body::PaymentDisputeWon(body) => order!(body),
        Body::PaymentDisputeLost(body) => order!(body),
        Body::ReturnDeclined(body) => order!(body),
        Body::ReturnInspected(body) => order!(body),
        Body::ReturnClosed(body) => order!(body),
        Body::StockHeld(body) => sku!(body),
        Body::StockReleased(body) => sku!(body),
        Body::StockAssembled(body) => sku!(body),
        Body::StockReturnedToSupplier(body) => sku!(body),
        Body::StockPolicySet(body) => sku!(body),
        Body::BackInStockRequested(body) => sku!(body),
        Body::ReturnPolicySet(_)
        | Body::PurchaseOrderPlaced(_)
        | Body::PurchaseOrderSent(_)
        | Body::PurchaseOrderConfirmed(_)
        | Body::PurchaseOrderReceived(_)
        | Body::PurchaseOrderCancelled(_)
        | Body::PurchaseOrderOverdue(_)
        | Body::PurchaseOrderClosed(_)
        | Body::SupplierBillReceived(_)
        | Body::SupplierPaid(_)
        | Body::ParkedEventApplied(_)
        | Body::WarehouseSet(_)
        | Body::SupplierSet(_)
        | Body::CustomerSet(_)
        | Body::TaxRateSet(_)
        | Body::ExchangeRateSet(_) => (None, None),
    }
}
