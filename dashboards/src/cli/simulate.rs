//! `marea simulate`: the events of a simulated shop, to send them anywhere.

use chrono::Days;
use chrono_tz::Europe::Madrid;
use marea_datasets::shop::{Shop, ShopPlan};
use marea_ingest::{
    identity::Currency,
    store::{AskedSettings, StoreOptions},
    time::{Clock, SystemClock},
};

use super::{SimulateArguments, complain, say};
use crate::Application;

/// Events in a request.
const BATCH: usize = 2000;

pub(super) fn simulate(arguments: &SimulateArguments) -> anyhow::Result<()> {
    let today = SystemClock.now().utc().with_timezone(&Madrid).date_naive();
    let last_day = arguments.until.unwrap_or(today - Days::new(1));
    let days = u64::from(arguments.days.saturating_sub(1));
    let mut shop = Shop::new(ShopPlan {
        first_day: last_day - Days::new(days),
        orders: arguments.orders,
        skus: arguments.skus,
        ..ShopPlan::demo(arguments.seed, last_day)
    })?;
    match &arguments.data {
        None => shop.history().for_each(|arrival| say(&arrival.event.to_json())),
        Some(folder) => record(&mut shop, folder)?,
    }
    Ok(())
}

fn record(shop: &mut Shop, folder: &std::path::Path) -> anyhow::Result<()> {
    let asked = AskedSettings {
        name: None,
        time_zone: Some(Madrid),
        currency: Some(Currency::new("EUR")?),
    };
    let application = Application::open(folder, &asked, StoreOptions::default())?;
    let mut events = shop.history().map(|arrival| Ok(arrival.event)).peekable();
    let (mut accepted, mut duplicates, mut refused) = (0, 0, 0);
    while events.peek().is_some() {
        let batch = events.by_ref().take(BATCH).collect();
        let receipt = application.ingest.submit_blocking(batch, false)?;
        accepted += receipt.accepted;
        duplicates += receipt.duplicates;
        refused += receipt.rejected.len();
        receipt.rejected.iter().for_each(|record| complain(&record.to_string()));
    }
    application.close();
    say(&format!("{accepted} recorded, {duplicates} were there already, {refused} refused"));
    Ok(())
}
