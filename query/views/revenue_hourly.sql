-- Revenue by hour, channel, country and currency, in the time zone of the query. An hour that a
-- clock shows twice is two hours.
-- computed
SELECT * FROM revenue('hour', '{time_zone}')
