-- Revenue by week, which begins on Monday, channel, country and currency, in the time zone of the
-- query.
-- computed
SELECT * FROM revenue('week', '{time_zone}')
