-- the last hour by channel
SELECT channel, sum(orders) AS orders, sum(net) AS net FROM order_lines
WHERE occurred_at >= timestamptz '2026-10-31 11:00:00Z' AND occurred_at < timestamptz '2026-10-31 12:00:00Z'
GROUP BY channel ORDER BY channel
-- clickhouse
SELECT channel, sum(orders) AS orders, sum(net) AS net FROM order_lines
WHERE occurred_at >= toDateTime64('2026-10-31 11:00:00', 6, 'UTC') AND occurred_at < toDateTime64('2026-10-31 12:00:00', 6, 'UTC')
GROUP BY channel ORDER BY channel
