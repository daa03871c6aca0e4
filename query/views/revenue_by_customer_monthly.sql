-- Revenue by month in which it happened, customer and currency.
-- kept
SELECT
  CAST(date_trunc('month', event_date) AS DATE) AS month, customer_id, currency,
  {revenue}
FROM order_lines
GROUP BY CAST(date_trunc('month', event_date) AS DATE), customer_id, currency
