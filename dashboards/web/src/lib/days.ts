// Days and instants, always as the shop sees them. The reader's own time zone is never used: a
// manager in another country must see the same day as the shop.

/** The instant at which a plain date is midnight in UTC, where every day has 24 hours. */
function atUtc(date: string): Date {
  return new Date(`${date}T00:00:00Z`);
}

/** `date` moved by whole days. Days are counted on the calendar, so a clock change moves nothing. */
export function addDays(date: string, days: number): string {
  const moved = atUtc(date);
  moved.setUTCDate(moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
}

export interface Days {
  /** `21 Nov` */
  short(date: string): string;
  /** `Saturday` */
  weekday(date: string): string;
  /** `Sat 21 Nov` */
  long(date: string): string;
  /** `Saturday, 21 November 2026` */
  full(date: string): string;
  /** The shop's day that an instant falls on: `21 Nov` */
  dayOf(instant: string): string;
  /** An instant's hour and minute in the shop: `23:34` */
  minute(instant: string): string;
  /** The same with the zone in force at that instant, which tells the two 02:30 of a clock change
   * apart: `02:30 CEST` */
  minuteAndZone(instant: string): string;
  /** An instant's time of day in the shop, to the second: `23:34:05` */
  second(instant: string): string;
  /** The shop's offset at an instant: `CET` */
  zone(instant: string): string;
}

/** The formats of one shop's days and instants, made once. */
export function days(locale: string, timeZone: string): Days {
  const ofDate = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
    return (date: string) => format.format(atUtc(date));
  };
  const ofInstant = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone, hourCycle: 'h23' });
    return (instant: string) => format.format(new Date(instant));
  };
  const zoneName = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'short' });
  return {
    short: ofDate({ day: 'numeric', month: 'short' }),
    weekday: ofDate({ weekday: 'long' }),
    long: ofDate({ weekday: 'short', day: 'numeric', month: 'short' }),
    full: ofDate({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
    dayOf: ofInstant({ day: 'numeric', month: 'short' }),
    minute: ofInstant({ hour: '2-digit', minute: '2-digit' }),
    minuteAndZone: ofInstant({ hour: '2-digit', minute: '2-digit', timeZoneName: 'short' }),
    second: ofInstant({ hour: '2-digit', minute: '2-digit', second: '2-digit' }),
    zone: (instant) =>
      zoneName.formatToParts(new Date(instant)).find(({ type }) => type === 'timeZoneName')?.value ?? timeZone,
  };
}

/** How long ago something was, in words short enough for a label. */
export function age(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 2) return 'just now';
  if (seconds < 90) return `${seconds} s ago`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min ago`;
  return `${Math.round(seconds / 3600)} h ago`;
}
