-- How many orders went from one state to another, by channel. A new order comes from no state.
-- kept
SELECT from_status AS from_state, to_status AS to_state, channel, count(*) AS orders
FROM order_status_changes
GROUP BY from_status, to_status, channel
