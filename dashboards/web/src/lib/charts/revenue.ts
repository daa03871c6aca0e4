// Revenue by day with the forecast: the days that are over as a line, today as a bar that fills,
// the forecast as a dashed line in its 80 % and 95 % bands. The bands lie behind: first those of the
// back-test, which show how well the model would have done, then those of the days to come.

import type { Board, DayRevenue, ForecastDay, ReadyForecast } from '../board';
import type { ChartOption } from './echarts';
import { frame, tooltip, tooltipRows, valueAxis, type Look } from './look';

export type RevenuePart = Pick<Board, 'revenue_30_days' | 'forecast' | 'today'>;

export function readyForecast({ forecast }: Pick<Board, 'forecast'>): ReadyForecast | null {
  return forecast.status === 'ready' ? forecast : null;
}

/** Every day the chart has room for: those that were and those that are forecast, once each. */
export function chartDates({ revenue_30_days, ...rest }: RevenuePart): string[] {
  const forecast = readyForecast(rest);
  const dates = [...revenue_30_days, ...(forecast?.backtest ?? []), ...(forecast?.days ?? [])].map(({ date }) => date);
  return [...new Set(dates)].sort();
}

type Series = Exclude<ChartOption['series'], unknown[] | undefined>;
type Values = (number | null)[];

function along<Day extends { date: string }>(dates: string[], days: readonly Day[], value: (day: Day) => number): Values {
  const byDate = new Map(days.map((day) => [day.date, value(day)]));
  return dates.map((date) => byDate.get(date) ?? null);
}

/** A band is two lines stacked: an invisible one at the lower bound, and the width on top of it. */
function band(
  name: string,
  lower: Values,
  upper: Values,
  { colour, opacity }: { colour: string; opacity: number },
): Series[] {
  const common = {
    type: 'line' as const,
    stack: name,
    // Lower bounds may be below zero; the default would stack those apart from the rest.
    stackStrategy: 'all' as const,
    symbol: 'none',
    silent: true,
    lineStyle: { opacity: 0 },
    z: 1,
  };
  const width = upper.map((top, index) => (top === null ? null : top - (lower[index] ?? 0)));
  return [
    { ...common, id: `${name}, lower bound`, name: `${name}, lower bound`, data: lower },
    { ...common, id: name, name, data: width, areaStyle: { color: colour, opacity } },
  ];
}

/** The two bands and the middle line of one run of forecast days. */
function fan(name: string, dates: string[], run: readonly ForecastDay[], look: Look, strength: number): Series[] {
  const values = (key: Exclude<keyof ForecastDay, 'date'>) => along(dates, run, (day) => day[key]);
  const colour = look.palette.forecast;
  return [
    ...band(`${name}, 95 %`, values('lower_95'), values('upper_95'), { colour, opacity: 0.14 * strength }),
    ...band(`${name}, 80 %`, values('lower_80'), values('upper_80'), { colour, opacity: 0.2 * strength }),
    {
      type: 'line',
      id: name,
      name,
      data: values('value'),
      symbol: 'none',
      silent: true,
      z: 2,
      lineStyle: { color: colour, width: 1.75, type: [5, 4], opacity: strength },
    },
  ];
}

function actual(dates: string[], part: RevenuePart, { palette }: Look): Series[] {
  const revenue = (day: DayRevenue) => Number(day.revenue);
  const over = part.revenue_30_days.filter(({ date }) => date !== part.today.date);
  const now = part.revenue_30_days.filter(({ date }) => date === part.today.date);
  return [
    {
      type: 'line',
      id: 'Revenue',
      name: 'Revenue',
      data: along(dates, over, revenue),
      z: 4,
      symbol: 'circle',
      symbolSize: 5,
      showAllSymbol: true,
      lineStyle: { color: palette.actual, width: 2 },
      itemStyle: { color: palette.actual },
    },
    {
      type: 'bar',
      id: 'Today so far',
      name: 'Today so far',
      data: along(dates, now, revenue),
      z: 3,
      barWidth: '70%',
      itemStyle: { color: palette.actual, opacity: 0.8, borderRadius: [2, 2, 0, 0] },
    },
  ];
}

/** The figures of one day in words; what is not known of the day is left out. */
export interface DayFigures {
  date: string;
  revenue?: string;
  orders?: string;
  forecast?: string;
  within_80?: string;
  within_95?: string;
}

/** Every day of the chart as text: the chart for those who read rather than look. */
export function dayFigures(part: RevenuePart, { figures }: Pick<Look, 'figures'>): DayFigures[] {
  const forecast = readyForecast(part);
  const revenue = new Map(part.revenue_30_days.map((day) => [day.date, day]));
  const expected = new Map([...(forecast?.backtest ?? []), ...(forecast?.days ?? [])].map((day) => [day.date, day]));
  const range = (lower: number, upper: number) => `${figures.money(lower)} to ${figures.money(upper)}`;
  return chartDates(part).map((date) => {
    const was = revenue.get(date);
    const will = expected.get(date);
    return {
      date,
      ...(was && { revenue: figures.money(was.revenue), orders: figures.quantity(was.orders) }),
      ...(will && {
        forecast: figures.money(will.value),
        within_80: range(will.lower_80, will.upper_80),
        within_95: range(will.lower_95, will.upper_95),
      }),
    };
  });
}

function tooltipOf(day: DayFigures, { days }: Look): string {
  const rows = [
    ['Revenue', day.revenue],
    ['Orders', day.orders],
    ['Forecast', day.forecast],
    ['80% between', day.within_80],
    ['95% between', day.within_95],
  ] as const;
  return tooltipRows(days.long(day.date), rows.filter((row): row is [(typeof row)[0], string] => row[1] !== undefined));
}

export function revenueOption(part: RevenuePart, look: Look): ChartOption {
  const { palette, figures, days } = look;
  const dates = chartDates(part);
  const texts = dayFigures(part, look);
  const forecast = readyForecast(part);
  const axisDay = (date: string) => (date === part.today.date ? 'Today' : days.short(date));
  return {
    ...frame(look),
    tooltip: {
      ...tooltip(look),
      formatter: (hit) => {
        const day = texts[Array.isArray(hit) ? (hit[0]?.dataIndex ?? 0) : hit.dataIndex];
        return day ? tooltipOf(day, look) : '';
      },
    },
    xAxis: {
      type: 'category',
      data: dates,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: palette.line } },
      axisLabel: {
        color: palette.muted,
        fontSize: 11,
        interval: (index: number) => labelled(index, dates.indexOf(part.today.date), look.narrow),
        formatter: axisDay,
      },
    },
    yAxis: {
      ...valueAxis(look, figures.moneyShort),
      // Without a sale there is no scale; the axis would run from nothing to a few cents.
      ...(hasSales(part) ? {} : { max: 100 }),
    },
    series: [
      ...(forecast ? fan('Back-test', dates, forecast.backtest, look, 0.6) : []),
      ...(forecast ? fan('Forecast', dates, forecast.days, look, 1) : []),
      ...actual(dates, part, look),
    ],
  };
}

function hasSales({ revenue_30_days, forecast }: RevenuePart): boolean {
  return forecast.status === 'ready' || revenue_30_days.some(({ revenue }) => Number(revenue) !== 0);
}

/** Labels stand a week apart counted from today, so that today has one and each is the same
 * weekday; on a phone two weeks apart. */
export function labelled(index: number, today: number, narrow: boolean): boolean {
  return (index - today) % (narrow ? 14 : 7) === 0;
}

/** The chart in two sentences, for those who do not see it. */
export function revenueSummary(part: RevenuePart, { figures, days }: Look): string {
  const over = part.revenue_30_days.filter(({ date }) => date !== part.today.date);
  const best = over.reduce<DayRevenue | null>(
    (top, day) => (top === null || Number(day.revenue) > Number(top.revenue) ? day : top),
    null,
  );
  const history = best
    ? `Revenue by day, ${over.length} days before today; the best was ${days.long(best.date)} with ${figures.money(best.revenue)}.`
    : 'Revenue by day; no day is over yet.';
  const forecast = readyForecast(part);
  const last = forecast?.days.at(-1);
  if (!forecast || !last) return `${history} There is no forecast.`;
  const total = forecast.days.reduce((sum, { value }) => sum + value, 0);
  return `${history} The forecast until ${days.long(last.date)} adds up to ${figures.money(total)}.`;
}
