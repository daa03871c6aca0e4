-- classes A, B and C of products by their share of a year's revenue
WITH sold AS (
  SELECT sku, cast(sum(net) AS double) AS net FROM order_lines
  WHERE event_date >= date '2025-11-01' GROUP BY sku
), ranked AS (
  SELECT sku, net, sum(net) OVER (ORDER BY net DESC, sku ROWS UNBOUNDED PRECEDING) AS so_far,
    sum(net) OVER () AS total FROM sold
)
SELECT CASE WHEN so_far - net < 0.8 * total THEN 'A' WHEN so_far - net < 0.95 * total THEN 'B' ELSE 'C' END AS class,
  count(*) AS skus, sum(net) AS revenue
FROM ranked GROUP BY 1 ORDER BY 1
