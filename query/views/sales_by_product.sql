-- Sales by SKU and currency over the last 30 days beside the 30 before, with the product's name.
-- computed
WITH latest AS (SELECT max(date) AS day FROM sales_by_product_daily)
SELECT
  sku,
  products.name AS product,
  products.category,
  currency,
  sum(CASE WHEN date > day - INTERVAL '30 days' THEN units ELSE 0 END) AS units,
  sum(CASE WHEN date > day - INTERVAL '30 days' THEN net ELSE 0 END) AS net,
  sum(CASE WHEN date > day - INTERVAL '30 days' THEN returns ELSE 0 END) AS returns,
  sum(CASE WHEN date <= day - INTERVAL '30 days' THEN units ELSE 0 END) AS units_before,
  sum(CASE WHEN date <= day - INTERVAL '30 days' THEN net ELSE 0 END) AS net_before
FROM sales_by_product_daily
CROSS JOIN latest
LEFT JOIN products USING (sku)
WHERE date > day - INTERVAL '60 days'
GROUP BY sku, products.name, products.category, currency
