-- What it costs to hold stock for a year, by SKU and warehouse: what is on hand at the product's
-- usual unit cost, times 20 percent a year for capital, space, insurance and loss.
-- computed
SELECT
  stock.sku,
  stock.warehouse,
  stock.on_hand,
  products.unit_cost,
  stock.on_hand * products.unit_cost AS value,
  0.20 AS annual_rate,
  stock.on_hand * products.unit_cost * 0.20 AS annual_cost
FROM inventory_position stock
JOIN products ON products.sku = stock.sku
WHERE stock.on_hand > 0 AND products.unit_cost IS NOT NULL
