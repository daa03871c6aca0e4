-- revenue by month, channel and country
SELECT cast(date_trunc('month', event_date) AS date) AS month, channel, country, sum(gross) AS gross,
  sum(discount) AS discount, sum(tax) AS tax, sum(net) AS net
FROM order_lines GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
-- clickhouse
SELECT toStartOfMonth(event_date) AS month, channel, country, sum(gross) AS gross,
  sum(discount) AS discount, sum(tax) AS tax, sum(net) AS net
FROM order_lines GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
