-- Stock by SKU and warehouse: on hand less committed less unavailable is available.
-- kept
SELECT
  sku,
  warehouse,
  sum(on_hand_change) AS on_hand,
  sum(committed_change) AS committed,
  sum(unavailable_change) AS unavailable,
  sum(on_hand_change - committed_change - unavailable_change) AS available,
  sum(incoming_change) AS incoming,
  sum(backordered_change) AS backordered
FROM stock_movements
WHERE tracked
GROUP BY sku, warehouse
