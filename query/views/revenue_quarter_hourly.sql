-- Revenue by quarter of an hour in UTC, channel, country and currency: what revenue(period, zone)
-- and revenue_hourly roll up in any time zone.
-- kept
SELECT
  date_bin(INTERVAL '15 minutes', occurred_at) AS starts_at, channel, country, currency,
  {revenue}
FROM order_lines
GROUP BY date_bin(INTERVAL '15 minutes', occurred_at), channel, country, currency
