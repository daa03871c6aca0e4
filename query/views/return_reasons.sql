-- Why goods come back: lines and units by reason, state of the return and disposition, as the
-- returns are now.
-- computed
SELECT
  coalesce(reason, 'none given') AS reason,
  state,
  disposition,
  count(*) AS lines,
  sum(requested) AS units_requested,
  sum(received) AS units_received
FROM "returns"
GROUP BY coalesce(reason, 'none given'), state, disposition
