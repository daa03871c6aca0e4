-- Stock of which nothing was shipped for 180 days, nor came from a supplier meanwhile, with its
-- worth at the product's usual unit cost.
-- computed
WITH latest AS (SELECT max(date) AS day FROM inventory_daily_changes),
moves AS (
  SELECT
    sku,
    warehouse,
    max(date) FILTER (WHERE units_shipped > 0) AS last_shipped,
    max(date) FILTER (WHERE units_received > 0) AS last_received,
    min(date) AS first_moved
  FROM inventory_daily_changes GROUP BY sku, warehouse
)
SELECT
  stock.sku,
  products.name AS product,
  stock.warehouse,
  stock.on_hand,
  last_shipped,
  last_received,
  stock.on_hand * products.unit_cost AS value
FROM inventory_position stock
CROSS JOIN latest
JOIN moves ON moves.sku = stock.sku AND moves.warehouse = stock.warehouse
LEFT JOIN products ON products.sku = stock.sku
WHERE stock.on_hand > 0
  -- What was counted in, and neither received nor shipped, is as old as its first movement.
  AND coalesce(greatest(last_shipped, last_received), first_moved) < day - INTERVAL '180 days'
