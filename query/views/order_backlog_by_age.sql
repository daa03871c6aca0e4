-- Orders that are not done, by state, channel and time since they were placed, with what is owed
-- for them by currency.
-- computed
SELECT
  state,
  channel,
  currency,
  CASE
    WHEN now() - placed_at < INTERVAL '1 day' THEN '1: under a day'
    WHEN now() - placed_at < INTERVAL '3 days' THEN '2: one to three days'
    WHEN now() - placed_at < INTERVAL '7 days' THEN '3: three to seven days'
    WHEN now() - placed_at < INTERVAL '30 days' THEN '4: seven to thirty days'
    ELSE '5: over thirty days'
  END AS age,
  count(*) AS orders,
  sum(open_units) AS open_units,
  sum(total) AS total,
  min(placed_at) AS oldest
FROM orders
WHERE open_units > 0
GROUP BY state, channel, currency, age
