//! The demo's shop: two years of history through the same way in as everyone's events, then live
//! orders at the pace of the clock.

mod visitors;

use std::{
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use anyhow::Context as _;
use chrono::{DateTime, Days, Utc};
use indicatif::{ProgressBar, ProgressStyle};
use marea_datasets::shop::{Arrival, Shop, ShopPlan};
use marea_ingest::{
    event::Event,
    state::OrderStatus,
    store::{OrderList, Search},
};
use serde::{Deserialize, Serialize};

use crate::{Application, application::Loading, cli::plan_file};

/// Events in a request while history is recorded.
const BATCH: usize = 4000;
/// What a reopened demo goes back, so that nothing sent last time is missed. What is sent twice is
/// a duplicate by its id.
const OVERLAP: Days = Days::new(4);

/// What a demo remembers of itself.
#[derive(Serialize, Deserialize)]
struct Kept {
    plan: ShopPlan,
}

/// Starts the simulation on a thread of its own.
pub(crate) fn start(
    application: &Application,
    folder: &Path,
    seed: u64,
    orders_per_minute: u32,
) -> anyhow::Result<()> {
    let plan = plan(application, folder, seed)?;
    let application = application.clone();
    let loading =
        Loading { what: "simulating two years of orders", done: 0, total: plan.orders.into() };
    application.set_loading(Some(loading));
    thread::Builder::new().name("marea-demo".into()).spawn(move || {
        if let Err(error) = simulate(&application, plan, orders_per_minute) {
            tracing::warn!(%error, "the simulation has ended");
        }
        application.set_loading(None);
    })?;
    Ok(())
}

/// The plan that the store was filled by, or a new one for an empty store.
fn plan(application: &Application, folder: &Path, seed: u64) -> anyhow::Result<ShopPlan> {
    let file: PathBuf = plan_file(folder);
    if let Ok(text) = std::fs::read_to_string(&file) {
        let kept: Kept = serde_json::from_str(&text)
            .with_context(|| format!("{} is not a demo's plan", file.display()))?;
        return Ok(kept.plan);
    }
    anyhow::ensure!(
        application.ingest.snapshot().lsn.0 == 0,
        "{} holds a store that no demo made; name another folder with --data",
        folder.display()
    );
    let zone = application.ingest.shop().time_zone;
    let today = application.clock.now().utc().with_timezone(&zone).date_naive();
    let kept = Kept { plan: ShopPlan::demo(seed, today - Days::new(1)) };
    std::fs::write(file, serde_json::to_string_pretty(&kept)?)?;
    Ok(kept.plan)
}

fn simulate(
    application: &Application,
    plan: ShopPlan,
    orders_per_minute: u32,
) -> anyhow::Result<()> {
    let mut shop = Shop::new(plan)?;
    skip_what_is_recorded(application, &mut shop)?;
    history(application, &mut shop)?;
    application.set_loading(None);
    let mut visitors = visitors::Visitors::new(application.clone(), orders_per_minute);
    loop {
        let now = application.clock.now().utc();
        let due: Vec<_> = shop.until(now).map(|arrival| Ok(arrival.event)).collect();
        for batch in due.chunks(BATCH) {
            application.ingest.submit_blocking(batch.to_vec(), false)?;
        }
        visitors.serve(now)?;
        pause(Duration::from_millis(250));
    }
}

#[allow(clippy::disallowed_methods)]
fn pause(length: Duration) {
    // The one place that waits for the wall clock: live orders come at its pace.
    thread::sleep(length);
}

fn skip_what_is_recorded(application: &Application, shop: &mut Shop) -> anyhow::Result<()> {
    let snapshot = application.ingest.snapshot();
    if snapshot.lsn.0 == 0 {
        return Ok(());
    }
    let all = OrderList::Statuses(OrderStatus::ALL.to_vec());
    let newest = snapshot.state().orders(&all, &Search::newest(1), &|_| true)?;
    if let Some(order) = newest.found.first() {
        let until = order.placed_at.utc().min(shop.end_of_history());
        shop.skip_to(until.checked_sub_days(OVERLAP).unwrap_or(until));
    }
    Ok(())
}

/// Records everything up to now, in large requests, with progress on the terminal and the page.
fn history(application: &Application, shop: &mut Shop) -> anyhow::Result<()> {
    let total = shop.plan().orders;
    let bar = ProgressBar::new(total.into());
    let style = "{msg} {bar:32} {human_pos} of {human_len} orders, {eta} to go";
    bar.set_style(ProgressStyle::with_template(style)?);
    bar.set_message("recording two years");
    let now: DateTime<Utc> = application.clock.now().utc();
    let mut batch = Vec::with_capacity(BATCH);
    let mut orders = 0_u64;
    let (sender, receiver) = std::sync::mpsc::sync_channel::<Vec<Event>>(2);
    let ingest = application.ingest.clone();
    // One thread invents while the other records.
    let recording = thread::spawn(move || -> anyhow::Result<usize> {
        let mut refused = 0;
        for events in receiver {
            let receipt = ingest.submit_blocking(events.into_iter().map(Ok).collect(), false)?;
            refused += receipt.rejected.len();
        }
        Ok(refused)
    });
    for Arrival { event, .. } in shop.until(now) {
        orders += u64::from(event.body.event_type() == "order_placed");
        batch.push(event);
        if batch.len() == BATCH {
            if sender.send(std::mem::replace(&mut batch, Vec::with_capacity(BATCH))).is_err() {
                break;
            }
            bar.set_position(orders);
            let what = "simulating two years of orders";
            let done = orders.min(total.into());
            application.set_loading(Some(Loading { what, done, total: total.into() }));
        }
    }
    let _ = sender.send(batch);
    drop(sender);
    let refused = recording.join().map_err(|_| anyhow::anyhow!("recording failed"))??;
    bar.finish_and_clear();
    if refused > 0 {
        tracing::info!(refused, "simulated events were refused");
    }
    Ok(())
}
