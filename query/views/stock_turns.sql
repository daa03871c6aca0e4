-- How often the stock of each SKU was turned over in the last 365 days: units shipped over units
-- on hand on an average day.
-- computed
WITH latest AS (SELECT max(date) AS day FROM inventory_daily_changes),
spans AS (
  SELECT
    sku,
    CAST(on_hand AS DOUBLE) AS on_hand,
    CAST(greatest(date, CAST(day - INTERVAL '365 days' AS DATE)) AS DATE) AS since,
    coalesce(until, day) AS until,
    CASE WHEN date > day - INTERVAL '365 days' THEN units_shipped ELSE 0 END AS shipped
  FROM inventory_daily CROSS JOIN latest
),
sums AS (
  SELECT
    sku,
    CAST(sum(shipped) AS DOUBLE) AS units_shipped,
    sum(CASE WHEN until > since
      THEN on_hand * (arrow_cast(until, 'Int32') - arrow_cast(since, 'Int32')) ELSE 0 END) / 365
      AS average_on_hand
  FROM spans GROUP BY sku
)
SELECT sku, units_shipped, average_on_hand, units_shipped / nullif(average_on_hand, 0) AS turns
FROM sums
