-- Revenue by day on which it happened, channel, country and currency: gross less discounts less
-- returns is net, without tax. A past day never changes.
-- kept
SELECT
  event_date AS date, channel, country, currency,
  {revenue}
FROM order_lines
GROUP BY event_date, channel, country, currency
