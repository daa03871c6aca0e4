import { expect, test } from 'vitest';
import { fill, urgency } from './stock';

test('urgency tells oversold, out and low apart', () => {
  expect(['-1', '0', '0.00', '2.5'].map((available) => urgency({ available }))).toEqual([
    'oversold',
    'out',
    'out',
    'low',
  ]);
});

test('the meter stays between empty and full', () => {
  expect(fill({ available: '3', reorder_point: '12' })).toBe(0.25);
  expect(fill({ available: '-3', reorder_point: '12' })).toBe(0);
  expect(fill({ available: '30', reorder_point: '12' })).toBe(1);
  expect(fill({ available: '3', reorder_point: '0' })).toBe(0);
});
