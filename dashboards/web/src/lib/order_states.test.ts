import { expect, test } from 'vitest';
import type { StateOrders } from './board';
import { orderCounts } from './order_states';
import { sampleBoard } from './testing/sample_board';

const counts = orderCounts(sampleBoard().orders_by_state);

test('open orders are those that are neither completed nor cancelled', () => {
  expect(counts.open).toBe(15);
});

test('carts and archived orders are not open', () => {
  const sent = [
    { state: 'draft', orders: 7 },
    { state: 'placed', orders: 2 },
    { state: 'closed', orders: 5 },
  ] as unknown as StateOrders[];
  expect(orderCounts(sent).open).toBe(2);
});

test('a state that is not sent has no orders', () => {
  expect(counts.of('cancelled')).toBe(0);
});

test('bars are scaled to the fullest open state, however many orders are closed', () => {
  expect(counts.share('placed')).toBe(1);
  expect(counts.share('on_hold')).toBe(0.25);
});

test('a shop without open orders has no bars', () => {
  expect(orderCounts([{ state: 'completed', orders: 9 }]).share('placed')).toBe(0);
});
