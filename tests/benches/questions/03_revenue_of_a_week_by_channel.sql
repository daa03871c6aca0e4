-- revenue of one week by day and channel
SELECT event_date, channel, sum(net) AS net, sum(orders) AS orders FROM order_lines
WHERE event_date BETWEEN date '2026-03-02' AND date '2026-03-08'
GROUP BY event_date, channel ORDER BY event_date, channel
-- view
SELECT date AS event_date, channel, sum(net) AS net, sum(orders) AS orders FROM revenue_daily
WHERE date BETWEEN date '2026-03-02' AND date '2026-03-08'
GROUP BY date, channel ORDER BY date, channel
