-- The stock ledger as PostgreSQL holds it: exact decimals, one row a movement. The index on
-- (sku, warehouse, occurred_at) is made after the rows are copied.

DROP TABLE IF EXISTS stock_movements;
CREATE TABLE stock_movements (
    lsn bigint NOT NULL, movement text NOT NULL, sku text NOT NULL, warehouse text NOT NULL,
    occurred_at timestamptz NOT NULL, on_hand_change numeric(16, 4) NOT NULL,
    committed_change numeric(16, 4) NOT NULL, unavailable_change numeric(16, 4) NOT NULL,
    incoming_change numeric(16, 4) NOT NULL, backordered_change numeric(16, 4) NOT NULL,
    unit_cost numeric(20, 6)
);
