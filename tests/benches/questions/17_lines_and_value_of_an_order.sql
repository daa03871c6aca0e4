-- lines and value of orders by month and country
SELECT year, month, country, count(*) AS orders, sum(lines) AS all_lines, sum(worth) AS net, max(worth) AS largest
FROM (
  SELECT order_id, country, extract(year FROM order_date) AS year, extract(month FROM order_date) AS month,
    count(*) AS lines, sum(net) AS worth
  FROM order_lines WHERE effect = 'placed' GROUP BY 1, 2, 3, 4
) t GROUP BY year, month, country ORDER BY year, month, country
