-- Of the orders placed on a day of the shop, how often one came into each state, by channel. An
-- order that comes into a state twice, as one that is held again, counts twice.
-- kept
SELECT
  CAST(ordered_at AS DATE) AS placed_on,
  channel,
  to_status AS state,
  count(*) AS orders
FROM order_status_changes
GROUP BY CAST(ordered_at AS DATE), channel, to_status
