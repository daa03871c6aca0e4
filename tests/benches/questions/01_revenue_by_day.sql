-- revenue and orders by day
SELECT event_date, sum(net) AS net, sum(orders) AS orders FROM order_lines
GROUP BY event_date ORDER BY event_date
-- view
SELECT date AS event_date, sum(net) AS net, sum(orders) AS orders FROM revenue_daily
GROUP BY date ORDER BY date
