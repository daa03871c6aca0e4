-- What was probably not sold in the last 90 days for want of stock, by SKU: days on which nothing
-- was on hand in any warehouse, times units sold on a day with stock, at the mean price of these. A
-- SKU of which no stock is kept is never out of it.
-- computed
WITH latest AS (SELECT max(date) AS day FROM inventory_daily_changes),
daily AS (
  SELECT sku, date, sum(on_hand_change) AS change
  FROM inventory_daily_changes
  WHERE sku IN (SELECT sku FROM inventory_position)
  GROUP BY sku, date
),
levels AS (
  SELECT
    sku,
    date,
    lead(date) OVER (PARTITION BY sku ORDER BY date) AS until,
    sum(change) OVER (PARTITION BY sku ORDER BY date) AS on_hand
  FROM daily
),
days_out AS (
  SELECT
    sku,
    sum(CASE WHEN coalesce(until, day) > day - INTERVAL '90 days' AND on_hand <= 0
      THEN arrow_cast(coalesce(until, day), 'Int32')
        - arrow_cast(CAST(greatest(date, CAST(day - INTERVAL '90 days' AS DATE)) AS DATE), 'Int32')
      ELSE 0 END) AS days
  FROM levels CROSS JOIN latest GROUP BY sku
),
sold AS (
  SELECT sku, CAST(sum(units) AS DOUBLE) AS units, CAST(sum(net_base) AS DOUBLE) AS net_base
  FROM sales_by_product_daily CROSS JOIN latest
  WHERE date > day - INTERVAL '90 days' AND date <= day
  GROUP BY sku
)
SELECT
  days_out.sku,
  days AS days_without_stock,
  units / greatest(90 - days, 1) AS units_a_day_in_stock,
  units / greatest(90 - days, 1) * days AS units_lost,
  net_base / greatest(90 - days, 1) * days AS net_base_lost
FROM days_out
JOIN sold ON sold.sku = days_out.sku
WHERE days > 0 AND units > 0
