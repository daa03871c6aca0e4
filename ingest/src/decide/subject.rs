//! What an event speaks of.

use crate::{
    event::Body,
    identity::{OrderId, Sku},
};

/// The order, and the SKU, that an event speaks of.
pub(crate) fn subject(body: &Body) -> (Option<OrderId>, Option<Sku>) {
    (order_of(body), sku_of(body))
}

/// The order, or the cart.
fn order_of(body: &Body) -> Option<OrderId> {
    let order_id = match body {
        Body::CartUpdated(body) => &body.cart_id,
        Body::CartAbandoned(body) => &body.cart_id,
        Body::ReturnReceived(body) => return body.order_id.clone(),
        Body::OrderPlaced(body) => &body.order_id,
        Body::OrderEdited(body) => &body.order_id,
        Body::OrderApproved(body) => &body.order_id,
        Body::OrderHeld(body) => &body.order_id,
        Body::OrderReleased(body) => &body.order_id,
        Body::OrderCancelled(body) => &body.order_id,
        Body::FulfilmentRequested(body) => &body.order_id,
        Body::OrderPicked(body) => &body.order_id,
        Body::OrderPacked(body) => &body.order_id,
        Body::OrderShipped(body) => &body.order_id,
        Body::OrderDelivered(body) => &body.order_id,
        Body::PaymentAuthorized(body) => &body.order_id,
        Body::PaymentCaptured(body) => &body.order_id,
        Body::PaymentRefunded(body) => &body.order_id,
        Body::PaymentFailed(body) => &body.order_id,
        Body::PaymentVoided(body) => &body.order_id,
        Body::ReturnRequested(body) => &body.order_id,
        Body::ReturnApproved(body) => &body.order_id,
        Body::FulfilmentAccepted(body) => &body.order_id,
        Body::FulfilmentRejected(body) => &body.order_id,
        Body::FulfilmentCancelled(body) => &body.order_id,
        Body::OrderCollected(body) => &body.order_id,
        Body::OrderClosed(body) => &body.order_id,
        Body::PromiseMissed(body) => &body.order_id,
        Body::PaymentExpired(body) => &body.order_id,
        Body::PaymentDisputed(body) => &body.order_id,
        Body::PaymentDisputeWon(body) => &body.order_id,
        Body::PaymentDisputeLost(body) => &body.order_id,
        Body::ReturnDeclined(body) => &body.order_id,
        Body::ReturnInspected(body) => &body.order_id,
        Body::ReturnClosed(body) => &body.order_id,
        _ => return None,
    };
    Some(order_id.clone())
}

/// The one SKU, where the event is about goods rather than an order.
fn sku_of(body: &Body) -> Option<Sku> {
    let sku = match body {
        Body::StockReceived(body) => &body.sku,
        Body::StockCounted(body) => &body.sku,
        Body::StockAdjusted(body) => &body.sku,
        Body::StockMoved(body) => &body.sku,
        Body::StockExpired(body) => &body.sku,
        Body::StockTransferred(body) => &body.sku,
        Body::StockWrittenOff(body) => &body.sku,
        Body::StockCostRevised(body) => &body.sku,
        Body::ProductSet(body) => &body.sku,
        Body::ProductRemoved(body) => &body.sku,
        Body::PriceSet(body) => &body.sku,
        Body::StockHeld(body) => &body.sku,
        Body::StockReleased(body) => &body.sku,
        Body::StockAssembled(body) => &body.sku,
        Body::StockReturnedToSupplier(body) => &body.sku,
        Body::StockPolicySet(body) => &body.sku,
        Body::BackInStockRequested(body) => &body.sku,
        _ => return None,
    };
    Some(sku.clone())
}
