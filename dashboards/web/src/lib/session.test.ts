import { afterEach, expect, test, vi } from 'vitest';
import { signedInAs, signIn, whyRefused, worded } from './session';

function answering(status: number, body: unknown): ReturnType<typeof vi.fn> {
  const fetch = vi.fn(async () => new Response(JSON.stringify(body), { status }));
  vi.stubGlobal('fetch', fetch);
  return fetch;
}

afterEach(() => vi.unstubAllGlobals());

test('a refusal says why, and other failures are none', async () => {
  answering(401, { code: 'no_key', detail: 'send one', status: 401 });
  expect(await whyRefused()).toEqual({ code: 'no_key', detail: 'send one' });
  answering(503, { code: 'store_failed', detail: 'x' });
  expect(await whyRefused()).toBeNull();
  vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('no network')));
  expect(await whyRefused()).toBeNull();
});

test('a key that may not read is told from one that may', async () => {
  answering(200, { name: 'till', scopes: ['ingest'] });
  expect((await whyRefused())?.code).toBe('missing_scope');
  answering(200, { name: 'boss', scopes: ['admin'] });
  expect(await whyRefused()).toBeNull();
});

test('signing in sends the key in the body, never in the address', async () => {
  const fetch = answering(200, { name: 'anna', scopes: ['read'] });
  expect(await signIn('mk_1')).toBeNull();
  expect(fetch).toHaveBeenCalledWith('/api/v1/session', expect.objectContaining({ method: 'POST', body: '{"key":"mk_1"}' }));
});

test('a wrong key is told, and so is a server that does not answer', async () => {
  answering(401, { code: 'revoked_key', detail: 'revoked' });
  const refused = await signIn('mk_1');
  expect(refused && worded(refused)).toBe('This key was revoked. Ask for a new one.');
  vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('no network')));
  expect((await signIn('mk_1'))?.code).toBe('unreachable');
});

test('nobody is signed in where no key is asked for', async () => {
  answering(200, { name: 'anonymous', scopes: ['admin'] });
  expect(await signedInAs()).toBeNull();
  answering(200, { name: 'anna', scopes: ['read'] });
  expect(await signedInAs()).toBe('anna');
});
