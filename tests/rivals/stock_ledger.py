"""Reads the stock ledger of the lake with DuckDB: exports it as CSV, or times questions to it.

Usage: stock_ledger.py export < JOB > rows.csv
       stock_ledger.py time < JOB > figures.json

A job is JSON: `files`, the Parquet files of the ledger; to time also `database`, a new file,
`runs` and `questions`, each with its `sql` over the table stock_movements and the `file` that
its answer goes to as CSV.
"""

import json
import sys
import time

import duckdb

COLUMNS = (
    "lsn, movement, sku, warehouse, occurred_at, on_hand_change, committed_change,"
    " unavailable_change, incoming_change, backordered_change, unit_cost"
)


def ledger(job):
    names = ", ".join(f"'{name}'" for name in job["files"])
    return f"SELECT {COLUMNS} FROM read_parquet([{names}])"


def export(job):
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute(f"COPY ({ledger(job)}) TO '/dev/stdout' (FORMAT csv, HEADER false)")


def peak_mebibytes():
    with open("/proc/self/status", encoding="ascii") as status:
        line = next(line for line in status if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def timed(connection, question):
    start = time.perf_counter()
    connection.execute(f"COPY ({question['sql']}) TO '{question['file']}' (FORMAT csv, HEADER)")
    return (time.perf_counter() - start) * 1000


def figures(job):
    with duckdb.connect(job["database"]) as connection:
        connection.execute(f"CREATE TABLE stock_movements AS {ledger(job)}")
    # A new connection, and the most memory counted anew: that of the load is not of interest.
    connection = duckdb.connect(job["database"])
    with open("/proc/self/clear_refs", "w", encoding="ascii") as peak:
        peak.write("5")
    took = [[timed(connection, it) for _ in range(job["runs"])] for it in job["questions"]]
    return {"version": duckdb.__version__, "milliseconds": took, "memory": peak_mebibytes()}


mode, job = sys.argv[1], json.load(sys.stdin)
if mode == "export":
    export(job)
elif mode == "time":
    print(json.dumps(figures(job)))
else:
    sys.exit(__doc__)
