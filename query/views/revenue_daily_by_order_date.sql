-- Revenue by day on which the order was placed; cancellations and returns restate that day.
-- Otherwise as revenue_daily.
-- kept
SELECT
  order_date AS date, channel, country, currency,
  {revenue}
FROM order_lines
GROUP BY order_date, channel, country, currency
