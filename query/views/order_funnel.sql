-- Of the orders placed on a day (in UTC), how often one came into each state, by channel. An order
-- that comes into a state twice, as one that is held again, counts twice.
-- kept
SELECT
  date_trunc('day', ordered_at) AS placed_on,
  channel,
  to_status AS state,
  count(*) AS orders
FROM order_status_changes
GROUP BY date_trunc('day', ordered_at), channel, to_status
