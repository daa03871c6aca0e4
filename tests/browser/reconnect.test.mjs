// A server that is killed and started again is told on the page, and nothing it acknowledged is gone.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { faintTexts } from './accessibility.mjs';
import { launch, open, part, phaseIs, reads } from './browser.mjs';
import { mugsInStock, orderForMugs } from './events.mjs';
import { Server } from './server.mjs';

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

test('the page says that the server is gone and recovers with it', async (t) => {
  const server = await Server.start();
  t.after(() => server.remove());
  const { page, errors } = await open(browser, server.url);
  t.after(() => page.context().close());
  await server.post(...mugsInStock(), orderForMugs(3));
  await reads(page, 'revenue-today', '€37.50');

  await server.kill();
  await phaseIs(page, 'reconnecting');
  await reads(page, 'connection', /Reconnecting…/);
  await part(page, 'disconnected').waitFor();
  await reads(page, 'revenue-today', '€37.50');
  assert.deepEqual(await faintTexts(page), [], 'the figures are no fainter for being old');

  await server.restart();
  await phaseIs(page, 'live');
  await part(page, 'disconnected').waitFor({ state: 'detached' });
  await reads(page, 'revenue-today', '€37.50');

  await server.post(orderForMugs(1));
  await reads(page, 'revenue-today', '€50.00');

  // The browser itself reports each try that found no server; anything else is a fault of ours.
  const ours = errors.filter((error) => !/Failed to load resource: net::ERR_/.test(error));
  assert.deepEqual(ours, []);
});
