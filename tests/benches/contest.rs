//! What is measured, in which order, and what is aimed at.

use std::{path::Path, time::Duration};

use anyhow::{Context as _, Result};
use marea_tests::{
    binary::run_well,
    server::{Server, Store},
    stopwatch::Stopwatch,
};

use crate::{
    duckdb::DuckDb,
    load::{self, Run},
    postgres::Postgres,
    table::{Measure, Target, progress},
    wire::{Connection, post},
    workload::{Workload, opening},
};

const REPETITIONS: usize = 3;
const LENGTH: Duration = Duration::from_secs(6);
const WARM_UP: Duration = Duration::from_secs(2);
const BATCH: usize = 500;
const BATCH_CLIENTS: usize = 4;
const SINGLE_CLIENTS: usize = 64;
/// Requests are made before the clock starts; these many last for the length of a run.
const MOST_EVENTS_A_SECOND: usize = 150_000;
const QUERIES: usize = 200;

const REVENUE: &str = "SELECT event_date, channel, country, currency, sum(orders), \
    sum(CASE WHEN line_kind = 'product' THEN quantity END), sum(gross), sum(discount), sum(tax), \
    sum(shipping), sum(net) FROM {table} GROUP BY ALL ORDER BY ALL";
const INVENTORY: &str = "SELECT sku, warehouse, sum(on_hand_change), sum(committed_change), \
    sum(unavailable_change), sum(incoming_change), sum(backordered_change) FROM {table} \
    GROUP BY ALL ORDER BY ALL";

/// The contestants, and what was measured so far.
pub(crate) struct Contest {
    pub(crate) measures: Vec<Measure>,
    pub(crate) postgres: Option<Postgres>,
    pub(crate) duckdb: Option<DuckDb>,
    batch_rate: Option<f64>,
    /// Of each way in which PostgreSQL was used; the best of them counts.
    postgres_rates: Vec<f64>,
    seed: u64,
}

impl Contest {
    pub(crate) fn new(postgres: Option<Postgres>, duckdb: Option<DuckDb>) -> Self {
        let (measures, postgres_rates) = Default::default();
        Self { measures, postgres, duckdb, batch_rate: None, postgres_rates, seed: 0 }
    }

    /// Records the catalogue and its stock.
    pub(crate) async fn open(&mut self, server: &Server) -> Result<()> {
        let request = post("/api/v1/events", "application/x-ndjson", opening().as_bytes());
        Connection::to(server.address()).await?.exchange(&request).await?;
        Ok(())
    }

    /// JSONL batches on a few connections, beside pipelined transactions in PostgreSQL.
    pub(crate) async fn batches(&mut self, server: &Server) -> Result<()> {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for repetition in 0..=REPETITIONS {
            progress(&format!("batches of {BATCH}, {repetition} of {REPETITIONS}"));
            let length = if repetition == 0 { WARM_UP } else { LENGTH };
            let count = MOST_EVENTS_A_SECOND * length.as_secs() as usize / BATCH / BATCH_CLIENTS;
            let requests = load::requests(&mut self.clients(BATCH_CLIENTS), count, BATCH);
            let run = load::run(server.address(), requests, BATCH as u64, length).await?;
            let rival = self.postgres(16, 16, length).await?;
            if repetition > 0 {
                ours.push(run);
                theirs.extend(rival);
            }
        }
        self.batch_rate = median(&ours, Run::rate);
        self.postgres_rates.extend(median(&theirs, Run::rate));
        let name = "durable events in batches of 500";
        self.add(name, "1/s", self.batch_rate, None, Target::AtLeast(30_000.0))?;
        self.acknowledgements("a batch's acknowledgement", &ours, &[], None)?;
        self.memory(server, "after the batches")
    }

    /// Single events by many clients, beside single transactions by as many.
    pub(crate) async fn single_events(&mut self, server: &Server) -> Result<()> {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for repetition in 0..=REPETITIONS {
            progress(&format!("single events, {repetition} of {REPETITIONS}"));
            let length = if repetition == 0 { WARM_UP } else { LENGTH };
            let count = MOST_EVENTS_A_SECOND * length.as_secs() as usize / SINGLE_CLIENTS;
            let requests = load::requests(&mut self.clients(SINGLE_CLIENTS), count, 1);
            let run = load::run(server.address(), requests, 1, length).await?;
            let rival = self.postgres(SINGLE_CLIENTS, 1, length).await?;
            if repetition > 0 {
                ours.push(run);
                theirs.extend(rival);
            }
        }
        let (rate, rival) = (median(&ours, Run::rate), median(&theirs, Run::rate));
        self.postgres_rates.extend(rival);
        self.add("single events, 64 clients", "1/s", rate, rival, Target::None)?;
        self.acknowledgements("a single event's acknowledgement", &ours, &theirs, Some(20.0))?;
        self.memory(server, "after the single events")
    }

    /// Our batches beside PostgreSQL in the way that suits it best.
    pub(crate) fn beside_postgres(&mut self) -> Result<()> {
        let best = self.postgres_rates.iter().copied().max_by(f64::total_cmp);
        let (Some(rate), Some(best)) = (self.batch_rate, best) else { return Ok(()) };
        let name = "the same beside PostgreSQL, one transaction an event";
        self.add(name, "1/s", Some(rate), Some(best), Target::TimesRival(10.0))
    }

    /// From acknowledgement to the answer of SQL that has it.
    pub(crate) async fn visibility(&mut self, server: &Server) -> Result<()> {
        progress("from acknowledgement to SQL");
        let waits = load::visible(server.address(), 500).await?;
        for (name, quantile) in [("p50", 0.5), ("p99", 0.99)] {
            let name = format!("from acknowledgement to the answer of SQL, {name}");
            let waited = waits.value_at_quantile(quantile) as f64 / 1_000.0;
            self.add(&name, "ms", Some(waited), None, Target::None)?;
        }
        Ok(())
    }

    /// The import of a real order book, from the command line into a new store.
    pub(crate) fn import(&mut self, file: &Path, store: &Store) -> Result<()> {
        progress("import of the real order book");
        let data = store.data();
        let watch = Stopwatch::start();
        let (format, option) = ("online-retail".as_ref(), "--data".as_ref());
        run_well(["import".as_ref(), format, file.as_os_str(), option, data.as_os_str()])?;
        let took = watch.elapsed().as_secs_f64();
        self.add("import of 320,705 real lines", "s", Some(took), None, Target::None)?;
        self.add("the same", "lines/s", Some(320_705.0 / took), None, Target::None)
    }

    /// `revenue_daily` of a real shop.
    pub(crate) async fn revenue_view(&mut self, server: &Server, store: &Store) -> Result<()> {
        let sql = "SELECT * FROM revenue_daily ORDER BY date, channel, country, currency";
        self.view("revenue_daily", sql, (server, store), "order_lines", REVENUE).await?;
        self.memory(server, "of the real shop")
    }

    /// `inventory_position` after the load.
    pub(crate) async fn inventory_view(&mut self, server: &Server, store: &Store) -> Result<()> {
        let sql = "SELECT * FROM inventory_position ORDER BY sku, warehouse";
        self.view("inventory_position", sql, (server, store), "stock_movements", INVENTORY).await
    }

    async fn view(
        &mut self,
        name: &str,
        sql: &str,
        (server, store): (&Server, &Store),
        table: &str,
        raw: &str,
    ) -> Result<()> {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for repetition in 1..=REPETITIONS {
            progress(&format!("{name}, {repetition} of {REPETITIONS}"));
            ours.push(load::query(server.address(), sql, QUERIES).await?);
            if let Some(duckdb) = &self.duckdb {
                theirs.push(duckdb.time(&store.data(), table, raw, QUERIES / 10)?);
            }
        }
        for (label, quantile, target) in
            [("p50", 0.5, Target::None), ("p95", 0.95, Target::AtMost(10.0))]
        {
            let marea = median(&ours, |took| took.value_at_quantile(quantile) as f64 / 1_000.0);
            let rival = median(&theirs, |took| took.quantile(quantile));
            self.add(&format!("{name}, {label}"), "ms", marea, rival, target)?;
        }
        Ok(())
    }

    async fn postgres(
        &mut self,
        clients: usize,
        in_flight: usize,
        length: Duration,
    ) -> Result<Option<Run>> {
        let mut clients = self.clients(clients);
        let Some(postgres) = &self.postgres else { return Ok(None) };
        let most = 20_000 * length.as_secs() as usize / clients.len();
        postgres.run(&mut clients, most, in_flight, length).await.map(Some)
    }

    /// Clients whose orders nobody has seen before.
    fn clients(&mut self, count: usize) -> Vec<Workload> {
        self.seed += 1;
        let seed = self.seed;
        (0..count)
            .map(|client| Workload::new(&format!("o{seed}-{client}"), seed * 1_000 + client as u64))
            .collect()
    }

    fn acknowledgements(
        &mut self,
        name: &str,
        ours: &[Run],
        theirs: &[Run],
        most: Option<f64>,
    ) -> Result<()> {
        for (label, quantile) in [("p50", 0.5), ("p99", 0.99)] {
            let of = |runs: &[Run]| median(runs, |run| run.milliseconds(quantile));
            let most = most.filter(|_| quantile > 0.9);
            let target = most.map_or(Target::None, Target::AtMost);
            self.add(&format!("{name}, {label}"), "ms", of(ours), of(theirs), target)?;
        }
        Ok(())
    }

    fn memory(&mut self, server: &Server, when: &str) -> Result<()> {
        let memory = server.memory()?;
        for (name, figure) in [("now", memory.now), ("at most", memory.at_most)] {
            let name = format!("server memory {when}, {name}");
            self.add(&name, "MiB", Some(figure as f64), None, Target::None)?;
        }
        Ok(())
    }

    fn add(
        &mut self,
        name: &str,
        unit: &'static str,
        marea: Option<f64>,
        rival: Option<f64>,
        target: Target,
    ) -> Result<()> {
        let (name, marea) = (name.to_owned(), marea.context("not measured")?);
        self.measures.push(Measure { name, unit, marea, rival, target });
        Ok(())
    }
}

/// The figure of the run in the middle.
pub(crate) fn median<T>(runs: &[T], figure: impl Fn(&T) -> f64) -> Option<f64> {
    let mut figures: Vec<_> = runs.iter().map(figure).collect();
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied()
}
