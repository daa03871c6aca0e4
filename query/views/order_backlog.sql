-- How many orders are in each state, by channel.
-- computed
SELECT state, channel, sum(change) AS orders
FROM (
  SELECT to_state AS state, channel, orders AS change FROM order_status_transitions
  UNION ALL
  SELECT from_state, channel, -orders FROM order_status_transitions WHERE from_state IS NOT NULL
)
GROUP BY state, channel
HAVING sum(change) <> 0
