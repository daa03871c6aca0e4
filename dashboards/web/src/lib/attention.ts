// What somebody should look at: how many there are of each kind, and for how long already.

import type { AttentionKind, AttentionList } from './board';

/** What each kind is called, and what is said where there is none of it. */
export const KINDS: Record<AttentionKind, { name: string; none: string }> = {
  late: { name: 'Late', none: 'Every promise made to a customer is kept so far.' },
  stuck: { name: 'Stuck', none: 'No open order has had the same status for three days.' },
  overlooked: { name: 'Overlooked', none: 'No open order waits for somebody to act.' },
  backordered: { name: 'Backordered', none: 'No order waits for goods.' },
  parked: { name: 'Parked', none: 'No reported event waits for what it speaks of.' },
  abandoned_carts: { name: 'Carts', none: 'No cart was abandoned within a week.' },
  proposals: { name: 'To buy', none: 'Nothing is proposed to be bought.' },
  late_purchases: { name: 'Late supply', none: 'No purchase order is late.' },
  drifting_forecasts: { name: 'Forecasts', none: 'Published forecasts err no more than their back-tests.' },
};

/** A list's count: `12`, or `1,000+` where the server stopped counting. */
export function counted(list: Pick<AttentionList, 'count' | 'more'>, quantity: (count: number) => string): string {
  return quantity(list.count) + (list.more ? '+' : '');
}

/** The list to show: the one that was chosen, else the first that has anything in it. */
export function shownList(lists: readonly AttentionList[], chosen: AttentionKind | null): AttentionList | undefined {
  return lists.find(({ kind }) => kind === chosen) ?? lists.find(({ count, more }) => count > 0 || more) ?? lists[0];
}

/** The tab that a key leads to, as tabs are used by keyboard everywhere; nothing for other keys. */
export function tabAfter(key: string, at: number, tabs: number): number | null {
  if (key === 'ArrowRight') return (at + 1) % tabs;
  if (key === 'ArrowLeft') return (at + tabs - 1) % tabs;
  if (key === 'Home') return 0;
  return key === 'End' ? tabs - 1 : null;
}

/** How long something has been so: `8 min`, `5 h`, `3 d`. */
export function waited(since: string, now: string): string {
  const minutes = Math.max(0, Math.floor((Date.parse(now) - Date.parse(since)) / 60_000));
  if (minutes < 90) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} d`;
}
