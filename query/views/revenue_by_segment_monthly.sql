-- Revenue by month in which it happened, segment that the customer belongs to now, and currency.
-- computed
SELECT
  month,
  coalesce(segment, 'none') AS segment,
  currency,
  count(DISTINCT CASE WHEN orders > 0 THEN customer_id END) AS customers,
  sum(orders) AS orders,
  sum(units) AS units,
  sum(net) AS net,
  sum(net_base) AS net_base
FROM revenue_by_customer_monthly
LEFT JOIN (SELECT customer_id AS known, segment FROM customers) ON known = customer_id
GROUP BY month, coalesce(segment, 'none'), currency
