-- Customers who ordered for the first time, and who had ordered before, by month of the order.
-- computed
WITH first AS (
  SELECT customer_id, date_trunc('month', min(first_order)) AS cohort
  FROM customer_value GROUP BY customer_id
)
SELECT
  CAST(month AS DATE) AS month,
  count(DISTINCT CASE WHEN month = cohort THEN customer_id END) AS new_customers,
  count(DISTINCT CASE WHEN month > cohort THEN customer_id END) AS returning_customers,
  sum(CASE WHEN month = cohort THEN net_base END) AS new_net_base,
  sum(CASE WHEN month > cohort THEN net_base END) AS returning_net_base
FROM revenue_by_customer_monthly
JOIN first USING (customer_id)
WHERE orders > 0
GROUP BY month
