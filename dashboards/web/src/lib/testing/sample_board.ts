// A board as a server would send it, for tests: 30 days, each with its own revenue, and a forecast.

import type { Board, ForecastDay } from '../board';
import { addDays, days } from '../days';
import { figures } from '../money';
import type { Look } from '../charts/look';

const TODAY = '2026-11-21';

function forecastRun(from: string): ForecastDay[] {
  return Array.from({ length: 28 }, (_, index) => ({
    date: addDays(from, index),
    value: 1000 + index,
    lower_80: 900,
    upper_80: 1100,
    lower_95: -50,
    upper_95: 1250,
  }));
}

export function sampleBoard(changes: Partial<Board> = {}): Board {
  return {
    lsn: 4711,
    as_of: '2026-11-21T22:34:00Z',
    shop: { name: 'Demo shop', time_zone: 'Europe/Madrid', currency: 'EUR' },
    today: {
      date: TODAY,
      revenue: '1234.50',
      orders: 12,
      units: '30',
      same_weekday: '2026-11-14',
      same_weekday_revenue_to_now: '1100.00',
      same_weekday_revenue: '2200.00',
    },
    orders_per_minute: Array.from({ length: 60 }, (_, index) => ({
      minute: new Date(Date.UTC(2026, 10, 21, 21, 35 + index)).toISOString(),
      orders: index % 7,
    })),
    orders_by_state: [
      { state: 'placed', orders: 12 },
      { state: 'on_hold', orders: 3 },
      { state: 'completed', orders: 900 },
    ],
    revenue_30_days: Array.from({ length: 30 }, (_, index) => ({
      date: addDays(TODAY, index - 29),
      revenue: index === 29 ? '1234.50' : `${1000 + index}.10`,
      orders: 10 + index,
    })),
    forecast: {
      status: 'ready',
      measure: 'revenue',
      model: 'combination',
      origin: '2026-11-20',
      computed_at: '2026-11-21T03:00:00Z',
      mase: 0.71,
      mase_seasonal_naive: 0.95,
      coverage_95: 0.94,
      backtest: forecastRun(addDays(TODAY, -28)),
      days: forecastRun(TODAY),
    },
    low_stock: [],
    attention: [],
    loading: null,
    ...changes,
  };
}

export function sampleLook(changes: Partial<Look> = {}): Look {
  return {
    palette: {
      text: '#111111',
      muted: '#666666',
      line: '#dddddd',
      surface: '#ffffff',
      actual: '#0072b2',
      forecast: '#d98200',
    },
    figures: figures('en-GB', 'EUR'),
    days: days('en-GB', 'Europe/Madrid'),
    narrow: false,
    motion: false,
    ...changes,
  };
}
