-- Hours from the order to the first parcel that left and to the first that arrived, for orders of
-- the last 90 days, by the shop's week of the order (beginning on Monday) and channel. Percentiles
-- are told by a t-digest sketch. Computed from the events when asked, since it is of pairs of them.
-- computed
WITH placed AS (
  SELECT order_id, channel, min(ordered_at) AS placed_at
  FROM order_lines
  WHERE effect = 'placed' AND ordered_at > now() - INTERVAL '90 days'
  GROUP BY order_id, channel
),
steps AS (
  SELECT
    order_id,
    min(occurred_at) FILTER (WHERE event_type = 'order_shipped') AS shipped_at,
    min(occurred_at) FILTER (WHERE event_type = 'order_delivered') AS delivered_at
  FROM events
  WHERE event_type IN ('order_shipped', 'order_delivered')
    AND occurred_at > now() - INTERVAL '90 days'
  GROUP BY order_id
),
times AS (
  SELECT
    CAST(date_trunc('week', placed_at) AS DATE) AS week,
    channel,
    (arrow_cast(shipped_at, 'Int64') - arrow_cast(placed_at, 'Int64')) / 3600000000.0
      AS hours_to_shipment,
    (arrow_cast(delivered_at, 'Int64') - arrow_cast(placed_at, 'Int64')) / 3600000000.0
      AS hours_to_delivery
  FROM placed LEFT JOIN steps USING (order_id)
)
SELECT
  week,
  channel,
  count(*) AS orders,
  count(hours_to_shipment) AS orders_shipped,
  count(hours_to_delivery) AS orders_delivered,
  approx_percentile_cont(0.5) WITHIN GROUP (ORDER BY hours_to_shipment) AS median_to_shipment,
  approx_percentile_cont(0.9) WITHIN GROUP (ORDER BY hours_to_shipment) AS p90_to_shipment,
  approx_percentile_cont(0.5) WITHIN GROUP (ORDER BY hours_to_delivery) AS median_to_delivery,
  approx_percentile_cont(0.9) WITHIN GROUP (ORDER BY hours_to_delivery) AS p90_to_delivery
FROM times
GROUP BY week, channel
