-- Units shipped in the last 90 days over units that were there to be sold: what was on hand before
-- and what was received since, by SKU.
-- computed
WITH latest AS (SELECT max(date) AS day FROM inventory_daily_changes),
sums AS (
  SELECT
    sku,
    sum(CASE WHEN date <= day - INTERVAL '90 days' THEN on_hand_change ELSE 0 END) AS opening,
    sum(CASE WHEN date > day - INTERVAL '90 days' THEN units_received ELSE 0 END) AS received,
    sum(CASE WHEN date > day - INTERVAL '90 days' THEN units_shipped ELSE 0 END) AS shipped
  FROM inventory_daily_changes CROSS JOIN latest
  GROUP BY sku
)
SELECT
  sku,
  opening AS units_before,
  received AS units_received,
  shipped AS units_shipped,
  CAST(shipped AS DOUBLE) / nullif(CAST(opening + received AS DOUBLE), 0) AS sell_through
FROM sums
