-- what coupons and discounts cost, by channel
SELECT coalesce(coupon, 'none') AS coupon, channel, sum(orders) AS orders, sum(net) AS net,
  sum(CASE WHEN effect <> 'returned' THEN gross ELSE 0 END) AS gross,
  sum(CASE WHEN effect <> 'returned' THEN discount ELSE 0 END) AS discounts
FROM order_lines GROUP BY 1, 2 ORDER BY 1, 2
-- view
SELECT coalesce(coupon, 'none') AS coupon, channel, sum(orders) AS orders, sum(net) AS net,
  sum(gross) AS gross, sum(discounts) AS discounts
FROM discounts_daily GROUP BY 1, 2 ORDER BY 1, 2
