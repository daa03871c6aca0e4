-- What was taken off, by day on which it happened, coupon, channel and currency; lines without a
-- coupon have none. The share of discounts is discounts over gross.
-- kept
SELECT
  event_date AS date, coupon, channel, currency,
  {revenue}
FROM order_lines
GROUP BY event_date, coupon, channel, currency
