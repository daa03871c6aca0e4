// The board is everything the page shows, as the server sends it. Amounts and quantities are
// decimal strings, instants are RFC 3339 in UTC, dates are days of the shop.

export interface Shop {
  name: string;
  time_zone: string;
  currency: string;
}

export interface Today {
  date: string;
  revenue: string;
  orders: number;
  units: string;
  same_weekday: string;
  same_weekday_revenue_to_now: string;
  same_weekday_revenue: string;
}

export interface MinuteOrders {
  minute: string;
  orders: number;
}

export const ORDER_STATES = [
  'placed',
  'on_hold',
  'approved',
  'in_fulfilment',
  'completed',
  'cancelled',
] as const;
export type OrderState = (typeof ORDER_STATES)[number];

export interface StateOrders {
  state: OrderState;
  orders: number;
}

export interface DayRevenue {
  date: string;
  revenue: string;
  orders: number;
}

export interface ForecastDay {
  date: string;
  value: number;
  lower_80: number;
  upper_80: number;
  lower_95: number;
  upper_95: number;
}

export interface ReadyForecast {
  status: 'ready';
  measure: string;
  model: string;
  origin: string;
  computed_at: string;
  mase: number;
  mase_seasonal_naive: number;
  coverage_95: number;
  backtest: ForecastDay[];
  days: ForecastDay[];
}

export type Forecast =
  | ReadyForecast
  | { status: 'unavailable'; reason: string }
  | { status: 'computing' };

export interface LowStock {
  sku: string;
  name: string;
  warehouse: string;
  available: string;
  on_hand: string;
  committed: string;
  incoming: string;
  reorder_point: string;
}

export type AttentionKind =
  | 'late'
  | 'stuck'
  | 'overlooked'
  | 'backordered'
  | 'parked'
  | 'abandoned_carts'
  | 'proposals'
  | 'late_purchases'
  | 'drifting_forecasts';

export interface AttentionRow {
  id: string;
  href: string;
  customer_id: string | null;
  since: string | null;
  expected_at: string | null;
  note: string;
}

/** What somebody should look at, of one kind: how many (`more` where that may not be all), and the
 * first of them. */
export interface AttentionList {
  kind: AttentionKind;
  count: number;
  more: boolean;
  href: string;
  rows: AttentionRow[];
}

export interface Loading {
  what: string;
  done: number;
  total: number;
}

export interface Board {
  lsn: number;
  as_of: string;
  shop: Shop;
  today: Today;
  orders_per_minute: MinuteOrders[];
  orders_by_state: StateOrders[];
  revenue_30_days: DayRevenue[];
  forecast: Forecast;
  low_stock: LowStock[];
  attention: AttentionList[];
  loading: Loading | null;
}

/** A delta holds the sections that changed, whole, and always says when and where it is true. */
export type Delta = Partial<Board> & Pick<Board, 'lsn' | 'as_of'>;

const SECTIONS = {
  lsn: 'number',
  as_of: 'string',
  shop: 'object',
  today: 'object',
  orders_per_minute: 'array',
  orders_by_state: 'array',
  revenue_30_days: 'array',
  forecast: 'object',
  low_stock: 'array',
  attention: 'array',
  loading: 'object or null',
} as const satisfies Record<keyof Board, string>;

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return value === null ? 'null' : typeof value;
}

function checkSection(message: Record<string, unknown>, section: keyof Board): void {
  const found = kindOf(message[section]);
  if (!SECTIONS[section].split(' or ').includes(found)) {
    throw new Error(`"${section}" should be ${SECTIONS[section]}, and is ${found}`);
  }
}

function parseObject(text: string): Record<string, unknown> {
  const message: unknown = JSON.parse(text);
  if (kindOf(message) !== 'object') throw new Error(`an object was expected, not ${kindOf(message)}`);
  return message as Record<string, unknown>;
}

/** Reads a snapshot. Throws, naming the section, when the server sent something else. */
export function parseBoard(text: string): Board {
  const message = parseObject(text);
  for (const section of Object.keys(SECTIONS)) checkSection(message, section as keyof Board);
  return message as unknown as Board;
}

/** Reads a delta. Sections this page does not know are left out: the server may be newer. */
export function parseDelta(text: string): Delta {
  const message = parseObject(text);
  checkSection(message, 'lsn');
  checkSection(message, 'as_of');
  const known = Object.keys(message).filter((key): key is keyof Board => key in SECTIONS);
  for (const section of known) checkSection(message, section);
  return Object.fromEntries(known.map((key) => [key, message[key]])) as unknown as Delta;
}

/** The board after a delta. A delta from before the board changes nothing. */
export function applyDelta(board: Board, delta: Delta): Board {
  return delta.lsn < board.lsn ? board : { ...board, ...delta };
}

/** True for a shop in which nothing was ever ordered. */
export function isEmpty(board: Board): boolean {
  const everOrdered = board.orders_by_state.some(({ orders }) => orders > 0);
  const soldLately = board.revenue_30_days.some(({ orders }) => orders > 0);
  return !everOrdered && !soldLately && board.today.orders === 0;
}
