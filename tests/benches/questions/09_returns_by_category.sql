-- rate of returns by category
SELECT category, sum(CASE WHEN effect = 'placed' THEN quantity ELSE 0 END) AS placed,
  -sum(CASE WHEN effect = 'returned' THEN quantity ELSE 0 END) AS returned,
  -sum(CASE WHEN effect = 'returned' THEN net ELSE 0 END) AS worth
FROM order_lines WHERE line_kind = 'product' GROUP BY category ORDER BY category
