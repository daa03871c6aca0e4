-- Order commands in PostgreSQL with Marea's guarantees: one round trip and one durable transaction
-- a command, an idempotency key that is unique for ever, the state of the order, a row of its
-- history, a row a reservation, stock rows locked in the order of their key so that nothing waits
-- in a circle, and nothing promised that is not there.

CREATE SCHEMA commands;
SET search_path = commands;

CREATE TABLE events (
    source text NOT NULL, event_id text NOT NULL, event_type text NOT NULL,
    occurred_at timestamptz NOT NULL, payload text NOT NULL, PRIMARY KEY (source, event_id)
);
CREATE TABLE orders (
    order_id text PRIMARY KEY, customer_id text NOT NULL, status text NOT NULL,
    total bigint NOT NULL, captured bigint NOT NULL DEFAULT 0, placed_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL
) WITH (fillfactor = 70);
CREATE TABLE order_lines (
    order_id text NOT NULL, line_id int NOT NULL, sku text NOT NULL, quantity bigint NOT NULL,
    unit_price bigint NOT NULL, shipped bigint NOT NULL DEFAULT 0, PRIMARY KEY (order_id, line_id),
    CHECK (shipped <= quantity)
) WITH (fillfactor = 70);
CREATE TABLE order_history (
    order_id text NOT NULL, number bigint GENERATED ALWAYS AS IDENTITY, event_id text NOT NULL,
    status_before text, status_after text NOT NULL, occurred_at timestamptz NOT NULL,
    PRIMARY KEY (order_id, number)
);
CREATE TABLE reservations (
    order_id text NOT NULL, line_id int NOT NULL, sku text NOT NULL, warehouse text NOT NULL,
    quantity bigint NOT NULL, PRIMARY KEY (order_id, line_id)
);
-- Autovacuum would come too late for rows that change a thousand times a second: there is room
-- for their new versions on the page, and no index on what changes.
CREATE TABLE stock (
    sku text PRIMARY KEY, warehouse text NOT NULL, on_hand bigint NOT NULL,
    committed bigint NOT NULL DEFAULT 0, CHECK (committed >= 0 AND committed <= on_hand)
) WITH (fillfactor = 20);

CREATE FUNCTION receive_stock(
    its_event_id text, its_sku text, its_quantity bigint, its_time timestamptz, its_payload text
) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO events VALUES ('bench', its_event_id, 'stock_received', its_time, its_payload)
        ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN RETURN 'duplicate'; END IF;
    UPDATE stock SET on_hand = on_hand + its_quantity WHERE sku = its_sku;
    RETURN 'accepted';
END $$;

CREATE FUNCTION place_order(
    its_event_id text, its_order_id text, its_customer text, skus text[], quantities bigint[],
    unit_prices bigint[], its_time timestamptz, its_payload text
) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    wanted int;
    promised int;
BEGIN
    INSERT INTO events VALUES ('bench', its_event_id, 'order_placed', its_time, its_payload)
        ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN RETURN 'duplicate'; END IF;
    PERFORM 1 FROM stock WHERE sku = ANY (skus) ORDER BY sku FOR UPDATE;
    SELECT count(DISTINCT sku) INTO wanted FROM unnest(skus) AS sku;
    UPDATE stock SET committed = committed + line.quantity
        FROM (SELECT sku, sum(quantity)::bigint AS quantity
              FROM unnest(skus, quantities) AS line (sku, quantity) GROUP BY sku) AS line
        WHERE stock.sku = line.sku AND stock.on_hand - stock.committed >= line.quantity;
    GET DIAGNOSTICS promised = ROW_COUNT;
    -- Takes everything back, the idempotency key included: a refused order leaves nothing behind.
    IF promised < wanted THEN RAISE EXCEPTION 'insufficient stock'; END IF;
    INSERT INTO orders (order_id, customer_id, status, total, placed_at, changed_at)
        SELECT its_order_id, its_customer, 'placed', sum(quantity * unit_price), its_time, its_time
        FROM unnest(quantities, unit_prices) AS line (quantity, unit_price);
    INSERT INTO order_lines
        SELECT its_order_id, number, sku, quantity, unit_price
        FROM unnest(skus, quantities, unit_prices)
            WITH ORDINALITY AS line (sku, quantity, unit_price, number);
    INSERT INTO reservations
        SELECT its_order_id, number, line.sku, stock.warehouse, line.quantity
        FROM unnest(skus, quantities) WITH ORDINALITY AS line (sku, quantity, number)
            JOIN stock USING (sku);
    INSERT INTO order_history (order_id, event_id, status_after, occurred_at)
        VALUES (its_order_id, its_event_id, 'placed', its_time);
    RETURN 'accepted';
END $$;

CREATE FUNCTION pay_order(
    its_event_id text, its_order_id text, its_amount bigint, its_time timestamptz,
    its_payload text
) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    its_status text;
BEGIN
    INSERT INTO events VALUES ('bench', its_event_id, 'payment_captured', its_time, its_payload)
        ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN RETURN 'duplicate'; END IF;
    UPDATE orders SET captured = captured + its_amount, changed_at = its_time
        WHERE order_id = its_order_id RETURNING status INTO its_status;
    IF NOT FOUND THEN RAISE EXCEPTION 'unknown order'; END IF;
    INSERT INTO order_history (order_id, event_id, status_before, status_after, occurred_at)
        VALUES (its_order_id, its_event_id, its_status, its_status, its_time);
    RETURN 'accepted';
END $$;

CREATE FUNCTION approve_order(
    its_event_id text, its_order_id text, its_time timestamptz, its_payload text
) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO events VALUES ('bench', its_event_id, 'order_approved', its_time, its_payload)
        ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN RETURN 'duplicate'; END IF;
    UPDATE orders SET status = 'approved', changed_at = its_time
        WHERE order_id = its_order_id AND status = 'placed';
    IF NOT FOUND THEN RAISE EXCEPTION 'invalid transition'; END IF;
    INSERT INTO order_history (order_id, event_id, status_before, status_after, occurred_at)
        VALUES (its_order_id, its_event_id, 'placed', 'approved', its_time);
    RETURN 'accepted';
END $$;

CREATE FUNCTION ship_order(
    its_event_id text, its_order_id text, its_time timestamptz, its_payload text
) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO events VALUES ('bench', its_event_id, 'order_shipped', its_time, its_payload)
        ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN RETURN 'duplicate'; END IF;
    UPDATE orders SET status = 'shipped', changed_at = its_time
        WHERE order_id = its_order_id AND status = 'approved';
    IF NOT FOUND THEN RAISE EXCEPTION 'invalid transition'; END IF;
    PERFORM 1 FROM stock WHERE sku IN (SELECT sku FROM reservations WHERE order_id = its_order_id)
        ORDER BY sku FOR UPDATE;
    UPDATE stock SET on_hand = on_hand - line.quantity, committed = committed - line.quantity
        FROM (SELECT sku, sum(quantity)::bigint AS quantity FROM reservations
              WHERE order_id = its_order_id GROUP BY sku) AS line
        WHERE stock.sku = line.sku;
    DELETE FROM reservations WHERE order_id = its_order_id;
    UPDATE order_lines SET shipped = quantity WHERE order_id = its_order_id;
    INSERT INTO order_history (order_id, event_id, status_before, status_after, occurred_at)
        VALUES (its_order_id, its_event_id, 'approved', 'shipped', its_time);
    RETURN 'accepted';
END $$;
