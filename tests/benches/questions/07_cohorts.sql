-- customers of each month's cohort that came back, by months since
WITH first AS (
  SELECT customer_id, min(order_date) AS since FROM order_lines GROUP BY customer_id
), active AS (
  SELECT DISTINCT customer_id, order_date FROM order_lines WHERE effect = 'placed'
)
SELECT extract(year FROM since) * 12 + extract(month FROM since) AS cohort,
  (extract(year FROM order_date) - extract(year FROM since)) * 12
    + extract(month FROM order_date) - extract(month FROM since) AS months,
  count(DISTINCT active.customer_id) AS customers
FROM active JOIN first ON active.customer_id = first.customer_id
GROUP BY 1, 2 ORDER BY 1, 2
-- clickhouse
WITH first AS (
  SELECT customer_id, min(order_date) AS since FROM order_lines GROUP BY customer_id
), active AS (
  SELECT DISTINCT customer_id, order_date FROM order_lines WHERE effect = 'placed'
)
SELECT toYear(since) * 12 + toMonth(since) AS cohort,
  (toYear(order_date) - toYear(since)) * 12 + toMonth(order_date) - toMonth(since) AS months,
  uniqExact(active.customer_id) AS customers
FROM active JOIN first ON active.customer_id = first.customer_id
GROUP BY 1, 2 ORDER BY 1, 2
