-- Revenue by month in which it happened, customer and currency.
-- kept
SELECT
  date_trunc('month', event_date) AS month, customer_id, currency,
  sum(orders) AS orders,
  sum(CASE WHEN line_kind = 'product' THEN quantity ELSE 0 END) AS units,
  sum(CASE WHEN effect <> 'returned' THEN gross ELSE 0 END) AS gross,
  sum(CASE WHEN effect <> 'returned' THEN discount ELSE 0 END) AS discounts,
  sum(CASE WHEN effect = 'returned' THEN -net ELSE 0 END) AS returns,
  sum(net) AS net,
  sum(tax) AS tax,
  sum(shipping) AS shipping,
  sum(other) AS other,
  sum(net_base) AS net_base
FROM order_lines
GROUP BY date_trunc('month', event_date), customer_id, currency
