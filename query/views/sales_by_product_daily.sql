-- Sales by day on which they happened, SKU, channel and currency.
-- kept
SELECT
  event_date AS date, sku, channel, currency,
  {revenue}
FROM order_lines
GROUP BY event_date, sku, channel, currency
