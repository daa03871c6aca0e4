// Takes the picture of a running server for the README, in light and in dark:
//   node screenshot.mjs http://127.0.0.1:7070 ../../dashboard.png
// writes dashboard.png and dashboard-dark.png. It waits until history is loaded and forecast.

import { launch, part, phaseIs } from './browser.mjs';

const FILLED_LIMIT = 300_000;
const [url, output] = process.argv.slice(2);
if (!url || !output?.endsWith('.png')) {
  console.error('usage: node screenshot.mjs URL OUTPUT.png');
  process.exit(2);
}

const browser = await launch();
try {
  for (const colorScheme of ['light', 'dark']) {
    const page = await browser.newPage({
      viewport: { width: 1440, height: 900 },
      deviceScaleFactor: 2,
      colorScheme,
      locale: 'en-GB',
    });
    await page.goto(url);
    await phaseIs(page, 'live');
    await part(page, 'loading').waitFor({ state: 'detached', timeout: FILLED_LIMIT });
    await part(page, 'revenue-chart').getByText('Forecast by the').waitFor({ timeout: FILLED_LIMIT });
    // The charts and bars come to rest.
    await page.waitForTimeout(1000);
    const path = colorScheme === 'light' ? output : output.replace(/\.png$/, '-dark.png');
    await page.screenshot({ path, fullPage: true });
    console.log(path);
    await page.close();
  }
} finally {
  await browser.close();
}
