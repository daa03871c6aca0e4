-- How many days the stock of each SKU lasts in each warehouse at the pace of the last 28 days;
-- null where nothing was shipped.
-- computed
WITH latest AS (SELECT max(date) AS day FROM inventory_daily_changes),
pace AS (
  SELECT sku, warehouse, CAST(sum(units_shipped) AS DOUBLE) / 28 AS units_a_day
  FROM inventory_daily_changes CROSS JOIN latest
  WHERE date > day - INTERVAL '28 days'
  GROUP BY sku, warehouse
)
SELECT
  stock.sku,
  stock.warehouse,
  stock.on_hand,
  stock.available,
  stock.incoming,
  coalesce(units_a_day, 0) AS units_a_day,
  CAST(stock.available AS DOUBLE) / nullif(units_a_day, 0) AS days_of_cover
FROM inventory_position stock
LEFT JOIN pace ON pace.sku = stock.sku AND pace.warehouse = stock.warehouse
