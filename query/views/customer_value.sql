-- What each customer bought, by currency: first and last order, orders, units, and revenue less
-- what was cancelled and came back.
-- kept
SELECT
  customer_id,
  currency,
  min(order_date) FILTER (WHERE orders > 0) AS first_order,
  max(order_date) FILTER (WHERE orders > 0) AS last_order,
  sum(orders) AS orders,
  sum(CASE WHEN line_kind = 'product' THEN quantity ELSE 0 END) AS units,
  sum(net) AS net,
  sum(net_base) AS net_base
FROM order_lines
WHERE customer_id IS NOT NULL
GROUP BY customer_id, currency
