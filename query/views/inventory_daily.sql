-- Stock at the end of each day on which it changed, by SKU and warehouse; it holds until the day
-- before `until`.
-- computed
SELECT
  date,
  lead(date) OVER (PARTITION BY sku, warehouse ORDER BY date) AS until,
  sku,
  warehouse,
  sum(on_hand_change) OVER (PARTITION BY sku, warehouse ORDER BY date) AS on_hand,
  sum(committed_change) OVER (PARTITION BY sku, warehouse ORDER BY date) AS committed,
  sum(unavailable_change) OVER (PARTITION BY sku, warehouse ORDER BY date) AS unavailable,
  units_received,
  units_shipped,
  units_returned,
  units_written_off
FROM inventory_daily_changes
