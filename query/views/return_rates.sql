-- Units that came back over units sold, by month of the event, SKU and channel.
-- computed
WITH sold AS (
  SELECT date_trunc('month', date) AS month, sku, channel, sum(units) AS net_units
  FROM sales_by_product_daily GROUP BY 1, sku, channel
),
returned AS (
  SELECT date_trunc('month', date) AS month, sku, channel, sum(units) AS units
  FROM returns_daily GROUP BY 1, sku, channel
)
SELECT
  CAST(sold.month AS DATE) AS month,
  sold.sku,
  sold.channel,
  net_units + coalesce(returned.units, 0) AS units_sold,
  coalesce(returned.units, 0) AS units_returned,
  CAST(coalesce(returned.units, 0) AS DOUBLE)
    / nullif(CAST(net_units + coalesce(returned.units, 0) AS DOUBLE), 0) AS return_rate
FROM sold
LEFT JOIN returned
  ON returned.month = sold.month AND returned.sku = sold.sku AND returned.channel = sold.channel
