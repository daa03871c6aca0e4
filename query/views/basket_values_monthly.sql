-- The worth and size of baskets as they were placed, by month of the order, channel and currency.
-- Percentiles are told by a t-digest sketch. Computed from the lines when asked, since a basket is
-- a sum of lines and its percentiles are of these sums.
-- computed
WITH baskets AS (
  SELECT
    order_id,
    date_trunc('month', order_date) AS month,
    channel,
    currency,
    sum(net) AS net,
    sum(quantity) FILTER (WHERE line_kind = 'product') AS units,
    count(*) FILTER (WHERE line_kind = 'product') AS lines
  FROM order_lines WHERE effect = 'placed'
  GROUP BY order_id, date_trunc('month', order_date), channel, currency
)
SELECT
  CAST(month AS DATE) AS month,
  channel,
  currency,
  count(*) AS orders,
  avg(net) AS mean_net,
  approx_percentile_cont(0.25) WITHIN GROUP (ORDER BY CAST(net AS DOUBLE)) AS p25_net,
  approx_percentile_cont(0.5) WITHIN GROUP (ORDER BY CAST(net AS DOUBLE)) AS median_net,
  approx_percentile_cont(0.75) WITHIN GROUP (ORDER BY CAST(net AS DOUBLE)) AS p75_net,
  approx_percentile_cont(0.95) WITHIN GROUP (ORDER BY CAST(net AS DOUBLE)) AS p95_net,
  avg(units) AS mean_units,
  avg(CAST(lines AS DOUBLE)) AS mean_lines
FROM baskets
GROUP BY month, channel, currency
