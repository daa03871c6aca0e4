import { describe, expect, test } from 'vitest';
import { applyDelta, isEmpty, parseBoard, parseDelta } from './board';
import { sampleBoard } from './testing/sample_board';

describe('a snapshot', () => {
  test('is read whole', () => {
    expect(parseBoard(JSON.stringify(sampleBoard()))).toEqual(sampleBoard());
  });

  test('without a section is refused by the section’s name', () => {
    const { today: _today, ...rest } = sampleBoard();
    expect(() => parseBoard(JSON.stringify(rest))).toThrow('"today" should be object, and is undefined');
  });

  test('that is no object is refused', () => {
    expect(() => parseBoard('[]')).toThrow('an object was expected, not array');
    expect(() => parseBoard('no JSON')).toThrow();
  });
});

describe('a delta', () => {
  const later = { lsn: 4712, as_of: '2026-11-21T22:34:01Z' };

  test('replaces the sections it holds and keeps the others as they are', () => {
    const board = sampleBoard();
    const delta = parseDelta(JSON.stringify({ ...later, orders_by_state: [{ state: 'placed', orders: 13 }] }));
    const after = applyDelta(board, delta);
    expect(after.orders_by_state).toEqual([{ state: 'placed', orders: 13 }]);
    expect(after.lsn).toBe(4712);
    expect(after.today).toBe(board.today);
    expect(after.forecast).toBe(board.forecast);
  });

  test('ends the loading', () => {
    const board = sampleBoard({ loading: { what: 'simulating', done: 1, total: 2 } });
    expect(applyDelta(board, parseDelta(JSON.stringify({ ...later, loading: null }))).loading).toBeNull();
  });

  test('from before the board changes nothing', () => {
    const board = sampleBoard();
    expect(applyDelta(board, { lsn: 4700, as_of: '2026-11-21T22:00:00Z', low_stock: [] })).toBe(board);
  });

  test('must say at which LSN it is true', () => {
    expect(() => parseDelta('{"as_of": "2026-11-21T22:34:01Z"}')).toThrow('"lsn" should be number');
  });

  test('may hold sections of a newer server, which are left out', () => {
    expect(parseDelta(JSON.stringify({ ...later, staff: [] }))).toEqual(later);
  });

  test('with a section of the wrong kind is refused', () => {
    expect(() => parseDelta(JSON.stringify({ ...later, today: [] }))).toThrow('"today" should be object, and is array');
  });
});

test('a shop is empty until its first order', () => {
  const nothing = sampleBoard({
    orders_by_state: [{ state: 'placed', orders: 0 }],
    revenue_30_days: [{ date: '2026-11-21', revenue: '0.00', orders: 0 }],
    today: { ...sampleBoard().today, orders: 0 },
  });
  expect(isEmpty(nothing)).toBe(true);
  expect(isEmpty({ ...nothing, orders_by_state: [{ state: 'cancelled', orders: 1 }] })).toBe(false);
});
