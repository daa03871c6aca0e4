-- revenue of new and of returning customers by month
WITH first AS (SELECT customer_id, min(order_date) AS since FROM order_lines GROUP BY customer_id)
SELECT extract(year FROM l.order_date) AS year, extract(month FROM l.order_date) AS month,
  CASE WHEN l.order_date = first.since THEN 'new' ELSE 'returning' END AS kind, sum(l.net) AS net,
  sum(l.orders) AS orders
FROM order_lines l JOIN first ON l.customer_id = first.customer_id
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
