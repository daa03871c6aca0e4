-- What came back or was credited, by day on which that happened, SKU, category, channel and
-- currency; and by the day of the order through order_lines.
-- kept
SELECT
  event_date AS date,
  sku,
  category,
  channel,
  currency,
  count(*) AS lines,
  sum(-quantity) AS units,
  sum(-net) AS net,
  sum(-tax) AS tax
FROM order_lines
WHERE effect = 'returned'
GROUP BY event_date, sku, category, channel, currency
