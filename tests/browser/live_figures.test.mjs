// An order that is posted is seen on the open page, without a reload, in every view.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, lsn, open, part, reaches, reads, VIEWS } from './browser.mjs';
import { mugsInStock, orderForMugs } from './events.mjs';
import { Server } from './server.mjs';

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const view of VIEWS) {
  test(`a posted order changes the open page: ${view.name}`, async (t) => {
    const server = await Server.start();
    t.after(() => server.remove());
    const { page, errors } = await open(browser, server.url, view);
    t.after(() => page.context().close());
    await page.evaluate(() => (window.notReloaded = true));

    await reads(page, 'revenue-today', '€0.00');
    await part(page, 'empty-shop').waitFor();
    const start = await lsn(page);

    const stocked = await server.post(...mugsInStock());
    await reaches(page, stocked.lsn);
    assert.ok((await lsn(page)) > start, 'the LSN rises with the events');
    await reads(page, 'low-stock', /Nothing is low/);

    const ordered = await server.post(orderForMugs(3));
    await reaches(page, ordered.lsn);
    await reads(page, 'revenue-today', '€37.50');
    await reads(page, 'orders-today', '1');
    await reads(page, 'orders-by-state', /Placed\s+1\b/);
    await reads(page, 'orders-per-minute', /1\s+in the hour/);
    await reads(page, 'low-stock', /Blue mug[\s\S]*MAD[\s\S]*17/);
    await part(page, 'empty-shop').waitFor({ state: 'detached' });
    await page.getByRole('img', { name: /^Revenue by day/ }).getByText('Today', { exact: true }).waitFor();

    await server.post(orderForMugs(1));
    await reads(page, 'revenue-today', '€50.00');
    await reads(page, 'orders-today', '2');
    assert.equal(await page.title(), '€50.00 today · Browser test shop');

    assert.equal(await page.evaluate(() => window.notReloaded), true, 'the page was not reloaded');
    assert.equal(await overflow(page), 0, 'the page does not scroll sideways');
    assert.deepEqual(errors, [], 'nothing went wrong in the console');
  });
}

test('the commands shown in an empty shop fill it', async (t) => {
  const server = await Server.start();
  t.after(() => server.remove());
  const { page, errors } = await open(browser, server.url);
  t.after(() => page.context().close());

  const commands = await part(page, 'empty-shop').locator('code').allInnerTexts();
  assert.equal(commands.length, 2);
  for (const command of commands) {
    const events = JSON.parse(/-d '([^']*)'$/.exec(command.trim())[1]);
    await server.post(...events);
  }
  await reads(page, 'revenue-today', '€37.50');
  await part(page, 'empty-shop').waitFor({ state: 'detached' });
  assert.deepEqual(errors, []);
});

test('the narrowest phone does not scroll sideways', async (t) => {
  const server = await Server.start();
  t.after(() => server.remove());
  const { page } = await open(browser, server.url, { viewport: { width: 360, height: 740 } });
  t.after(() => page.context().close());
  assert.equal(await overflow(page), 0);
  await server.post(...mugsInStock(), orderForMugs(3));
  await reads(page, 'low-stock', /Blue mug/);
  assert.equal(await overflow(page), 0);
});

function overflow(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
