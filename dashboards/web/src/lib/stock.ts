// How urgent a line of the low-stock list is.

import type { LowStock } from './board';

export type Urgency = 'oversold' | 'out' | 'low';

export function urgency({ available }: Pick<LowStock, 'available'>): Urgency {
  const left = Number(available);
  if (left < 0) return 'oversold';
  return left === 0 ? 'out' : 'low';
}

/** What is available as a share of the reorder point, from nothing to full. */
export function fill({ available, reorder_point }: Pick<LowStock, 'available' | 'reorder_point'>): number {
  const point = Number(reorder_point);
  return point > 0 ? Math.min(1, Math.max(0, Number(available) / point)) : 0;
}
