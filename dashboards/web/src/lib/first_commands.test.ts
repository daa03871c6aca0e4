import { expect, test } from 'vitest';
import { firstCommands } from './first_commands';

const commands = firstCommands('http://127.0.0.1:7070', 'GBP', '2026-11-21T22:34:00Z');

/** The body of a command, as the shell would hand it to curl. */
function body(command: string): Record<string, unknown>[] {
  const quoted = /-d '([^']*)'$/.exec(command)?.[1];
  return JSON.parse(quoted ?? 'null') as Record<string, unknown>[];
}

test('the first commands are JSON that names this server, this currency and this instant', () => {
  expect(commands.stock).toContain('curl http://127.0.0.1:7070/api/v1/events');
  expect(body(commands.stock).map(({ type }) => type)).toEqual(['product_set', 'warehouse_set', 'stock_received']);
  expect(body(commands.order)[0]).toMatchObject({ currency: 'GBP', occurred_at: '2026-11-21T22:34:00Z' });
});

test('every event of the first commands has an id of its own', () => {
  const ids = [...body(commands.stock), ...body(commands.order)].map(({ event_id }) => event_id);
  expect(new Set(ids).size).toBe(4);
});
