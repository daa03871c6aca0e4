import { expect, test } from 'vitest';
import { address, examples } from './examples';

const ORIGIN = 'http://127.0.0.1:7070';

test('an address holds the query whole', () => {
  const sql = "SELECT 'a&b', 1 + 1 -- 100 %";
  const url = new URL(address(ORIGIN, 'parquet', sql));
  expect(url.pathname).toBe('/api/v1/sql.parquet');
  expect(url.searchParams.get('q')).toBe(sql);
  expect(address(ORIGIN, 'parquet', "SELECT count(*), 'x'")).not.toMatch(/[*']/);
});

test('every example asks this server', () => {
  for (const { tool, text } of examples(ORIGIN)) expect(text, tool).toContain(ORIGIN);
});

test('an address breaks no quotes of the tool it is pasted into', () => {
  for (const { text } of examples(ORIGIN)) {
    for (const quote of ['"', "'"]) expect(text.split(quote).length % 2).toBe(1);
  }
});
