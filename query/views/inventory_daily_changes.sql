-- How stock changed, by day on which it happened, SKU and warehouse.
-- kept
SELECT
  event_date AS date,
  sku,
  warehouse,
  sum(on_hand_change) AS on_hand_change,
  sum(committed_change) AS committed_change,
  sum(unavailable_change) AS unavailable_change,
  sum(CASE WHEN movement = 'received' THEN quantity ELSE 0 END) AS units_received,
  sum(CASE WHEN movement = 'shipped' THEN -quantity ELSE 0 END) AS units_shipped,
  sum(CASE WHEN movement = 'returned' THEN quantity ELSE 0 END) AS units_returned,
  sum(CASE WHEN movement = 'written_off' THEN -quantity ELSE 0 END) AS units_written_off
FROM stock_movements
GROUP BY event_date, sku, warehouse
