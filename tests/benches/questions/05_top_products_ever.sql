-- top twenty products of two years
SELECT sku, sum(quantity) AS units, sum(net) AS net FROM order_lines
WHERE line_kind = 'product' GROUP BY sku ORDER BY net DESC, sku LIMIT 20
-- view
SELECT sku, sum(units) AS units, sum(net) AS net FROM sales_by_product_monthly
GROUP BY sku ORDER BY net DESC, sku LIMIT 20
