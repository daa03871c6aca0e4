-- SKUs by share of revenue and steadiness of demand over the last 52 weeks. A: the first 80 percent
-- of revenue, B: the next 15, C: the rest. X: weekly units vary by at most half their mean, Y: by
-- at most their mean, Z: by more; weeks end with the last day on which anything was sold, and those
-- without a sale count as 0. Shipping and fees are no SKUs.
-- computed
WITH latest AS (SELECT max(date) AS day FROM sales_by_product_daily),
weekly AS (
  SELECT
    sku,
    (arrow_cast(day, 'Int32') - arrow_cast(date, 'Int32')) / 7 AS week,
    CAST(sum(units) AS DOUBLE) AS units,
    sum(net_base) AS net_base,
    bool_or(units <> 0) AS is_goods
  FROM sales_by_product_daily CROSS JOIN latest
  WHERE date > day - INTERVAL '364 days'
  GROUP BY sku, (arrow_cast(day, 'Int32') - arrow_cast(date, 'Int32')) / 7
),
sums AS (
  SELECT
    sku,
    sum(net_base) AS net_base,
    sum(units) AS units,
    sum(units) / 52 AS mean,
    sqrt(greatest(sum(units * units) / 52 - power(sum(units) / 52, 2), 0)) AS deviation
  FROM weekly GROUP BY sku HAVING bool_or(is_goods)
),
shares AS (
  SELECT
    *,
    CAST(sum(net_base) OVER (ORDER BY net_base DESC NULLS LAST, sku) - net_base AS DOUBLE)
      / nullif(CAST(sum(net_base) OVER () AS DOUBLE), 0) AS share_before
  FROM sums
)
SELECT
  sku,
  net_base,
  units,
  mean AS units_a_week,
  deviation / nullif(mean, 0) AS variation,
  CASE WHEN share_before < 0.8 THEN 'A' WHEN share_before < 0.95 THEN 'B' ELSE 'C' END AS abc,
  CASE
    WHEN deviation / nullif(mean, 0) <= 0.5 THEN 'X'
    WHEN deviation / nullif(mean, 0) <= 1 THEN 'Y'
    ELSE 'Z'
  END AS xyz
FROM shares
