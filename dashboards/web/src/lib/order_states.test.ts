import { expect, test } from 'vitest';
import { orderCounts } from './order_states';
import { sampleBoard } from './testing/sample_board';

const counts = orderCounts(sampleBoard().orders_by_state);

test('open orders are those that are neither completed nor cancelled', () => {
  expect(counts.open).toBe(15);
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
