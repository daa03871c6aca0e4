-- top twenty products of a quarter
SELECT sku, sum(quantity) AS units, sum(net) AS net FROM order_lines
WHERE event_date BETWEEN date '2026-01-01' AND date '2026-03-31' AND line_kind = 'product'
GROUP BY sku ORDER BY net DESC, sku LIMIT 20
-- view
SELECT sku, sum(units) AS units, sum(net) AS net FROM sales_by_product_monthly
WHERE month BETWEEN date '2026-01-01' AND date '2026-03-31'
GROUP BY sku ORDER BY net DESC, sku LIMIT 20
