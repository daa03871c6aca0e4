-- orders by weekday and hour of the shop's clock
SELECT extract(dow FROM occurred_at AT TIME ZONE 'Europe/Madrid') AS weekday,
  extract(hour FROM occurred_at AT TIME ZONE 'Europe/Madrid') AS hour, sum(orders) AS placed
FROM order_lines WHERE orders > 0 GROUP BY 1, 2 ORDER BY 1, 2
-- clickhouse
SELECT toDayOfWeek(toTimeZone(occurred_at, 'Europe/Madrid')) % 7 AS weekday,
  toHour(toTimeZone(occurred_at, 'Europe/Madrid')) AS hour, sum(orders) AS placed
FROM order_lines WHERE orders > 0 GROUP BY 1, 2 ORDER BY 1, 2
