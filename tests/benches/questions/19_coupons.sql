-- what coupons and discounts cost, by channel
SELECT coalesce(coupon, 'none') AS coupon, channel, sum(orders) AS orders, sum(gross) AS gross,
  sum(discount) AS discount, sum(CASE WHEN discount > 0 THEN 1 ELSE 0 END) AS discounted
FROM order_lines GROUP BY 1, 2 ORDER BY 1, 2
