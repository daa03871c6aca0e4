//! What each computed view is, in the words of another engine: SQL for DuckDB over the facts,
//! written from the definition and not from the view.

use crate::queries::Kind::{self, Date, Decimal, Float, Instant, Integer, Text};

/// What a view is, in DuckDB's words.
#[derive(Debug)]
pub struct Oracle {
    /// The view.
    pub view: &'static str,
    /// The columns that are compared, and what they hold. Percentiles by sketches are left out.
    pub columns: &'static [(&'static str, Kind)],
    /// The same columns by DuckDB.
    pub sql: &'static str,
}

/// One for each computed view but `order_backlog_by_age`, whose open units no fact tells where no
/// stock is kept; `tests/sql/views.slt` has it by hand.
pub const ORACLES: &[Oracle] = &[
    Oracle {
        view: "revenue_hourly",
        columns: &[
            ("starts_at", Instant),
            ("channel", Text),
            ("country", Text),
            ("currency", Text),
            ("orders", Integer),
            ("units", Decimal),
            ("gross", Decimal),
            ("discounts", Decimal),
            ("returns", Decimal),
            ("net", Decimal),
            ("tax", Decimal),
            ("net_base", Decimal),
        ],
        sql: "SELECT to_timestamp(epoch(occurred_at)::bigint // 3600 * 3600), channel, country,
          currency, sum(orders),
  coalesce(sum(quantity) FILTER (line_kind = 'product'), 0),
  coalesce(sum(gross) FILTER (effect <> 'returned'), 0),
  coalesce(sum(discount) FILTER (effect <> 'returned'), 0),
  coalesce(-sum(net) FILTER (effect = 'returned'), 0), sum(net), sum(tax), sum(net_base)
FROM order_lines GROUP BY ALL",
    },
    Oracle {
        view: "revenue_weekly",
        columns: &[
            ("date", Date),
            ("channel", Text),
            ("country", Text),
            ("currency", Text),
            ("orders", Integer),
            ("units", Decimal),
            ("gross", Decimal),
            ("discounts", Decimal),
            ("returns", Decimal),
            ("net", Decimal),
            ("tax", Decimal),
            ("net_base", Decimal),
        ],
        sql: "SELECT date_trunc('week', event_date)::date, channel, country, currency,
          sum(orders),
  coalesce(sum(quantity) FILTER (line_kind = 'product'), 0),
  coalesce(sum(gross) FILTER (effect <> 'returned'), 0),
  coalesce(sum(discount) FILTER (effect <> 'returned'), 0),
  coalesce(-sum(net) FILTER (effect = 'returned'), 0), sum(net), sum(tax), sum(net_base)
FROM order_lines GROUP BY ALL",
    },
    Oracle {
        view: "revenue_monthly",
        columns: &[
            ("date", Date),
            ("channel", Text),
            ("country", Text),
            ("currency", Text),
            ("orders", Integer),
            ("units", Decimal),
            ("gross", Decimal),
            ("discounts", Decimal),
            ("returns", Decimal),
            ("net", Decimal),
            ("tax", Decimal),
            ("net_base", Decimal),
        ],
        sql: "SELECT date_trunc('month', event_date)::date, channel, country, currency,
          sum(orders),
  coalesce(sum(quantity) FILTER (line_kind = 'product'), 0),
  coalesce(sum(gross) FILTER (effect <> 'returned'), 0),
  coalesce(sum(discount) FILTER (effect <> 'returned'), 0),
  coalesce(-sum(net) FILTER (effect = 'returned'), 0), sum(net), sum(tax), sum(net_base)
FROM order_lines GROUP BY ALL",
    },
    Oracle {
        view: "order_backlog",
        columns: &[("state", Text), ("channel", Text), ("orders", Integer)],
        sql: "WITH now AS (SELECT order_id, arg_max(to_status, lsn) AS state, any_value(channel)
          AS channel
  FROM order_status_changes GROUP BY order_id)
SELECT state, channel, count(*) FROM now GROUP BY ALL",
    },
    Oracle {
        view: "inventory_daily",
        columns: &[
            ("date", Date),
            ("until", Date),
            ("sku", Text),
            ("warehouse", Text),
            ("on_hand", Decimal),
            ("committed", Decimal),
            ("units_shipped", Decimal),
        ],
        sql: "WITH days AS (SELECT DISTINCT event_date, sku, warehouse FROM stock_movements)
SELECT d.event_date,
  (SELECT min(event_date) FROM days n
    WHERE n.sku = d.sku AND n.warehouse = d.warehouse AND n.event_date > d.event_date),
  d.sku, d.warehouse, sum(m.on_hand_change), sum(m.committed_change),
  coalesce(-sum(m.quantity) FILTER (m.movement = 'shipped' AND m.event_date = d.event_date), 0)
FROM days d JOIN stock_movements m
  ON m.sku = d.sku AND m.warehouse = d.warehouse AND m.event_date <= d.event_date
GROUP BY d.event_date, d.sku, d.warehouse",
    },
    Oracle {
        view: "days_of_cover",
        columns: &[
            ("sku", Text),
            ("warehouse", Text),
            ("on_hand", Decimal),
            ("available", Decimal),
            ("units_a_day", Float),
            ("days_of_cover", Float),
        ],
        sql: "WITH last AS (SELECT max(event_date) AS day FROM stock_movements), stock AS
          (SELECT sku, warehouse, sum(on_hand_change) AS on_hand,
    sum(on_hand_change) - sum(committed_change) - sum(unavailable_change) AS available
  FROM stock_movements WHERE tracked GROUP BY sku, warehouse),
pace AS (SELECT sku, warehouse, -sum(quantity) / 28.0 AS a_day FROM stock_movements, last
  WHERE movement = 'shipped' AND event_date BETWEEN day - 27 AND day GROUP BY ALL)
SELECT sku, warehouse, on_hand, available, coalesce(a_day, 0)::double,
  CASE WHEN a_day <> 0 THEN available::double / a_day::double END
FROM stock LEFT JOIN pace USING (sku, warehouse)",
    },
    Oracle {
        view: "dead_stock",
        columns: &[
            ("sku", Text),
            ("warehouse", Text),
            ("on_hand", Decimal),
            ("last_shipped", Date),
            ("last_received", Date),
            ("value", Decimal),
        ],
        sql: "WITH last AS (SELECT max(event_date) AS day FROM stock_movements), stock AS
          (SELECT sku, warehouse, sum(on_hand_change) AS on_hand,
    sum(on_hand_change) - sum(committed_change) - sum(unavailable_change) AS available
  FROM stock_movements WHERE tracked GROUP BY sku, warehouse), cost AS (SELECT
    json_extract_string(payload, '$.sku') AS sku,
    arg_max(json_extract_string(payload, '$.unit_cost')::decimal(20, 6), lsn) AS unit_cost
  FROM events WHERE event_type = 'product_set' GROUP BY 1),
moved AS (SELECT sku, warehouse, min(event_date) AS first,
    max(event_date) FILTER (movement = 'shipped' AND quantity < 0) AS shipped,
    max(event_date) FILTER (movement = 'received' AND quantity > 0) AS received
  FROM stock_movements GROUP BY ALL)
SELECT sku, warehouse, on_hand, shipped, received, on_hand * unit_cost
FROM stock JOIN moved USING (sku, warehouse) LEFT JOIN cost USING (sku), last
WHERE on_hand > 0 AND day - greatest(coalesce(shipped, first), coalesce(received, first)) > 180",
    },
    Oracle {
        view: "holding_cost",
        columns: &[
            ("sku", Text),
            ("warehouse", Text),
            ("on_hand", Decimal),
            ("value", Decimal),
            ("annual_cost", Decimal),
        ],
        sql: "WITH stock AS (SELECT sku, warehouse, sum(on_hand_change) AS on_hand,
    sum(on_hand_change) - sum(committed_change) - sum(unavailable_change) AS available
  FROM stock_movements WHERE tracked GROUP BY sku, warehouse), cost AS (SELECT
    json_extract_string(payload, '$.sku') AS sku,
    arg_max(json_extract_string(payload, '$.unit_cost')::decimal(20, 6), lsn) AS unit_cost
  FROM events WHERE event_type = 'product_set' GROUP BY 1)
SELECT sku, warehouse, on_hand, on_hand * unit_cost, on_hand * unit_cost / 5
FROM stock JOIN cost USING (sku) WHERE on_hand > 0 AND unit_cost IS NOT NULL",
    },
    Oracle {
        view: "lost_sales",
        columns: &[
            ("sku", Text),
            ("days_without_stock", Integer),
            ("units_a_day_in_stock", Float),
            ("units_lost", Float),
            ("net_base_lost", Float),
        ],
        sql: "WITH last AS (SELECT max(event_date) AS day FROM stock_movements),
evenings AS (SELECT unnest(generate_series(day - 90, day - 1, INTERVAL 1 DAY))::date AS evening
  FROM last),
kept AS (SELECT sku, min(event_date) AS first FROM stock_movements GROUP BY sku HAVING
  bool_or(tracked)),
levels AS (SELECT sku, evening, (SELECT sum(on_hand_change) FROM stock_movements m
    WHERE m.sku = kept.sku AND m.event_date <= evening) AS level
  FROM kept, evenings WHERE evening >= first),
out AS (SELECT sku, count(*) AS days FROM levels WHERE level <= 0 GROUP BY sku),
sold AS (SELECT sku, sum(quantity)::double AS units, sum(net_base)::double AS net
  FROM order_lines, (SELECT day AS day FROM last) WHERE line_kind = 'product'
  AND event_date BETWEEN day - 89 AND day GROUP BY sku)
SELECT sku, days, units / greatest(90 - days, 1), units / greatest(90 - days, 1) * days,
  net / greatest(90 - days, 1) * days
FROM out JOIN sold USING (sku) WHERE units > 0",
    },
    Oracle {
        view: "sell_through",
        columns: &[
            ("sku", Text),
            ("units_before", Decimal),
            ("units_received", Decimal),
            ("units_shipped", Decimal),
            ("sell_through", Float),
        ],
        sql: "WITH last AS (SELECT max(event_date) AS day FROM stock_movements), sums AS (SELECT
          sku,
    coalesce(sum(on_hand_change) FILTER (day - event_date >= 90), 0) AS before,
    coalesce(sum(quantity) FILTER (movement = 'received' AND day - event_date < 90), 0) AS
      received,
    coalesce(-sum(quantity) FILTER (movement = 'shipped' AND day - event_date < 90), 0) AS shipped
  FROM stock_movements, last GROUP BY sku)
SELECT *, CASE WHEN before + received <> 0 THEN shipped::double / (before + received)::double END
FROM sums",
    },
    Oracle {
        view: "stock_turns",
        columns: &[
            ("sku", Text),
            ("units_shipped", Float),
            ("average_on_hand", Float),
            ("turns", Float),
        ],
        sql: "WITH last AS (SELECT max(event_date) AS day FROM stock_movements),
evenings AS (SELECT unnest(generate_series(day - 365, day - 1, INTERVAL 1 DAY))::date AS evening
  FROM last),
levels AS (SELECT s.sku, evening, coalesce((SELECT sum(on_hand_change) FROM stock_movements m
    WHERE m.sku = s.sku AND m.event_date <= evening), 0) AS level
  FROM (SELECT DISTINCT sku FROM stock_movements) s, evenings),
average AS (SELECT sku, sum(level)::double / 365 AS held FROM levels GROUP BY sku),
sent AS (SELECT sku,
    coalesce(-sum(quantity) FILTER (movement = 'shipped' AND day - event_date < 365), 0)::double
      AS units
  FROM stock_movements, last GROUP BY sku)
SELECT sku, units, held, CASE WHEN held <> 0 THEN units / held END
FROM sent JOIN average USING (sku)",
    },
    Oracle {
        view: "sales_by_product",
        columns: &[
            ("sku", Text),
            ("product", Text),
            ("currency", Text),
            ("units", Decimal),
            ("net", Decimal),
            ("returns", Decimal),
            ("units_before", Decimal),
            ("net_before", Decimal),
        ],
        sql: "WITH last AS (SELECT max(event_date) AS day FROM order_lines),
named AS (SELECT json_extract_string(payload, '$.sku') AS sku,
    arg_max(json_extract_string(payload, '$.name'), lsn) AS name
  FROM events WHERE event_type = 'product_set' GROUP BY 1),
lines AS (SELECT *, day - event_date < 30 AS recent FROM order_lines, last WHERE day -
  event_date < 60)
SELECT sku, any_value(name), currency,
  coalesce(sum(quantity) FILTER (recent AND line_kind = 'product'), 0),
  coalesce(sum(net) FILTER (recent), 0),
  coalesce(-sum(net) FILTER (recent AND effect = 'returned'), 0),
  coalesce(sum(quantity) FILTER (NOT recent AND line_kind = 'product'), 0),
  coalesce(sum(net) FILTER (NOT recent), 0)
FROM lines LEFT JOIN named USING (sku) GROUP BY sku, currency",
    },
    Oracle {
        view: "return_rates",
        columns: &[
            ("month", Date),
            ("sku", Text),
            ("channel", Text),
            ("units_sold", Decimal),
            ("units_returned", Decimal),
            ("return_rate", Float),
        ],
        sql: "WITH sums AS (SELECT date_trunc('month', event_date)::date AS month, sku, channel,
    coalesce(sum(quantity) FILTER (effect <> 'returned'), 0) AS sold,
    coalesce(-sum(quantity) FILTER (effect = 'returned'), 0) AS returned
  FROM order_lines WHERE line_kind = 'product' GROUP BY ALL)
SELECT *, CASE WHEN sold <> 0 THEN returned::double / sold::double END FROM sums",
    },
    Oracle {
        view: "return_reasons",
        columns: &[("reason", Text), ("lines", Integer), ("units_received", Decimal)],
        sql: "SELECT 'none given', count(*), sum(units) FROM (
  SELECT order_id, event_id, line_id, -sum(quantity) AS units FROM order_lines
  WHERE effect = 'returned' GROUP BY ALL)",
    },
    Oracle {
        view: "abc_xyz",
        columns: &[
            ("sku", Text),
            ("net_base", Decimal),
            ("units", Float),
            ("units_a_week", Float),
            ("variation", Float),
            ("abc", Text),
            ("xyz", Text),
        ],
        sql: "WITH last AS (SELECT max(event_date) AS day FROM order_lines),
weeks AS (SELECT unnest(range(52)) AS week),
lines AS (SELECT *, (day - event_date) // 7 AS week FROM order_lines, last WHERE day -
  event_date < 364),
skus AS (SELECT DISTINCT sku FROM lines WHERE line_kind = 'product'),
weekly AS (SELECT sku, week, coalesce((SELECT sum(quantity) FROM lines l
    WHERE l.sku = skus.sku AND l.week = weeks.week AND line_kind = 'product'), 0)::double AS units
  FROM skus, weeks),
steady AS (SELECT sku, sum(units) AS units, avg(units) AS mean, stddev_pop(units) AS spread
  FROM weekly GROUP BY sku),
worth AS (SELECT sku, sum(net_base) AS net FROM lines JOIN skus USING (sku) GROUP BY sku),
shares AS (SELECT sku, net, coalesce((SELECT sum(net) FROM worth o
    WHERE o.net > w.net OR (o.net = w.net AND o.sku < w.sku)), 0)::double
    / (SELECT sum(net) FROM worth)::double AS before FROM worth w)
SELECT sku, net, units, mean, CASE WHEN mean <> 0 THEN spread / mean END,
  CASE WHEN before < 0.8 THEN 'A' WHEN before < 0.95 THEN 'B' ELSE 'C' END,
  CASE WHEN mean <> 0 AND spread / mean <= 0.5 THEN 'X'
    WHEN mean <> 0 AND spread / mean <= 1 THEN 'Y' ELSE 'Z' END
FROM shares JOIN steady USING (sku)",
    },
    Oracle {
        view: "basket_values_monthly",
        columns: &[
            ("month", Date),
            ("channel", Text),
            ("currency", Text),
            ("orders", Integer),
            ("mean_net", Float),
            ("mean_units", Float),
            ("mean_lines", Float),
        ],
        sql: "WITH baskets AS (SELECT order_id, any_value(date_trunc('month', order_date)::date)
          AS month,
    any_value(channel) AS channel, any_value(currency) AS currency, sum(net)::double AS net,
    sum(quantity) FILTER (line_kind = 'product')::double AS units,
    count(DISTINCT line_id) FILTER (line_kind = 'product') AS lines
  FROM order_lines WHERE effect = 'placed' GROUP BY order_id)
SELECT month, channel, currency, count(*), avg(net),
  floor(avg(units) * 100000000 + 0.001) / 100000000, avg(lines)
FROM baskets GROUP BY ALL",
    },
    Oracle {
        view: "cohort_retention",
        columns: &[
            ("cohort", Date),
            ("months_later", Integer),
            ("cohort_customers", Integer),
            ("customers", Integer),
            ("retention", Float),
        ],
        sql: "WITH bought AS (SELECT DISTINCT customer_id, date_trunc('month', order_date)::date
          AS month
  FROM order_lines WHERE effect = 'placed' AND customer_id IS NOT NULL),
first AS (SELECT customer_id, min(month) AS cohort FROM bought GROUP BY ALL),
size AS (SELECT cohort, count(*) AS customers FROM first GROUP BY ALL)
SELECT cohort, date_diff('month', cohort, month) AS later, any_value(size.customers), count(*),
  count(*)::double / any_value(size.customers)
FROM bought JOIN first USING (customer_id) JOIN size USING (cohort) GROUP BY cohort, later",
    },
    Oracle {
        view: "customer_segments",
        columns: &[
            ("customer_id", Text),
            ("first_order", Date),
            ("last_order", Date),
            ("orders", Integer),
            ("value", Decimal),
            ("recency", Integer),
            ("frequency", Integer),
            ("monetary", Integer),
        ],
        sql: "WITH them AS (SELECT customer_id, min(order_date) AS first, max(order_date) AS last,
    count(DISTINCT order_id) AS orders, sum(net_base) AS value
  FROM order_lines WHERE customer_id IS NOT NULL GROUP BY ALL)
SELECT customer_id, first, last, orders, value,
  ntile(5) OVER (ORDER BY last, customer_id), ntile(5) OVER (ORDER BY orders, customer_id),
  ntile(5) OVER (ORDER BY value NULLS FIRST, customer_id)
FROM them",
    },
    Oracle {
        view: "new_and_returning_customers_monthly",
        columns: &[("month", Date), ("new_customers", Integer), ("returning_customers", Integer)],
        sql: "WITH bought AS (SELECT DISTINCT customer_id, date_trunc('month', order_date)::date
          AS month
  FROM order_lines WHERE effect = 'placed' AND customer_id IS NOT NULL)
SELECT month, count(*) FILTER (NOT EXISTS (SELECT 1 FROM bought e
    WHERE e.customer_id = b.customer_id AND e.month < b.month)),
  count(*) FILTER (EXISTS (SELECT 1 FROM bought e
    WHERE e.customer_id = b.customer_id AND e.month < b.month))
FROM bought b GROUP BY month",
    },
    Oracle {
        view: "revenue_by_segment_monthly",
        columns: &[
            ("month", Date),
            ("segment", Text),
            ("currency", Text),
            ("customers", Integer),
            ("orders", Integer),
            ("units", Decimal),
            ("net", Decimal),
            ("net_base", Decimal),
        ],
        sql: "WITH known AS (SELECT json_extract_string(payload, '$.customer_id') AS customer_id,
    arg_max(json_extract_string(payload, '$.segment'), lsn) AS segment
  FROM events WHERE event_type = 'customer_set' GROUP BY 1)
SELECT date_trunc('month', event_date)::date, coalesce(segment, 'none'), currency,
  count(DISTINCT customer_id) FILTER (effect = 'placed'), sum(orders),
  coalesce(sum(quantity) FILTER (line_kind = 'product'), 0), sum(net), sum(net_base)
FROM order_lines LEFT JOIN known USING (customer_id) GROUP BY ALL",
    },
    Oracle {
        view: "delivery_times",
        columns: &[
            ("week", Date),
            ("channel", Text),
            ("orders", Integer),
            ("orders_shipped", Integer),
            ("orders_delivered", Integer),
        ],
        sql: "WITH placed AS (SELECT order_id, any_value(channel) AS channel, min(ordered_at) AS
          placed_at
  FROM order_lines WHERE effect = 'placed' GROUP BY order_id),
steps AS (SELECT order_id, event_type FROM events WHERE occurred_at > now() - INTERVAL 90 DAY)
SELECT date_trunc('week', placed_at)::date, channel, count(*),
  count(*) FILTER (EXISTS (SELECT 1 FROM steps s
    WHERE s.order_id = placed.order_id AND s.event_type = 'order_shipped')),
  count(*) FILTER (EXISTS (SELECT 1 FROM steps s
    WHERE s.order_id = placed.order_id AND s.event_type = 'order_delivered'))
FROM placed WHERE placed_at > now() - INTERVAL 90 DAY GROUP BY ALL",
    },
];
