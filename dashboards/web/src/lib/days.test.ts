import { describe, expect, test } from 'vitest';
import { addDays, age, days } from './days';

const madrid = days('en-GB', 'Europe/Madrid');

describe('days of the shop', () => {
  test('are labelled alike before and after a clock change', () => {
    const week = Array.from({ length: 4 }, (_, index) => madrid.short(addDays('2026-10-24', index)));
    expect(week).toEqual(['24 Oct', '25 Oct', '26 Oct', '27 Oct']);
  });

  test('are counted on the calendar, over years and leap days', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
    expect(addDays('2026-03-29', 1)).toBe('2026-03-30');
  });

  test('keep their date in every zone of the shop', () => {
    for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Europe/Madrid']) {
      expect(days('en-GB', zone).full('2026-11-21')).toMatch(/^Saturday,? 21 November 2026$/);
    }
  });
});

describe('instants', () => {
  test('are told in the shop’s zone, not the reader’s', () => {
    expect(madrid.second('2026-11-21T22:34:05Z')).toBe('23:34:05');
    expect(madrid.minute('2026-07-01T22:34:05Z')).toBe('00:34');
  });

  test('of the hour that comes twice are told apart', () => {
    expect(madrid.minute('2026-10-25T00:30:00Z')).toBe(madrid.minute('2026-10-25T01:30:00Z'));
    expect(madrid.minuteAndZone('2026-10-25T00:30:00Z')).toBe('02:30 CEST');
    expect(madrid.minuteAndZone('2026-10-25T01:30:00Z')).toBe('02:30 CET');
  });

  test('skip the hour that does not exist', () => {
    expect(madrid.minute('2026-03-29T00:59:00Z')).toBe('01:59');
    expect(madrid.minute('2026-03-29T01:00:00Z')).toBe('03:00');
  });

  test('name the zone in force', () => {
    expect(madrid.zone('2026-11-21T22:34:00Z')).toBe('CET');
    expect(madrid.zone('2026-07-21T22:34:00Z')).toBe('CEST');
  });
});

test('an age is said in a few words', () => {
  expect([400, 12_000, 150_000, 7_200_000].map(age)).toEqual(['just now', '12 s ago', '3 min ago', '2 h ago']);
});
