-- revenue by month, channel and country
SELECT cast(date_trunc('month', event_date) AS date) AS month, channel, country,
  sum(orders) AS orders, sum(tax) AS tax, sum(net) AS net
FROM order_lines GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
-- clickhouse
SELECT toStartOfMonth(event_date) AS month, channel, country,
  sum(orders) AS orders, sum(tax) AS tax, sum(net) AS net
FROM order_lines GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
-- view
SELECT cast(date_trunc('month', date) AS date) AS month, channel, country,
  sum(orders) AS orders, sum(tax) AS tax, sum(net) AS net
FROM revenue_daily GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
