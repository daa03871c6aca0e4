// The made-up shop behind `mock.mjs`: two years' worth of plausible figures, and whatever events it
// is sent on top of them.

const MINUTE = 60_000;
const STATES = ['placed', 'on_hold', 'approved', 'in_fulfilment', 'completed', 'cancelled'];
const WEEK = [0.82, 1.02, 0.95, 0.93, 0.98, 1.18, 1.12]; // Sunday first
const PRODUCTS = [
  ['MUG-BLU-350', 'Stoneware mug, blue, 350 ml', 'MAD', -3, 0, 3, 48, 24],
  ['TEE-OAT-M', 'Organic cotton T-shirt, oat, M', 'BCN', 0, 4, 4, 0, 20],
  ['LMP-DSK-BRS', 'Desk lamp, brushed brass', 'MAD', 0, 1, 1, 12, 8],
  ['CND-FIG-220', 'Candle, fig and cedar, 220 g', 'LIS', 2, 9, 7, 0, 30],
  ['NBK-A5-DOT', 'Notebook A5, dotted', 'BCN', 6, 21, 15, 100, 40],
  ['BTL-STL-500', 'Steel bottle, 500 ml', 'MAD', 5, 8, 3, 0, 18],
  ['RUG-WOL-170', 'Wool rug, 120 × 170 cm', 'LIS', 2, 2, 0, 6, 5],
  ['SOAP-OLV-3', 'Olive oil soap, set of three', 'BCN', 19, 31, 12, 0, 36],
  ['BAG-CNV-NAT', 'Canvas tote, natural', 'MAD', 14, 20, 6, 50, 25],
  ['COF-ETH-250', 'Coffee, Yirgacheffe, 250 g', 'LIS', 26, 44, 18, 0, 40],
];

/** A small seeded generator, so that every run looks alike. */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

const euro = (value) => value.toFixed(2);
const day = (date, by) => new Date(Date.parse(date) + by * 86_400_000).toISOString().slice(0, 10);
const level = (date) => 310_000 * WEEK[new Date(date).getUTCDay()];

export class MockShop {
  lsn = 0;
  taken = [];

  constructor(shop, scenario) {
    Object.assign(this, { shop, scenario, random: seeded(7), products: new Map(), stock: new Map(), orders: [] });
    this.full = scenario !== 'empty';
    this.progress = scenario === 'loading' ? 87_000 : null;
    this.counts = Object.fromEntries(STATES.map((state) => [state, 0]));
    if (this.full) this.fill();
  }

  fill() {
    this.lsn = 1_204_711;
    Object.assign(this.counts, { placed: 143, on_hold: 18, approved: 212, in_fulfilment: 367, completed: 198_204, cancelled: 3_127 });
    const now = Date.now();
    for (let index = 0; index < 60 * 4; index += 1) {
      this.orders.push({ at: now - this.random() * 60 * MINUTE, revenue: 20 + this.random() * 70, units: 2 });
    }
  }

  date(instant = Date.now()) {
    return new Intl.DateTimeFormat('sv-SE', { timeZone: this.shop.time_zone }).format(instant);
  }

  /** How much of the shop's day is over. */
  share() {
    const time = new Intl.DateTimeFormat('sv-SE', { timeZone: this.shop.time_zone, timeStyle: 'medium' }).format(Date.now());
    const [hours, minutes] = time.split(':').map(Number);
    return (hours * 60 + minutes) / 1440;
  }

  tick() {
    if (this.progress !== null) {
      this.progress = Math.min(200_000, this.progress + 4_210);
      this.lsn += 4_210;
      if (this.progress === 200_000) this.progress = null;
    } else if (this.full && this.random() < 0.05) {
      this.lsn += 1;
      this.counts.placed += 1;
      this.orders.push({ at: Date.now(), revenue: 20 + this.random() * 70, units: 1 + Math.floor(this.random() * 3) });
    }
  }

  take(events) {
    for (const event of events) {
      this.taken.push(event);
      this.lsn += 1;
      if (event.type === 'product_set') this.products.set(event.sku, event);
      if (event.type === 'stock_received') this.level(event.sku, event.warehouse).on_hand += Number(event.quantity);
      if (event.type === 'order_placed') this.order(event);
    }
  }

  level(sku, warehouse) {
    const key = `${sku} ${warehouse}`;
    if (!this.stock.has(key)) this.stock.set(key, { sku, warehouse, on_hand: 0, committed: 0 });
    return this.stock.get(key);
  }

  order({ occurred_at, lines }) {
    const units = lines.reduce((sum, line) => sum + Number(line.quantity), 0);
    const revenue = lines.reduce((sum, line) => sum + Number(line.quantity) * Number(line.unit_price) - Number(line.discount ?? 0), 0);
    this.orders.push({ at: Date.parse(occurred_at), revenue, units });
    this.counts.placed += 1;
    for (const line of lines) {
      const place = [...this.stock.values()].find(({ sku }) => sku === line.sku);
      if (place) place.committed += Number(line.quantity);
    }
  }

  board() {
    const today = this.date();
    return {
      lsn: this.lsn,
      as_of: new Date().toISOString().replace(/\.\d+/, ''),
      shop: this.shop,
      today: this.today(today),
      orders_per_minute: this.minutes(),
      orders_by_state: STATES.map((state) => ({ state, orders: this.counts[state] })),
      revenue_30_days: this.history(today),
      forecast: this.forecast(today),
      low_stock: this.low(),
      attention: this.attention(),
      loading: this.progress === null ? null : { what: 'simulating two years of orders', done: this.progress, total: 200_000 },
    };
  }

  today(date) {
    const orders = this.orders.filter(({ at }) => this.date(at) === date);
    const earlier = this.full ? this.share() * level(date) * 0.94 : 0;
    const whole = this.full ? level(date) * 0.97 : 0;
    return {
      date,
      revenue: euro(earlier + orders.reduce((sum, order) => sum + order.revenue, 0)),
      orders: Math.round(earlier / 52) + orders.length,
      units: String(Math.round(earlier / 21) + orders.reduce((sum, order) => sum + order.units, 0)),
      same_weekday: day(date, -7),
      same_weekday_revenue_to_now: euro(whole * this.share()),
      same_weekday_revenue: euro(whole),
    };
  }

  minutes() {
    const newest = Math.floor(Date.now() / MINUTE) * MINUTE;
    return Array.from({ length: 60 }, (_, index) => {
      const start = newest - (59 - index) * MINUTE;
      const orders = this.orders.filter(({ at }) => at >= start && at < start + MINUTE).length;
      return { minute: new Date(start).toISOString().replace('.000', ''), orders };
    });
  }

  history(today) {
    const random = seeded(42);
    const loaded = this.progress === null ? 1 : this.progress / 200_000;
    return Array.from({ length: 30 }, (_, index) => {
      const date = day(today, index - 29);
      const revenue = level(date) * (0.88 + random() * 0.28) * (index === 17 ? 1.5 : 1);
      if (date === today) return { date, revenue: this.today(today).revenue, orders: this.today(today).orders };
      const there = this.full && index / 30 < loaded;
      return { date, revenue: there ? euro(revenue) : '0.00', orders: there ? Math.round(revenue / 52) : 0 };
    });
  }

  forecast(today) {
    if (!this.full) return { status: 'unavailable', reason: '0 days of history, 28 are needed' };
    if (this.scenario === 'no-forecast') return { status: 'unavailable', reason: '12 days of history, 28 are needed' };
    if (this.scenario === 'computing' || this.progress !== null) return { status: 'computing' };
    const run = (from) => Array.from({ length: 28 }, (_, step) => {
      const date = day(from, step);
      const value = level(date) * 1.02;
      const spread = 0.09 * value * Math.sqrt(1 + step / 12);
      return { date, value, lower_80: value - 1.28 * spread, upper_80: value + 1.28 * spread, lower_95: value - 1.96 * spread, upper_95: value + 1.96 * spread };
    });
    return {
      status: 'ready', measure: 'revenue', model: 'combination', origin: day(today, -1),
      computed_at: new Date().toISOString(), mase: 0.71, mase_seasonal_naive: 0.95, coverage_95: 0.94,
      backtest: run(day(today, -28)), days: run(today),
    };
  }

  attention() {
    const ago = (hours) => new Date(Date.now() - hours * 3_600_000).toISOString();
    const order = (number, hours, note, expected) => ({
      id: `W-${10_400 + number}`, href: `/api/v1/orders/W-${10_400 + number}`, customer_id: `C-${300 + number * 7}`,
      since: ago(hours), expected_at: expected ? ago(-expected) : null, note,
    });
    const rows = {
      late: [order(1, 51, '2 units still to be shipped', 30), order(7, 26, '1 unit still to be shipped'), order(9, 3, '5 units still to be shipped', 60)],
      stuck: [order(4, 97, 'on hold')],
      overlooked: [order(12, 30, 'ready, and no warehouse was asked'), order(15, 26, 'paid, and not approved')],
      backordered: [order(1, 80, '2 units wait for goods', 30), order(9, 60, '5 units wait for goods', 60)],
      parked: [], abandoned_carts: [],
      proposals: [{ ...order(0, 5, '48 × MUG-BLU-350 to MAD'), id: 'proposal-1204000-1', customer_id: null }],
      late_purchases: [],
    };
    return Object.entries(rows).map(([kind, of]) => {
      const count = this.full ? of.length : 0;
      const many = kind === 'backordered' && this.full;
      return { kind, count: many ? 1000 : count, more: many, href: `/api/v1/orders?${kind}=true`, rows: this.full ? of : [] };
    });
  }

  low() {
    const received = [...this.stock.values()].map(({ sku, warehouse, on_hand, committed }) => {
      const product = this.products.get(sku);
      return [sku, product?.name ?? sku, warehouse, on_hand - committed, on_hand, committed, 0, Number(product?.reorder_point ?? 0)];
    });
    const rows = [...(this.full ? PRODUCTS : []), ...received.filter((row) => row[3] < row[7])];
    return rows.map(([sku, name, warehouse, ...numbers]) => {
      const [available, on_hand, committed, incoming, reorder_point] = numbers.map(String);
      return { sku, name, warehouse, available, on_hand, committed, incoming, reorder_point };
    });
  }
}
