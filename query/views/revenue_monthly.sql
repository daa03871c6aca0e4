-- Revenue by month, channel, country and currency, in the time zone of the query.
-- computed
SELECT * FROM revenue('month', '{time_zone}')
