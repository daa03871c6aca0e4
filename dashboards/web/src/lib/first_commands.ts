// The two commands that put the first order into an empty shop.

function post(origin: string, events: readonly object[]): string {
  const lines = events.map((event) => `  ${JSON.stringify(event)}`).join(',\n');
  return `curl ${origin}/api/v1/events -H 'content-type: application/json' -d '[\n${lines}\n]'`;
}

/** Commands that can be pasted as they are: the instant, the currency and the address are real. */
export function firstCommands(origin: string, currency: string, now: string): { stock: string; order: string } {
  const product = { type: 'product_set', sku: 'MUG-001', name: 'Blue mug', stock_policy: 'deny', reorder_point: '10' };
  const goods = { type: 'stock_received', sku: 'MUG-001', warehouse: 'MAIN', quantity: '12' };
  const line = { line_id: '1', sku: 'MUG-001', quantity: '3', unit_price: '12.50', tax: '0.00' };
  const order = { type: 'order_placed', order_id: 'first-order', currency, lines: [line] };
  const at = (id: string, event: object) => ({ ...event, event_id: id, source: 'hello', occurred_at: now });
  return {
    stock: post(origin, [
      at('1', product),
      at('2', { type: 'warehouse_set', warehouse: 'MAIN', name: 'Main warehouse' }),
      at('3', goods),
    ]),
    order: post(origin, [at('4', order)]),
  };
}
