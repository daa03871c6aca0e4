//! The shapes of random queries: rows, groups, joins, windows, sets and tables of their own.

use super::{
    Kind, Queries, Query,
    expressions::Column,
    tables::{TABLES, Table},
};

/// A query yet to be put together: what it yields, and from where.
struct Yield {
    columns: Vec<(String, Kind)>,
    from: String,
    grouped: String,
}

/// Joins of facts by their order.
const JOINS: [&str; 4] = ["JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN"];

impl Queries {
    pub(super) fn query(&mut self) -> Query {
        match self.number(0, 11) {
            0 | 1 => self.rows(),
            2 | 3 => self.groups(),
            4 | 5 => self.joined(),
            6 => self.windows(),
            7 => self.sets(),
            8 => self.levels(),
            9 => self.over_a_subquery(),
            10 => self.common_tables(),
            _ => self.semi_joined(),
        }
    }

    fn table(&mut self) -> &'static Table {
        // Order lines are what most is asked about.
        let place = self.number(0, 7) as usize;
        TABLES.get(place).unwrap_or(&TABLES[1])
    }

    /// Columns of a table under a name of this query.
    fn reach(&mut self, table: &Table) -> (String, Vec<Column>) {
        let alias = self.name("t");
        let column =
            |(name, kind): &(&str, Kind)| Column { name: format!("{alias}.{name}"), kind: *kind };
        let columns = table.columns.iter().map(column).collect();
        (alias, columns)
    }

    fn outputs(&mut self, reach: &[Column], most: i64) -> Vec<(String, Kind)> {
        let output = |queries: &mut Self| {
            let kind = queries.kind();
            (queries.expression(reach, kind, 3), kind)
        };
        (0..self.number(1, most)).map(|_| output(self)).collect()
    }

    fn filter(&mut self, reach: &[Column]) -> String {
        if self.chance(75) { format!(" WHERE {}", self.predicate(reach, 2)) } else { String::new() }
    }

    fn rows(&mut self) -> Query {
        let table = self.table();
        let (alias, reach) = self.reach(table);
        let columns = self.outputs(&reach, 5);
        let from = format!("{} {alias}{}", table.name, self.filter(&reach));
        self.finish(&Yield { columns, from, grouped: String::new() })
    }

    fn groups(&mut self) -> Query {
        let table = self.table();
        let (alias, reach) = self.reach(table);
        let from = format!("{} {alias}{}", table.name, self.filter(&reach));
        let grouped = self.aggregated(&reach, from);
        self.finish(&grouped)
    }

    /// Keys and aggregates of what there is.
    fn aggregated(&mut self, reach: &[Column], from: String) -> Yield {
        let keys: Vec<_> = (0..self.number(0, 3)).map(|_| self.key(reach)).collect();
        let mut columns = keys.clone();
        columns.extend((0..self.number(1, 4)).map(|_| self.aggregate(reach)));
        let mut grouped = String::new();
        if !keys.is_empty() {
            let places = (1..=keys.len()).map(|place| place.to_string()).collect::<Vec<_>>();
            grouped = format!(" GROUP BY {}", places.join(", "));
            if self.chance(30) {
                grouped += &format!(" HAVING count(*) > {}", self.number(0, 6));
            }
        }
        Yield { columns, from, grouped }
    }

    /// Something to group by: mostly a column, or an instant or date cut to a unit. Constants are
    /// none: `GROUP BY` takes a number for a place.
    fn key(&mut self, reach: &[Column]) -> (String, Kind) {
        let kind = self.one_of(&[Kind::Text, Kind::Text, Kind::Date, Kind::Instant, Kind::Integer]);
        let Some(column) = self.column(reach, kind) else {
            return ("upper('none')".to_owned(), Kind::Text);
        };
        let name = column.name;
        let unit = self.one_of(&["day", "week", "month"]);
        let key = match kind {
            Kind::Instant if self.chance(50) => format!("date_trunc('hour', {name})"),
            Kind::Instant => format!("date_trunc('{unit}', {name})"),
            Kind::Integer => format!("({name} % 7)"),
            Kind::Date if self.chance(40) => format!("cast(date_trunc('{unit}', {name}) AS date)"),
            Kind::Text if self.chance(20) => format!("left({name}, 2)"),
            _ => name,
        };
        (key, kind)
    }

    fn aggregate(&mut self, reach: &[Column]) -> (String, Kind) {
        let kind = self.one_of(&[Kind::Decimal, Kind::Decimal, Kind::Integer, Kind::Text]);
        let kind = if self.chance(20) { self.one_of(&[Kind::Date, Kind::Instant]) } else { kind };
        let of = self.expression(reach, kind, 2);
        let number = matches!(kind, Kind::Decimal | Kind::Integer);
        let (aggregate, kind) = match self.number(0, 8) {
            0 => ("count(*)".to_owned(), Kind::Integer),
            1 => (format!("count({of})"), Kind::Integer),
            2 => (format!("count(DISTINCT {of})"), Kind::Integer),
            3 => (format!("min({of})"), kind),
            4 => (format!("max({of})"), kind),
            5 if number => (format!("avg(cast({of} AS double))"), Kind::Float),
            6 => (format!("bool_or({})", self.predicate(reach, 1)), Kind::Boolean),
            7 if kind == Kind::Integer => (format!("sum(DISTINCT {of})"), kind),
            _ if number => (format!("sum({of})"), kind),
            _ => (format!("max({of})"), kind),
        };
        if kind != Kind::Boolean && self.chance(20) {
            let only = self.predicate(reach, 1);
            return (format!("{aggregate} FILTER (WHERE {only})"), kind);
        }
        (aggregate, kind)
    }

    fn joined(&mut self) -> Query {
        let (one, other) = (self.table(), self.table());
        let ((left, mut reach), (right, others)) = (self.reach(one), self.reach(other));
        reach.extend(others);
        let mut on = format!("{left}.order_id = {right}.order_id");
        if self.chance(30) {
            on += &format!(" AND {left}.lsn {} {right}.lsn", self.one_of(&["<", "<=", "<>"]));
        }
        let join = self.one_of(&JOINS);
        let filter = self.filter(&reach);
        let from = format!("{} {left} {join} {} {right} ON {on}{filter}", one.name, other.name);
        let grouped = self.aggregated(&reach, from);
        self.finish(&grouped)
    }

    fn semi_joined(&mut self) -> Query {
        let (one, other) = (self.table(), self.table());
        let ((left, reach), (right, others)) = (self.reach(one), self.reach(other));
        let inner = self.predicate(&others, 1);
        let condition = match self.number(0, 2) {
            0 => format!(
                "{left}.order_id IN (SELECT {right}.order_id FROM {} {right} WHERE {inner})",
                other.name
            ),
            1 => format!(
                "{}EXISTS (SELECT 1 FROM {} {right} WHERE {right}.order_id = {left}.order_id AND {inner})",
                self.one_of(&["", "NOT "]),
                other.name
            ),
            _ => format!(
                "{left}.lsn > (SELECT min({right}.lsn) FROM {} {right} WHERE {inner})",
                other.name
            ),
        };
        let from = format!("{} {left} WHERE {condition}", one.name);
        if self.chance(50) {
            let columns = self.outputs(&reach, 3);
            return self.finish(&Yield { columns, from, grouped: String::new() });
        }
        let grouped = self.aggregated(&reach, from);
        self.finish(&grouped)
    }

    fn windows(&mut self) -> Query {
        // Of the tables only this one has a column that tells all rows apart.
        let table = &TABLES[0];
        let (alias, reach) = self.reach(table);
        let partition = self.key(&reach).0;
        let order = self.one_of(&["lsn", "occurred_at, {t}.lsn", "event_date DESC, {t}.lsn DESC"]);
        let order = format!("{alias}.{}", order.replace("{t}", &alias));
        let rows = format!("PARTITION BY {partition} ORDER BY {order}");
        let over = format!("({rows})");
        let function = match self.number(0, 6) {
            0 => (format!("row_number() OVER {over}"), Kind::Integer),
            1 => (format!("lag({alias}.order_id) OVER {over}"), Kind::Text),
            2 => (format!("lead({alias}.occurred_at, 2) OVER {over}"), Kind::Instant),
            3 => (format!("sum({alias}.lsn) OVER {over}"), Kind::Integer),
            4 => (format!("first_value({alias}.event_type) OVER {over}"), Kind::Text),
            5 => {
                let (before, after) = (self.number(0, 4), self.number(0, 4));
                let frame = format!("ROWS BETWEEN {before} PRECEDING AND {after} FOLLOWING");
                (format!("count({alias}.sku) OVER ({rows} {frame})"), Kind::Integer)
            }
            _ => {
                let over = format!("(PARTITION BY {partition} ORDER BY {alias}.event_date)");
                let rank = self.one_of(&["rank", "dense_rank"]);
                (format!("{rank}() OVER {over}"), Kind::Integer)
            }
        };
        let columns = vec![(format!("{alias}.lsn"), Kind::Integer), function];
        let from = format!("{} {alias}{}", table.name, self.filter(&reach));
        self.finish(&Yield { columns, from, grouped: String::new() })
    }

    /// Two selections of the same kinds, one with or without the other.
    fn sets(&mut self) -> Query {
        let kinds: Vec<_> = (0..self.number(1, 3)).map(|_| self.kind()).collect();
        let half = |queries: &mut Self| {
            let table = queries.table();
            let (alias, reach) = queries.reach(table);
            let columns = kinds.iter().enumerate().map(|(place, kind)| {
                format!("{} AS c{place}", queries.expression(&reach, *kind, 1))
            });
            let columns = columns.collect::<Vec<_>>().join(", ");
            format!("SELECT {columns} FROM {} {alias}{}", table.name, queries.filter(&reach))
        };
        let (one, other) = (half(self), half(self));
        let word = self.one_of(&["UNION ALL", "UNION", "INTERSECT", "EXCEPT"]);
        Query { sql: format!("{one} {word} {other}"), columns: kinds, ordered: false }
    }

    /// Sums at several levels at once.
    fn levels(&mut self) -> Query {
        let (alias, reach) = self.reach(&TABLES[1]);
        let keys = ["channel", "country", "currency", "effect", "sku", "event_date"];
        let at = self.number(0, 3) as usize;
        let keys = keys[at..at + 2 + usize::from(self.chance(40))].iter();
        let keys: Vec<_> = keys.map(|key| format!("{alias}.{key}")).collect();
        let list = keys.join(", ");
        let grouping = match self.number(0, 2) {
            0 => format!("ROLLUP ({list})"),
            1 => format!("CUBE ({list})"),
            _ => format!("GROUPING SETS (({list}), ({}), ())", keys[0]),
        };
        let kind = |key: &String| if key.ends_with("date") { Kind::Date } else { Kind::Text };
        let mut columns: Vec<_> = keys.iter().map(|key| (key.clone(), kind(key))).collect();
        columns.extend((0..self.number(1, 3)).map(|_| self.aggregate(&reach)));
        let from = format!("order_lines {alias}{}", self.filter(&reach));
        let grouped = format!(" GROUP BY {grouping}");
        let query = select(&Yield { columns, from, grouped });
        Query { ordered: false, ..query }
    }

    /// A query as a table of another, and the reach that its columns make there.
    fn within(&mut self, query: &Yield) -> (String, Vec<Column>) {
        let alias = self.name("q");
        let exact = query.columns.iter().enumerate().filter(|(_, (_, kind))| *kind != Kind::Float);
        let reach = exact
            .map(|(place, (_, kind))| Column { name: format!("{alias}.c{place}"), kind: *kind });
        let reach = reach.collect();
        (select(query).sql, reach)
    }

    fn inner(&mut self) -> Yield {
        let table = self.table();
        let (alias, reach) = self.reach(table);
        let from = format!("{} {alias}{}", table.name, self.filter(&reach));
        // Sums have as many digits as there are: what is done with them stays below that.
        let keys: Vec<_> = (0..self.number(1, 3)).map(|_| self.key(&reach)).collect();
        let places = (1..=keys.len()).map(|place| place.to_string()).collect::<Vec<_>>();
        let mut columns = keys;
        columns.push(("count(*)".to_owned(), Kind::Integer));
        columns.push((format!("max({alias}.lsn)"), Kind::Integer));
        Yield { columns, from, grouped: format!(" GROUP BY {}", places.join(", ")) }
    }

    fn over_a_subquery(&mut self) -> Query {
        let inner = self.inner();
        let (sql, reach) = self.within(&inner);
        let alias = alias_of(&reach);
        let from = format!("({sql}) AS {alias}{}", self.filter(&reach));
        if self.chance(50) {
            let columns = self.outputs(&reach, 4);
            return self.finish(&Yield { columns, from, grouped: String::new() });
        }
        let grouped = self.aggregated(&reach, from);
        self.finish(&grouped)
    }

    /// A table of its own, joined with itself.
    fn common_tables(&mut self) -> Query {
        let inner = self.inner();
        let (sql, reach) = self.within(&inner);
        let alias = alias_of(&reach);
        let last = inner.columns.len() - 1;
        let join = self.one_of(&JOINS[..3]);
        let table = self.name("shared");
        let with: Vec<_> = reach
            .iter()
            .map(|column| Column {
                name: column.name.replacen(&alias, "other", 1),
                kind: column.kind,
            })
            .collect();
        let both: Vec<_> = reach.iter().chain(&with).cloned().collect();
        let from = format!(
            "{table} {alias} {join} {table} other ON {alias}.c{last} = other.c{last}{}",
            self.filter(&both)
        );
        let grouped = self.aggregated(&both, from);
        let query = self.finish(&grouped);
        Query { sql: format!("WITH {table} AS ({sql}) {}", query.sql), ..query }
    }

    /// The query as it is asked: as it comes, without what is there twice, or the first rows of an
    /// order by all that it yields, so that rows that are equal in it are equal in all.
    fn finish(&mut self, parts: &Yield) -> Query {
        let mut query = select(parts);
        let exact = !query.columns.contains(&Kind::Float);
        if parts.grouped.is_empty() && exact && self.chance(30) && !query.sql.contains(" OVER ") {
            query.sql = query.sql.replacen("SELECT ", "SELECT DISTINCT ", 1);
        }
        if exact && self.chance(50) {
            // One way for all: where one column is there twice and nulls come first in one and last
            // in the other, the engine refuses its own plan.
            let way = self.one_of(&["NULLS FIRST", "NULLS LAST", "DESC NULLS LAST"]);
            let place = |place: usize| format!("{place} {way}");
            let order: Vec<_> = (1..=query.columns.len()).map(place).collect();
            query.sql += &format!(" ORDER BY {}", order.join(", "));
            query.ordered = true;
            if self.chance(70) {
                query.sql += &format!(" LIMIT {}", self.number(1, 60));
                if self.chance(30) {
                    query.sql += &format!(" OFFSET {}", self.number(0, 30));
                }
            }
        }
        query
    }
}

fn alias_of(reach: &[Column]) -> String {
    let first = reach.first().and_then(|column| column.name.split('.').next());
    first.unwrap_or("q").to_owned()
}

fn select(parts: &Yield) -> Query {
    let sql = format!("SELECT {} FROM {}{}", named(parts), parts.from, parts.grouped);
    Query { sql, columns: parts.columns.iter().map(|(_, kind)| *kind).collect(), ordered: false }
}

/// The columns under names of their own: the same expression may be there twice.
fn named(parts: &Yield) -> String {
    let columns = parts.columns.iter().enumerate();
    let columns = columns.map(|(place, (column, _))| format!("{column} AS c{place}"));
    columns.collect::<Vec<_>>().join(", ")
}
