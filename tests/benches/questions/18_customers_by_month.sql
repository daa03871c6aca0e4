-- customers that ordered, by month
SELECT extract(year FROM order_date) AS year, extract(month FROM order_date) AS month,
  count(DISTINCT customer_id) AS customers FROM order_lines
WHERE effect = 'placed' GROUP BY 1, 2 ORDER BY 1, 2
