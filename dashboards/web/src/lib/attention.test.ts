import { describe, expect, test } from 'vitest';
import { counted, shownList, tabAfter, waited } from './attention';
import type { AttentionKind, AttentionList } from './board';

const list = (kind: AttentionKind, count: number, more = false): AttentionList => ({ kind, count, more, href: '', rows: [] });

test('a count that was not finished says so', () => {
  const plain = (count: number) => count.toLocaleString('en-GB');
  expect(counted(list('late', 12), plain)).toBe('12');
  expect(counted(list('late', 1000, true), plain)).toBe('1,000+');
});

describe('the list that is shown', () => {
  const lists = [list('late', 0), list('stuck', 0, true), list('parked', 3)];
  test('is the first that may have anything in it', () => {
    expect(shownList(lists, null)?.kind).toBe('stuck');
    expect(shownList([list('late', 0), list('stuck', 0)], null)?.kind).toBe('late');
  });
  test('stays the chosen one, also when it empties', () => {
    expect(shownList(lists, 'late')?.kind).toBe('late');
  });
  test('is none where the server sent none', () => {
    expect(shownList([], 'late')).toBeUndefined();
  });
});

test('arrow keys go round the tabs, Home and End to their ends', () => {
  expect(tabAfter('ArrowRight', 7, 8)).toBe(0);
  expect(tabAfter('ArrowLeft', 0, 8)).toBe(7);
  expect(tabAfter('Home', 5, 8)).toBe(0);
  expect(tabAfter('End', 5, 8)).toBe(7);
  expect(tabAfter('a', 5, 8)).toBeNull();
});

test('waiting is told in minutes, hours, then days', () => {
  const now = '2026-11-21T22:00:00Z';
  expect(waited('2026-11-21T21:52:30Z', now)).toBe('7 min');
  expect(waited('2026-11-21T17:00:00Z', now)).toBe('5 h');
  expect(waited('2026-11-18T21:00:00Z', now)).toBe('3 d');
  expect(waited('2026-11-21T22:00:05Z', now)).toBe('0 min');
});
