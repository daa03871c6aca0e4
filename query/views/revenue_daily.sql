-- Revenue by day on which it happened, channel, country and currency: gross less discounts less
-- returns is net, without tax. A past day never changes.
-- kept
SELECT
  event_date AS date, channel, country, currency,
  sum(orders) AS orders,
  sum(CASE WHEN line_kind = 'product' THEN quantity ELSE 0 END) AS units,
  sum(CASE WHEN effect <> 'returned' THEN gross ELSE 0 END) AS gross,
  sum(CASE WHEN effect <> 'returned' THEN discount ELSE 0 END) AS discounts,
  sum(CASE WHEN effect = 'returned' THEN -net ELSE 0 END) AS returns,
  sum(net) AS net,
  sum(tax) AS tax,
  sum(shipping) AS shipping,
  sum(other) AS other,
  sum(net_base) AS net_base
FROM order_lines
GROUP BY event_date, channel, country, currency
