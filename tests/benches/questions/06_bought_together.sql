-- what was bought together in a week
SELECT a.sku AS one, b.sku AS other, count(*) AS orders
FROM order_lines a JOIN order_lines b ON a.order_id = b.order_id AND a.sku < b.sku
WHERE a.order_date BETWEEN date '2026-03-02' AND date '2026-03-08'
  AND b.order_date BETWEEN date '2026-03-02' AND date '2026-03-08'
  AND a.effect = 'placed' AND b.effect = 'placed'
GROUP BY a.sku, b.sku ORDER BY orders DESC, one, other LIMIT 20
-- clickhouse
SELECT a.sku AS one, b.sku AS other, count(*) AS orders
FROM (SELECT order_id, sku FROM order_lines
      WHERE order_date BETWEEN '2026-03-02' AND '2026-03-08' AND effect = 'placed') a
JOIN (SELECT order_id, sku FROM order_lines
      WHERE order_date BETWEEN '2026-03-02' AND '2026-03-08' AND effect = 'placed') b
ON a.order_id = b.order_id
WHERE a.sku < b.sku
GROUP BY a.sku, b.sku ORDER BY orders DESC, one, other LIMIT 20
