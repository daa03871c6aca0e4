-- Revenue by quarter of an hour in UTC, channel, country and currency: what revenue(period, zone)
-- and revenue_hourly roll up in any time zone.
-- kept
SELECT
  date_bin(INTERVAL '15 minutes', occurred_at) AS starts_at, channel, country, currency,
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
GROUP BY date_bin(INTERVAL '15 minutes', occurred_at), channel, country, currency
