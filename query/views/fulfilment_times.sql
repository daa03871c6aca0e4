-- Hours from the order to each state that orders come into, by the shop's week of the event
-- (beginning on Monday), channel and state. Percentiles are told by a t-digest sketch (Dunning and
-- Ertl 2019), whose error is smallest at the ends.
-- kept
SELECT
  CAST(date_trunc('week', occurred_at) AS DATE) AS week,
  channel,
  to_status AS state,
  count(*) AS orders,
  CAST(sum(arrow_cast(occurred_at, 'Int64') - arrow_cast(ordered_at, 'Int64')) AS DOUBLE)
    / count(*) / 3600000000 AS mean_hours,
  approx_percentile_cont(0.5) WITHIN GROUP
    (ORDER BY arrow_cast(occurred_at, 'Int64') - arrow_cast(ordered_at, 'Int64'))
    / 3600000000.0 AS median_hours,
  approx_percentile_cont(0.9) WITHIN GROUP
    (ORDER BY arrow_cast(occurred_at, 'Int64') - arrow_cast(ordered_at, 'Int64'))
    / 3600000000.0 AS p90_hours,
  approx_percentile_cont(0.99) WITHIN GROUP
    (ORDER BY arrow_cast(occurred_at, 'Int64') - arrow_cast(ordered_at, 'Int64'))
    / 3600000000.0 AS p99_hours
FROM order_status_changes
WHERE from_status IS NOT NULL
GROUP BY CAST(date_trunc('week', occurred_at) AS DATE), channel, to_status
