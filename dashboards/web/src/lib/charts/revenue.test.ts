import { describe, expect, test } from 'vitest';
import { drawn } from '../testing/drawn';
import { sampleBoard, sampleLook } from '../testing/sample_board';
import { chartDates, dayFigures, labelled, revenueOption, revenueSummary } from './revenue';

interface DrawnSeries {
  name: string;
  data: (number | null)[];
}

function seriesOf(board = sampleBoard()): Map<string, DrawnSeries> {
  const series = revenueOption(board, sampleLook()).series as DrawnSeries[];
  return new Map(series.map((one) => [one.name, one]));
}

const board = sampleBoard();
const dates = chartDates(board);

describe('the days of the chart', () => {
  test('are thirty that were and twenty-eight to come, of which today is both', () => {
    expect(dates).toHaveLength(57);
    expect([dates[0], dates.at(-1)]).toEqual(['2026-10-23', '2026-12-18']);
  });

  test('are those that were where there is no forecast', () => {
    expect(chartDates({ ...board, forecast: { status: 'computing' } })).toHaveLength(30);
  });

  test('are labelled by the week, counted from today', () => {
    expect(dates.map((_, index) => index).filter((index) => labelled(index, 29, false))).toContain(29);
    expect([28, 29, 30, 36, 22].map((index) => labelled(index, 29, false))).toEqual([false, true, false, true, true]);
    expect(labelled(36, 29, true)).toBe(false);
  });
});

describe('the series', () => {
  test('keep today, which is not over, off the line and show it as a bar', () => {
    const today = dates.indexOf('2026-11-21');
    expect(seriesOf().get('Revenue')?.data[today]).toBeNull();
    expect(seriesOf().get('Today so far')?.data[today]).toBe(1234.5);
    expect(seriesOf().get('Revenue')?.data[today - 1]).toBe(1028.1);
  });

  test('stack each band’s width on its lower bound, also below zero', () => {
    const first = dates.indexOf('2026-11-21');
    expect(seriesOf().get('Forecast, 95 %, lower bound')?.data[first]).toBe(-50);
    expect(seriesOf().get('Forecast, 95 %')?.data[first]).toBe(1300);
    expect(seriesOf().get('Forecast, 80 %')?.data[first]).toBe(200);
  });

  test('keep back-test and forecast apart: they were made on different days', () => {
    const yesterday = dates.indexOf('2026-11-20');
    expect(seriesOf().get('Back-test')?.data[yesterday]).toBe(1027);
    expect(seriesOf().get('Back-test')?.data[yesterday + 1]).toBeNull();
    expect(seriesOf().get('Forecast')?.data[yesterday]).toBeNull();
  });

  test('are only the revenue while there is no forecast', () => {
    expect([...seriesOf({ ...board, forecast: { status: 'computing' } }).keys()]).toEqual(['Revenue', 'Today so far']);
  });
});

describe('the drawn chart', () => {
  test('marks today and has short amounts on its axis', () => {
    const svg = drawn(revenueOption(board, sampleLook()));
    expect(svg).toContain('>Today<');
    expect(svg).toMatch(/>€1\.5k</i);
    expect(svg).not.toMatch(/NaN|undefined/);
  });

  test('takes its colours from the theme', () => {
    const palette = { ...sampleLook().palette, actual: '#56b4e9' };
    const svg = drawn(revenueOption(board, sampleLook({ palette })));
    expect(svg).toMatch(/#56b4e9|rgb\(86,180,233\)/);
    expect(svg).not.toMatch(/#0072b2|rgb\(0,114,178\)/);
  });

  test('of an empty shop has a scale and no broken shapes', () => {
    const revenue_30_days = board.revenue_30_days.map(({ date }) => ({ date, revenue: '0.00', orders: 0 }));
    const svg = drawn(revenueOption({ ...board, revenue_30_days, forecast: { status: 'computing' } }, sampleLook()));
    expect(svg).toContain('>€100<');
    expect(svg).not.toMatch(/NaN|undefined/);
  });
});

describe('the chart as text', () => {
  test('has the exact revenue and the forecast of each day', () => {
    const rows = new Map(dayFigures(board, sampleLook()).map((row) => [row.date, row]));
    expect(rows.get('2026-11-21')).toEqual({
      date: '2026-11-21',
      revenue: '€1,234.50',
      orders: '39',
      forecast: '€1,000.00',
      within_80: '€900.00 to €1,100.00',
      within_95: '−€50.00 to €1,250.00',
    });
    expect(rows.get('2026-12-18')).not.toHaveProperty('revenue');
  });

  test('is summed up in two sentences', () => {
    const text = revenueSummary(board, sampleLook());
    expect(text).toContain('29 days before today');
    expect(text).toContain('€1,028.10');
    expect(text).toMatch(/adds up to €28,378\.00\.$/);
  });

  test('says that there is no forecast', () => {
    expect(revenueSummary({ ...board, forecast: { status: 'computing' } }, sampleLook())).toMatch(/There is no forecast\.$/);
  });
});
