-- a day by the hour beside the same day a year before
SELECT event_date, extract(hour FROM occurred_at AT TIME ZONE 'Europe/Madrid') AS hour, sum(net) AS net FROM order_lines
WHERE event_date IN (date '2026-10-30', date '2025-10-31') GROUP BY 1, 2 ORDER BY 1, 2
-- clickhouse
SELECT event_date, toHour(toTimeZone(occurred_at, 'Europe/Madrid')) AS hour, sum(net) AS net FROM order_lines
WHERE event_date IN (toDate32('2026-10-30'), toDate32('2025-10-31')) GROUP BY 1, 2 ORDER BY 1, 2
