-- Customers who placed an order, by day on which it happened and channel. Distinct customers are
-- told by a HyperLogLog sketch of 2^14 registers, whose standard error is 0.8 percent. Facts are
-- only added to, so no customer has to be taken back: one whose order is cancelled did place it.
-- kept
SELECT
  order_date AS date,
  channel,
  approx_distinct(customer_id) FILTER (WHERE orders > 0) AS customers,
  sum(orders) AS orders
FROM order_lines
GROUP BY order_date, channel
