// How the orders of each state compare.

import { ORDER_STATES, type OrderState, type StateOrders } from './board';

/** States that an order does not leave by itself any more. */
export const CLOSED: ReadonlySet<OrderState> = new Set(['completed', 'cancelled']);

export interface OrderCounts {
  open: number;
  of(state: OrderState): number;
  /** A state's orders as a share of the fullest open state. */
  share(state: OrderState): number;
}

export function orderCounts(states: readonly StateOrders[]): OrderCounts {
  const byState = new Map(states.map(({ state, orders }) => [state, orders]));
  // Carts and archived orders are sent too, and are neither open nor listed here.
  const isOpen = (state: OrderState) => ORDER_STATES.includes(state) && !CLOSED.has(state);
  const open = states.filter(({ state }) => isOpen(state)).map(({ orders }) => orders);
  const fullest = Math.max(0, ...open);
  const of = (state: OrderState) => byState.get(state) ?? 0;
  return {
    open: open.reduce((sum, orders) => sum + orders, 0),
    of,
    share: (state) => (fullest === 0 ? 0 : of(state) / fullest),
  };
}
