-- all that one customer did
SELECT lsn, order_id, line_id, effect, sku, quantity, net FROM order_lines
WHERE customer_id = 'C1-40' ORDER BY lsn, line_id
