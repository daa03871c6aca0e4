-- Of the customers whose first order fell into a month, how many ordered again so many months
-- later.
-- computed
WITH first AS (
  SELECT customer_id, date_trunc('month', min(first_order)) AS cohort
  FROM customer_value GROUP BY customer_id
),
size AS (SELECT cohort, count(*) AS customers FROM first GROUP BY cohort),
active AS (
  SELECT DISTINCT customer_id, month
  FROM revenue_by_customer_monthly WHERE orders > 0 AND customer_id IS NOT NULL
)
SELECT
  CAST(cohort AS DATE) AS cohort,
  CAST(
    (date_part('year', month) - date_part('year', cohort)) * 12
    + date_part('month', month) - date_part('month', cohort) AS BIGINT
  ) AS months_later,
  size.customers AS cohort_customers,
  count(*) AS customers,
  CAST(count(*) AS DOUBLE) / size.customers AS retention
FROM active
JOIN first USING (customer_id)
JOIN size USING (cohort)
GROUP BY cohort, months_later, size.customers
