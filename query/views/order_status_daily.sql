-- How many orders came into each state, by day on which it happened, channel and state.
-- kept
SELECT event_date AS date, channel, to_status AS state, count(*) AS orders
FROM order_status_changes
GROUP BY event_date, channel, to_status
