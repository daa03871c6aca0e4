-- What was taken off, by day on which it happened, coupon, channel and currency; lines without a
-- coupon have none. The share of discounts is discounts over gross.
-- kept
SELECT
  event_date AS date, coupon, channel, currency,
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
GROUP BY event_date, coupon, channel, currency
