// A real Chromium, and the page in the ways it is looked at.

import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const WAIT_LIMIT = 15_000;

export const VIEWS = [
  { name: 'desktop, light', viewport: { width: 1440, height: 900 }, colorScheme: 'light' },
  { name: 'desktop, dark', viewport: { width: 1440, height: 900 }, colorScheme: 'dark' },
  {
    name: 'phone',
    viewport: { width: 390, height: 844 },
    colorScheme: 'light',
    deviceScaleFactor: 3,
    isMobile: true,
    hasTouch: true,
  },
];

/** Each launch has a new, empty profile. */
export function launch() {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) {
    throw new Error(`there is no Chromium at ${executablePath}: install the package chromium, or set CHROMIUM`);
  }
  return chromium.launch({
    executablePath,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** The live page in a window of its own, and everything that went wrong in it. */
export async function open(browser, url, { name: _name, ...view } = VIEWS[0]) {
  const context = await browser.newContext({ ...view, locale: 'en-GB', timezoneId: 'Asia/Tokyo' });
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) errors.push(`${message.type()}: ${message.text()}`);
  });
  await page.goto(url);
  await phaseIs(page, 'live');
  return { page, errors };
}

export const part = (page, testid) => page.locator(`[data-testid="${testid}"]`);

/** Waits until a part of the page reads as wanted, and otherwise says what it read last. */
export async function reads(page, testid, wanted) {
  const pattern = wanted instanceof RegExp ? wanted : new RegExp(`^${escaped(wanted)}$`);
  await eventually(
    async () => ((await part(page, testid).innerText({ timeout: WAIT_LIMIT })) ?? '').trim(),
    (text) => pattern.test(text),
    `${testid} to read ${wanted}`,
  );
}

export async function phaseIs(page, phase) {
  await eventually(
    () => part(page, 'connection').getAttribute('data-phase', { timeout: WAIT_LIMIT }),
    (found) => found === phase,
    `the connection to be ${phase}`,
  );
}

export async function lsn(page) {
  return Number(await part(page, 'lsn').getAttribute('data-lsn'));
}

/** Waits until the page is true at least at an LSN. */
export async function reaches(page, wanted) {
  await eventually(() => lsn(page), (found) => found >= wanted, `the LSN to reach ${wanted}`);
}

function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

async function eventually(look, isRight, what) {
  const deadline = Date.now() + WAIT_LIMIT;
  for (;;) {
    const found = await look();
    if (isRight(found)) return;
    if (Date.now() > deadline) throw new Error(`waited ${WAIT_LIMIT / 1000} s for ${what}; the last seen was ${JSON.stringify(found)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
