// What every chart of the page shares: colours, figures, days, and the look of axes and tooltips.

import type { Days } from '../days';
import type { Figures } from '../money';
import type { ChartOption } from './echarts';

export interface Palette {
  text: string;
  muted: string;
  line: string;
  surface: string;
  actual: string;
  forecast: string;
}

/** What a chart is drawn with, besides the board. */
export interface Look {
  palette: Palette;
  figures: Figures;
  days: Days;
  /** True where the page is as narrow as a phone. */
  narrow: boolean;
  /** False for a reader who asked the system for less motion. */
  motion: boolean;
}

/** Reads the colours in force from the style sheet, which is the one place they are chosen. */
export function paletteOf(element: Element): Palette {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  return {
    text: colour('--text'),
    muted: colour('--muted'),
    line: colour('--line'),
    surface: colour('--surface'),
    actual: colour('--actual'),
    forecast: colour('--forecast'),
  };
}

export const FONT = 'Inter, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

export function frame({ palette, motion }: Look) {
  return {
    animation: motion,
    animationDuration: 250,
    animationDurationUpdate: 250,
    textStyle: { fontFamily: FONT, color: palette.text },
    grid: { left: 4, right: 8, top: 12, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
  } satisfies ChartOption;
}

export function tooltip({ palette }: Look) {
  return {
    trigger: 'axis',
    confine: true,
    transitionDuration: 0,
    backgroundColor: palette.surface,
    borderColor: palette.line,
    padding: [8, 12],
    textStyle: { color: palette.text, fontSize: 13, fontFamily: FONT },
    extraCssText: 'box-shadow: 0 4px 16px rgb(0 0 0 / 18%); border-radius: 8px; font-variant-numeric: tabular-nums;',
    axisPointer: { type: 'line', lineStyle: { color: palette.muted, type: 'solid', width: 1 } },
  } satisfies ChartOption['tooltip'];
}

export function valueAxis({ palette }: Look, label: (value: number) => string) {
  return {
    type: 'value',
    splitNumber: 4,
    axisLabel: { color: palette.muted, fontSize: 11, formatter: label },
    splitLine: { lineStyle: { color: palette.line, width: 1 } },
  } satisfies ChartOption['yAxis'];
}

/** The rows of a tooltip. Labels and values are ours, made of figures and dates, never text that
 * came from outside, so they need no escaping. */
export function tooltipRows(title: string, rows: readonly (readonly [string, string])[]): string {
  const lines = rows.map(
    ([label, value]) => `<tr><td style="padding-right:16px;opacity:.75">${label}</td><td align="right">${value}</td></tr>`,
  );
  return `<strong>${title}</strong><table style="border-spacing:0;margin-top:4px">${lines.join('')}</table>`;
}
