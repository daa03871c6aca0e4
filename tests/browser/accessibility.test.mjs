// The page by keyboard and by screen reader, in light and in dark.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { faintTexts, focusOrder, nameless, roles } from './accessibility.mjs';
import { launch, open, phaseIs, reads, VIEWS } from './browser.mjs';
import { mugsInStock, orderForMugs } from './events.mjs';
import { Server } from './server.mjs';

let browser;
let server;
before(async () => {
  browser = await launch();
  server = await Server.start();
});
after(async () => {
  await browser?.close();
  await server?.remove();
});

async function opened(t, view) {
  const { page } = await open(browser, server.url, view);
  t.after(() => page.context().close());
  return page;
}

async function check(page) {
  assert.deepEqual(await nameless(page), [], 'every control and picture has a name');
  assert.deepEqual(await faintTexts(page), [], 'every text stands out from what is behind it');
}

test('the empty shop is legible and every control has a name', async (t) => {
  for (const view of VIEWS) await check(await opened(t, view));
});

test('the filled page is legible and every control has a name', async (t) => {
  await server.post(...mugsInStock(), orderForMugs(3));
  for (const view of VIEWS) {
    const page = await opened(t, view);
    await reads(page, 'low-stock', /Blue mug/);
    await check(page);
  }
});

test('the page has a language, one title, landmarks and ids used once', async (t) => {
  const page = await opened(t);
  assert.equal(await page.getAttribute('html', 'lang'), 'en');
  assert.equal(await page.locator('h1').count(), 1);
  const found = await roles(page);
  for (const landmark of ['banner', 'main', 'navigation']) assert.ok(found.includes(landmark), `there is a ${landmark}`);
  const repeated = await page.evaluate(() => {
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    return ids.filter((id, index) => ids.indexOf(id) !== index);
  });
  assert.deepEqual(repeated, []);
});

test('Tab goes through the page as it is read, and shows where it is', async (t) => {
  const page = await opened(t);
  const stops = await focusOrder(page);
  const names = stops.map(({ name }) => name);
  assert.deepEqual(names.slice(0, 3), ['Skip to the figures', 'SQL', 'Demand chart']);
  assert.match(names[3], /^Colours: /);
  assert.deepEqual(names.slice(4), [
    'Revenue today by SQL, as JSON',
    'Orders a minute as a table',
    'Revenue by day as a table',
    'Revenue by day by SQL, as JSON',
    'Orders by state by SQL, as JSON',
    // The order of the tests names no address, so it is listed; of the tabs one is a stop.
    'All of Overlooked, as JSON',
    'Overlooked 1',
    'browser-order-4',
    'Low stock by SQL, as JSON',
    'API, tables and examples',
  ]);
  assert.deepEqual(stops.filter(({ ring }) => !ring), [], 'each stop shows a ring');
});

test('the skip link leads past the header', async (t) => {
  const page = await opened(t);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'figures');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Revenue today by SQL, as JSON');
});

test('the charts can be read as tables, by keyboard', async (t) => {
  const page = await opened(t);
  await page.getByRole('button', { name: 'Revenue by day as a table' }).press('Enter');
  const table = page.getByRole('region', { name: 'Revenue by day, as a table' });
  assert.equal(await table.locator('tbody tr').count(), 30);
  await page.getByRole('button', { name: 'Orders a minute as a table' }).press('Space');
  const minutes = page.getByRole('region', { name: 'Orders a minute, as a table' });
  assert.equal(await minutes.locator('tbody tr').count(), 60);
  await check(page);
});

test('the colours chosen are remembered', async (t) => {
  const page = await opened(t);
  const theme = () => page.getAttribute('html', 'data-theme');
  assert.equal(await theme(), 'light', 'the system’s choice at first');
  await page.getByRole('button', { name: /^Colours: the system’s/ }).click();
  await page.getByRole('button', { name: /^Colours: light/ }).click();
  assert.equal(await theme(), 'dark');
  await page.reload();
  await phaseIs(page, 'live');
  assert.equal(await theme(), 'dark');
});
