// The events the tests post: one product in one warehouse, and orders for it. Prices have no tax and
// no discount, so that revenue is quantity times price whichever way a shop defines it.

let count = 0;

function event(type, fields) {
  count += 1;
  return { event_id: `browser-${count}`, source: 'browser-test', type, occurred_at: new Date().toISOString(), ...fields };
}

/** Twenty mugs in stock; fewer than eighteen available is low. */
export function mugsInStock() {
  return [
    event('product_set', { sku: 'MUG-001', name: 'Blue mug', stock_policy: 'deny', reorder_point: '18' }),
    event('warehouse_set', { warehouse: 'MAD', name: 'Madrid' }),
    event('stock_received', { sku: 'MUG-001', warehouse: 'MAD', quantity: '20', unit_cost: '4.00' }),
  ];
}

/** An order for mugs at 12.50 each. */
export function orderForMugs(quantity) {
  const line = { line_id: '1', sku: 'MUG-001', quantity: String(quantity), unit_price: '12.50', discount: '0.00', tax: '0.00' };
  return event('order_placed', { order_id: `browser-order-${count + 1}`, channel: 'web', currency: 'EUR', lines: [line] });
}
