-- products by the week they were last sold in, with what they brought in two years
SELECT sku, category, max(event_date) AS last_sold, sum(quantity) AS units, sum(net) AS net
FROM order_lines WHERE effect = 'placed' GROUP BY sku, category
HAVING sum(quantity) < 200000 ORDER BY units, sku LIMIT 100
