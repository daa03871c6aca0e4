// Orders a minute over the last hour, as bars. The newest minute is still filling and is drawn
// lighter, so that its lower bar is not read as a fall.

import type { MinuteOrders } from '../board';
import type { ChartOption } from './echarts';
import { frame, tooltip, tooltipRows, valueAxis, type Look } from './look';

/** Minutes that carry a label: the quarters of the hour, the same in every zone in use. */
export function isLabelled(minute: string): boolean {
  return new Date(minute).getUTCMinutes() % 15 === 0;
}

/** The axis reaches at least this many orders a minute. */
const QUIET = 4;

export interface HourSummary {
  now: number;
  peak: number;
  total: number;
}

export function summarise(minutes: readonly MinuteOrders[]): HourSummary {
  const counts = minutes.map(({ orders }) => orders);
  return {
    now: counts.at(-1) ?? 0,
    peak: Math.max(0, ...counts),
    total: counts.reduce((sum, orders) => sum + orders, 0),
  };
}

export function ordersPerMinuteOption(minutes: readonly MinuteOrders[], look: Look): ChartOption {
  const { palette, figures, days } = look;
  const newest = minutes.length - 1;
  return {
    ...frame(look),
    // Sixty bars that all move by one place each minute: animated, they would swim.
    animation: false,
    tooltip: {
      ...tooltip(look),
      axisPointer: { type: 'shadow' },
      formatter: (hit) => {
        const at = minutes[Array.isArray(hit) ? (hit[0]?.dataIndex ?? 0) : hit.dataIndex];
        return at ? tooltipRows(days.minuteAndZone(at.minute), [['Orders', figures.quantity(at.orders)]]) : '';
      },
    },
    xAxis: {
      type: 'category',
      data: minutes.map(({ minute }) => minute),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: palette.line } },
      axisLabel: {
        color: palette.muted,
        fontSize: 11,
        interval: (_index: number, minute: string) => isLabelled(minute),
        formatter: (minute: string) => days.minute(minute),
      },
    },
    yAxis: {
      ...valueAxis(look, (value) => figures.quantity(value)),
      minInterval: 1,
      // A quiet hour has a peak of one; a bar as tall as the chart would cry wolf.
      ...(summarise(minutes).peak < QUIET ? { max: QUIET } : {}),
    },
    series: [
      {
        type: 'bar',
        id: 'Orders',
        name: 'Orders',
        barCategoryGap: '25%',
        data: minutes.map(({ orders }, index) => ({
          value: orders,
          itemStyle: { color: palette.actual, opacity: index === newest ? 0.5 : 1, borderRadius: [2, 2, 0, 0] },
        })),
      },
    ],
  };
}
