import { describe, expect, test } from 'vitest';
import { changeFrom, figures, figuresLocale, sum } from './money';

const euros = figures('en-GB', 'EUR');

describe('money', () => {
  test('keeps every cent of an amount that no floating-point number can hold', () => {
    expect(euros.money('9007199254740993.07')).toBe('€9,007,199,254,740,993.07');
  });

  test('has the decimals of its currency', () => {
    expect(euros.money('12')).toBe('€12.00');
    expect(figures('en-GB', 'JPY').money('1200')).toBe('JP¥1,200');
    expect(figures('en-GB', 'KWD').money('1.234')).toContain('1.234');
  });

  test('writes a debit with a true minus sign', () => {
    expect(euros.money('-3.50')).toBe('−€3.50');
  });

  test('is short on an axis', () => {
    expect(euros.moneyShort(12_500)).toMatch(/^€12\.5k$/i);
    expect(euros.moneyShort(0)).toBe('€0');
  });

  test('refuses what is not a decimal rather than showing NaN', () => {
    expect(() => euros.money('twelve')).toThrow('"twelve" is not a decimal number');
    expect(() => euros.money('')).toThrow('is not a decimal number');
  });
});

describe('quantities', () => {
  test('are grouped, and keep their decimals', () => {
    expect(euros.quantity(198_204)).toBe('198,204');
    expect(euros.quantity('2.5')).toBe('2.5');
    expect(euros.quantity('-3')).toBe('−3');
  });
});

describe('a change', () => {
  test('carries its sign', () => {
    expect(euros.change(0.1223)).toBe('+12.2%');
    expect(euros.change(-0.03)).toBe('−3.0%');
    expect(euros.change(0)).toBe('0.0%');
  });

  test('is said as a multiple where percentages lose their sense', () => {
    expect(euros.change(64.2)).toBe('65×');
  });

  test('from the same weekday is the share by which it differs', () => {
    expect(changeFrom('1100.00', '1234.50')).toBeCloseTo(0.12227, 5);
  });

  test('from nothing has no percentage', () => {
    expect(changeFrom('0.00', '10.00')).toBeNull();
  });
});

describe('a sum of decimals', () => {
  test('is exact where floating point is not', () => {
    expect(sum(['0.10', '0.20'])).toBe('0.30');
    expect(sum(['9007199254740993.01', '0.02'])).toBe('9007199254740993.03');
  });

  test('takes negatives and unlike numbers of places', () => {
    expect(sum(['-0.05', '0.005'])).toBe('-0.045');
    expect(sum(['-10.5', '3'])).toBe('-7.5');
  });

  test('of nothing is nothing', () => {
    expect(sum([])).toBe('0');
    expect(sum(['7', '8'])).toBe('15');
  });
});

test('figures follow the reader only where he reads English', () => {
  expect(figuresLocale(['es-ES', 'en-US'])).toBe('en-US');
  expect(figuresLocale(['de-DE'])).toBe('en-GB');
});
