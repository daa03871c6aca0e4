-- Revenue by day on which it happened, category of the product, channel and currency.
-- kept
SELECT
  event_date AS date, category, channel, currency,
  {revenue}
FROM order_lines
GROUP BY event_date, category, channel, currency
