-- Revenue by day on which it happened, warehouse that serves the line, channel and currency.
-- kept
SELECT
  event_date AS date, warehouse, channel, currency,
  {revenue}
FROM order_lines
GROUP BY event_date, warehouse, channel, currency
