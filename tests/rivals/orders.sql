-- The order book of a careful PostgreSQL user: one round trip and one transaction an order, stock
-- rows locked in the order of their key, every event kept once under its unique key.

CREATE TABLE events (
    source text NOT NULL, event_id text NOT NULL, event_type text NOT NULL,
    occurred_at timestamptz NOT NULL, payload text NOT NULL, PRIMARY KEY (source, event_id)
);
CREATE TABLE orders (
    order_id text PRIMARY KEY, channel text NOT NULL, country text NOT NULL,
    customer_id text NOT NULL, placed_at timestamptz NOT NULL, status text NOT NULL
);
CREATE TABLE order_lines (
    order_id text NOT NULL, line_id int NOT NULL, sku text NOT NULL, quantity bigint NOT NULL,
    unit_price bigint NOT NULL, tax bigint NOT NULL, shipped bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (order_id, line_id)
) WITH (fillfactor = 70);
CREATE TABLE stock (
    sku text PRIMARY KEY, warehouse text NOT NULL, on_hand bigint NOT NULL,
    committed bigint NOT NULL DEFAULT 0, CHECK (committed >= 0 AND committed <= on_hand)
) WITH (fillfactor = 50);

CREATE FUNCTION place_order(
    its_event_id text, its_order_id text, its_time timestamptz, its_channel text,
    its_country text, its_customer text, skus text[], quantities bigint[], unit_prices bigint[],
    taxes bigint[], its_payload text
) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    wanted int;
    reserved int;
BEGIN
    INSERT INTO events VALUES ('bench', its_event_id, 'order_placed', its_time, its_payload)
        ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN RETURN false; END IF;
    PERFORM 1 FROM stock WHERE sku = ANY (skus) ORDER BY sku FOR UPDATE;
    SELECT count(DISTINCT sku) INTO wanted FROM unnest(skus) AS sku;
    UPDATE stock SET committed = committed + line.quantity
        FROM (SELECT sku, sum(quantity)::bigint AS quantity
              FROM unnest(skus, quantities) AS line (sku, quantity) GROUP BY sku) AS line
        WHERE stock.sku = line.sku AND stock.on_hand - stock.committed >= line.quantity;
    GET DIAGNOSTICS reserved = ROW_COUNT;
    IF reserved < wanted THEN RAISE EXCEPTION 'insufficient stock'; END IF;
    INSERT INTO orders VALUES
        (its_order_id, its_channel, its_country, its_customer, its_time, 'placed');
    INSERT INTO order_lines
        SELECT its_order_id, number, sku, quantity, unit_price, tax
        FROM unnest(skus, quantities, unit_prices, taxes)
            WITH ORDINALITY AS line (sku, quantity, unit_price, tax, number);
    RETURN true;
END $$;

CREATE FUNCTION approve_order(
    its_event_id text, its_order_id text, its_time timestamptz, its_payload text
) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO events VALUES ('bench', its_event_id, 'order_approved', its_time, its_payload)
        ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN RETURN false; END IF;
    UPDATE orders SET status = 'approved' WHERE order_id = its_order_id AND status = 'placed';
    IF NOT FOUND THEN RAISE EXCEPTION 'invalid transition'; END IF;
    RETURN true;
END $$;

CREATE FUNCTION ship_order(
    its_event_id text, its_order_id text, its_time timestamptz, its_payload text
) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO events VALUES ('bench', its_event_id, 'order_shipped', its_time, its_payload)
        ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN RETURN false; END IF;
    UPDATE orders SET status = 'shipped' WHERE order_id = its_order_id AND status = 'approved';
    IF NOT FOUND THEN RAISE EXCEPTION 'invalid transition'; END IF;
    PERFORM 1 FROM stock WHERE sku IN (SELECT sku FROM order_lines WHERE order_id = its_order_id)
        ORDER BY sku FOR UPDATE;
    UPDATE stock SET on_hand = on_hand - line.quantity, committed = committed - line.quantity
        FROM (SELECT sku, sum(quantity)::bigint AS quantity FROM order_lines
              WHERE order_id = its_order_id GROUP BY sku) AS line
        WHERE stock.sku = line.sku;
    UPDATE order_lines SET shipped = quantity WHERE order_id = its_order_id;
    RETURN true;
END $$;
