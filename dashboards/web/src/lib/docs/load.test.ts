import { expect, test } from 'vitest';
import { sought, type Table } from './load';

const column = (name: string) => ({ name, type: 'text', nullable: false, about: `The ${name}` });
const tables: Table[] = [
  { name: 'orders', kind: 'live', about: 'Live state of orders', sql: null, columns: [column('order_id'), column('channel')] },
  { name: 'events', kind: 'fact', about: 'Every event', sql: null, columns: [column('event_id'), column('lsn')] },
];

test('without a word all tables are shown', () => {
  expect(sought(tables, '  ')).toEqual(tables);
});

test('a table that is named is shown whole, another by the columns that are named', () => {
  expect(sought(tables, 'Orders').map(({ name, columns }) => [name, columns.length])).toEqual([['orders', 2]]);
  expect(sought(tables, 'lsn').map(({ name, columns }) => [name, columns.map((it) => it.name)])).toEqual([['events', ['lsn']]]);
  expect(sought(tables, 'nowhere')).toEqual([]);
});
