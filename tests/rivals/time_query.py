"""Times one query in DuckDB, warm, over a connection that stays; prints milliseconds as JSON.

Usage: time_query.py TIMES < query.sql
"""

import json
import sys
import time

import duckdb

times = int(sys.argv[1])
query = sys.stdin.read()
connection = duckdb.connect()
for _ in range(max(3, times // 10)):
    connection.execute(query).fetchall()
took = []
for _ in range(times):
    start = time.perf_counter()
    rows = connection.execute(query).fetchall()
    took.append((time.perf_counter() - start) * 1000)
assert rows, "an empty answer"
print(json.dumps({"version": duckdb.__version__, "rows": len(rows), "milliseconds": sorted(took)}))
