import { describe, expect, test } from 'vitest';
import { next, retryDelay, type Connection, type Happening } from './connection';

function after(...happenings: Happening[]): Connection {
  return happenings.reduce<Connection>(next, { phase: 'connecting' });
}

describe('the connection', () => {
  test('is live from the first message on, not from the open line', () => {
    expect(after('opened')).toEqual({ phase: 'connecting' });
    expect(after('opened', 'message')).toEqual({ phase: 'live' });
  });

  test('counts its attempts until a message comes', () => {
    expect(after('opened', 'message', 'dropped', 'dropped', 'gave up')).toEqual({ phase: 'reconnecting', attempts: 3 });
    expect(after('dropped', 'opened', 'message')).toEqual({ phase: 'live' });
  });

  test('is not live when it went silent', () => {
    expect(after('message', 'went silent').phase).toBe('reconnecting');
  });

  test('keeps the same value while nothing changes, so that nothing is drawn again', () => {
    const live = after('message');
    expect(next(live, 'message')).toBe(live);
  });
});

test('retries come ever slower, up to eight seconds', () => {
  expect([1, 2, 3, 4, 5, 6, 60].map(retryDelay)).toEqual([500, 1000, 2000, 4000, 8000, 8000, 8000]);
});
