-- all lines of one order
SELECT lsn, line_id, effect, sku, quantity, unit_price, net FROM order_lines
WHERE order_id = 'o2-1000' ORDER BY lsn, line_id
