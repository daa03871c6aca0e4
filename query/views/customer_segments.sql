-- Customers by recency, frequency and value (RFM): each a score from 1 to 5 among all customers,
-- 5 the best, in the shop's currency.
-- computed
SELECT
  customer_id,
  min(first_order) AS first_order,
  max(last_order) AS last_order,
  sum(orders) AS orders,
  sum(net_base) AS value,
  ntile(5) OVER (ORDER BY max(last_order), customer_id) AS recency,
  ntile(5) OVER (ORDER BY sum(orders), customer_id) AS frequency,
  ntile(5) OVER (ORDER BY sum(net_base) NULLS FIRST, customer_id) AS monetary
FROM customer_value
GROUP BY customer_id
