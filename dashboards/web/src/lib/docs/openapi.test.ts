import { expect, test } from 'vitest';
import { fields, groups, words, type ApiDocument, type Operation } from './openapi';

function operation(tag: string): Operation {
  return { operationId: tag, summary: tag, tags: [tag], responses: {} };
}

function document(paths: ApiDocument['paths']): ApiDocument {
  const tags = ['SQL', 'Orders', 'Unused'].map((name) => ({ name, description: name }));
  return { info: { version: '1', description: '' }, tags, paths, components: { schemas: {} } };
}

test('routes are grouped by subject, and a HEAD stands beside its GET', () => {
  const found = groups(
    document({
      '/orders': { get: operation('Orders') },
      '/sql': { get: operation('SQL'), head: operation('SQL'), post: operation('SQL') },
    }),
  );
  expect(found.map(({ name, routes }) => [name, routes.map(({ methods, path }) => `${methods} ${path}`)])).toEqual([
    ['SQL', ['GET HEAD /sql', 'POST /sql']],
    ['Orders', ['GET /orders']],
  ]);
});

test('a schema is told in words', () => {
  expect(words({ type: 'integer', minimum: 1, maximum: 600000, default: 30000 })).toBe('integer, from 1 to 600000 else 30000');
  expect(words({ enum: ['json', 'csv'] })).toBe('json | csv');
  expect(words({ type: 'array', items: { $ref: '#/components/schemas/Order' } })).toBe('list of Order');
  expect(words({ type: ['string', 'null'], format: 'date-time' })).toBe('string or null, date-time');
  expect(words(undefined)).toBe('anything');
});

test('fields that may be left out say so', () => {
  const schema = { properties: { a: { type: 'string', description: 'An a' }, b: { type: 'integer' } }, required: ['a'] };
  expect(fields(schema)).toEqual([
    { name: 'a', kind: 'string', about: 'An a' },
    { name: 'b', kind: 'integer', about: 'may be left out' },
  ]);
});
