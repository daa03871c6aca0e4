-- Sales by month in which they happened, SKU and currency.
-- kept
SELECT
  CAST(date_trunc('month', event_date) AS DATE) AS month, sku, currency,
  {revenue}
FROM order_lines
GROUP BY CAST(date_trunc('month', event_date) AS DATE), sku, currency
