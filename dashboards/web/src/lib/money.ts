// Money and quantities come as decimal strings and are shown from the string: a detour through a
// floating-point number would change the cents of large sums.

/** The language of the figures. The page is in English, where "1.234" is not twelve hundred, so a
 * reader's own English is used and any other language falls back to British English. */
export function figuresLocale(languages: readonly string[]): string {
  return languages.find((language) => /^en\b/i.test(language)) ?? 'en-GB';
}

export interface Figures {
  /** An amount with all its cents: `€1,234.50`. */
  money(amount: string | number): string;
  /** An amount for an axis, where room is short: `€1.2K`. */
  moneyShort(amount: number): string;
  /** A count or a decimal quantity: `1,234`, `2.5`. */
  quantity(amount: string | number): string;
  /** A share of one: `94%`. */
  percent(share: number): string;
  /** A change with its sign: `+12.2%`, `−3.0%`; `12×` where percentages lose sense. */
  change(share: number): string;
}

/** From a rise of this share on, a change is said as a multiple. Just after midnight the first order
 * is easily a hundred times what last week's night had sold by then. */
const MANY_TIMES = 9;

const DECIMAL = /^-?\d+(\.\d+)?$/;

/** Intl formats a numeric string exactly, digit by digit, but turns what is no number into NaN. */
function exact(amount: string | number): Intl.StringNumericLiteral | number {
  if (typeof amount === 'string' && !DECIMAL.test(amount)) {
    throw new Error(`"${amount}" is not a decimal number`);
  }
  return amount as Intl.StringNumericLiteral | number;
}

/** The formats of one shop's figures, made once: an Intl formatter is dear to build. */
export function figures(locale: string, currency: string): Figures {
  const money = new Intl.NumberFormat(locale, { style: 'currency', currency });
  const moneyShort = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    notation: 'compact',
    maximumFractionDigits: 1,
    minimumFractionDigits: 0,
  });
  const quantity = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  // The hyphen that Intl writes is shorter than a digit and hangs too low before one.
  const minus = (text: string) => text.replace('-', '−');
  const change = new Intl.NumberFormat(locale, {
    style: 'percent',
    signDisplay: 'exceptZero',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  return {
    money: (amount) => minus(money.format(exact(amount))),
    moneyShort: (amount) => minus(moneyShort.format(amount)),
    quantity: (amount) => minus(quantity.format(exact(amount))),
    percent: (share) => percent.format(share),
    change: (share) =>
      share < MANY_TIMES ? minus(change.format(share)) : `${quantity.format(Math.round(share + 1))}×`,
  };
}

/** How much `now` differs from `then`, as a share of `then`; nothing where `then` is zero, because
 * no percentage describes a rise from nothing. */
export function changeFrom(then: string, now: string): number | null {
  const before = Number(then);
  return before > 0 ? Number(now) / before - 1 : null;
}

/** The exact sum of decimal strings, as a decimal string with the most places among them. */
export function sum(amounts: readonly string[]): string {
  const places = Math.max(0, ...amounts.map((amount) => (amount.split('.')[1] ?? '').length));
  const total = amounts.reduce((units, amount) => units + scaled(amount, places), 0n);
  if (places === 0) return total.toString();
  const digits = (total < 0n ? -total : total).toString().padStart(places + 1, '0');
  return `${total < 0n ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** A decimal string as a whole number of its `places`-th decimal. */
function scaled(amount: string, places: number): bigint {
  exact(amount);
  const [whole = '0', fraction = ''] = amount.split('.');
  return BigInt(whole + fraction.padEnd(places, '0'));
}
