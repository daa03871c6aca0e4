// What a browser can be asked about how a page reads to those who do not see it, or see little.

const NAMED = new Set(['button', 'link', 'image', 'img', 'progressbar', 'table', 'region', 'textbox', 'combobox']);

/** Controls and pictures without a name, as the browser's own accessibility tree has them. */
export async function nameless(page) {
  return (await tree(page)).filter(({ role, name }) => NAMED.has(role) && name === '' && role !== 'table');
}

export async function roles(page) {
  return (await tree(page)).map(({ role }) => role);
}

async function tree(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  return nodes
    .filter(({ ignored }) => !ignored)
    .map(({ role, name }) => ({ role: role?.value ?? '', name: (name?.value ?? '').trim() }));
}

/** Text whose contrast with what is behind it is less than WCAG 2.2 asks (AA: 4.5, large text 3). */
export function faintTexts(page) {
  return page.evaluate(() => {
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const channels = (colour) => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const luminance = (rgb) => {
      const [red, green, blue] = rgb.slice(0, 3).map((value) => {
        const share = value / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const behind = (element) => {
      for (let at = element; at; at = at.parentElement) {
        const colour = channels(getComputedStyle(at).backgroundColor);
        if (colour[3] === 255) return colour;
      }
      return [255, 255, 255];
    };
    const isShown = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest('.unseen, .skip');
    const ownText = (element) =>
      [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()).join('');

    return [...document.body.querySelectorAll('*')]
      .filter((element) => ownText(element) && isShown(element))
      .map((element) => {
        const style = getComputedStyle(element);
        const front = luminance(channels(element instanceof SVGElement ? style.fill : style.color));
        const back = luminance(behind(element));
        const contrast = (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
        const size = parseFloat(style.fontSize);
        const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
        return { text: ownText(element), contrast: Number(contrast.toFixed(2)), enough: contrast >= (large ? 3 : 4.5) };
      })
      .filter(({ enough }) => !enough);
  });
}

/** Presses Tab until the focus leaves the page, and gives what had the focus and whether it showed. */
export async function focusOrder(page) {
  const stops = [];
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      const { top, left } = element.getBoundingClientRect();
      return {
        name: element.getAttribute('aria-label') ?? element.textContent.trim(),
        ring: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2,
        top: Math.round(top + scrollY),
        left: Math.round(left),
      };
    });
    if (!stop) break;
    stops.push(stop);
  }
  return stops;
}
