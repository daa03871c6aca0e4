import { expect, test } from 'vitest';
import { sampleBoard, sampleLook } from '../testing/sample_board';
import { drawn } from '../testing/drawn';
import { isLabelled, ordersPerMinuteOption, summarise } from './orders_per_minute';

const minutes = sampleBoard().orders_per_minute;

test('the hour is summed up in three figures', () => {
  expect(summarise(minutes)).toEqual({ now: 3, peak: 6, total: minutes.reduce((sum, { orders }) => sum + orders, 0) });
  expect(summarise([])).toEqual({ now: 0, peak: 0, total: 0 });
});

test('quarters of the hour are labelled', () => {
  expect(isLabelled('2026-11-21T21:45:00Z')).toBe(true);
  expect(isLabelled('2026-11-21T21:46:00Z')).toBe(false);
});

test('the drawn chart has the shop’s clock on its axis', () => {
  const svg = drawn(ordersPerMinuteOption(minutes, sampleLook()));
  for (const label of ['22:45', '23:00', '23:15', '23:30']) expect(svg).toContain(`>${label}<`);
});

test('a quiet hour does not fill the chart', () => {
  const quiet = minutes.map(({ minute }, index) => ({ minute, orders: index === 0 ? 1 : 0 }));
  expect(ordersPerMinuteOption(quiet, sampleLook()).yAxis).toMatchObject({ max: 4 });
  expect(ordersPerMinuteOption(minutes, sampleLook()).yAxis).not.toHaveProperty('max');
});
