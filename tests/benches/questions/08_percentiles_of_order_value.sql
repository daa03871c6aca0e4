-- percentiles of order value by channel
-- rows
-- marea
SELECT channel, approx_percentile_cont(value, 0.5) AS p50, approx_percentile_cont(value, 0.9) AS p90,
  approx_percentile_cont(value, 0.99) AS p99
FROM (SELECT order_id, channel, cast(sum(net) AS double) AS value FROM order_lines GROUP BY order_id, channel) t
GROUP BY channel ORDER BY channel
-- duckdb
SELECT channel, approx_quantile(value, 0.5) AS p50, approx_quantile(value, 0.9) AS p90,
  approx_quantile(value, 0.99) AS p99
FROM (SELECT order_id, channel, cast(sum(net) AS double) AS value FROM order_lines GROUP BY order_id, channel) t
GROUP BY channel ORDER BY channel
-- clickhouse
SELECT channel, quantileTDigest(0.5)(value) AS p50, quantileTDigest(0.9)(value) AS p90,
  quantileTDigest(0.99)(value) AS p99
FROM (SELECT order_id, channel, toFloat64(sum(net)) AS value FROM order_lines GROUP BY order_id, channel) t
GROUP BY channel ORDER BY channel
