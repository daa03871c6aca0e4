//! What is done when a day of the shop is over: the fits take it in, and some are made anew.

use std::{collections::BTreeMap, sync::Arc};

use marea_forecast::Request;
use rayon::prelude::*;

use super::{
    Run, coherent,
    fits::Fits,
    gathered::Gathered,
    histories::{self, Goods},
    panel::Panel,
    planning::Planning,
    refit::{Choice, Standings},
    run::{aside, cores, on_threads},
};
use crate::Application;

/// The series of a shop, how they stand, and which of them are fitted again.
pub(super) struct Night<'a> {
    application: &'a Application,
    run: &'a Run,
    goods: Arc<Goods>,
    /// The shop and its parts, which come first; and its SKUs.
    panels: [Arc<Panel>; 2],
    standings: [Arc<Standings>; 2],
    chosen: [Vec<Arc<str>>; 2],
}

impl<'a> Night<'a> {
    /// Of these parts of the shop, and these goods.
    pub(super) async fn new(
        application: &'a Application,
        run: &'a Run,
        parts: Arc<Panel>,
        goods: Arc<Goods>,
    ) -> anyhow::Result<Self> {
        let all = Arc::clone(&goods);
        let skus = on_threads(move || Panel::of(&all.stocked.history())).await?;
        Ok(Self {
            application,
            run,
            goods,
            panels: [parts, Arc::new(skus)],
            standings: [Arc::default(), Arc::default()],
            chosen: [Vec::new(), Vec::new()],
        })
    }

    /// Lets the fits take in the days that came, and chooses what is fitted again. Tells whether it
    /// is worth while to publish what there is before that.
    pub(super) async fn choose(&mut self, fits: &Arc<Fits>) -> anyhow::Result<bool> {
        let [parts, skus] = &self.panels;
        let parts = standings(parts, fits, self.run).await?;
        let skus = standings(skus, fits, self.run).await?;
        // What is wrong with the file is said where plans are made of it.
        let planning = Planning::read(&self.application.folder).unwrap_or_default().forecasts;
        let prices = histories::prices(self.application, &self.panels[1], self.run).await?;
        let choice = |panel, standings, seconds| Choice {
            panel,
            standings,
            prices: &prices,
            fits,
            seconds,
            oldest: i64::try_from(planning.refit_days).unwrap_or(i64::MAX),
            last: self.run.origin,
        };
        let seconds = planning.refit_seconds * f64::from(u32::try_from(cores()).unwrap_or(1));
        let whole = choice(&*self.panels[0], &parts, seconds);
        let of_parts = whole.made();
        let left = seconds - whole.cost(of_parts.iter());
        let of_skus = choice(&*self.panels[1], &skus, left).made();
        self.chosen = [of_parts, of_skus];
        // After a start there is nothing to be seen until something is published.
        let goes_on = self.application.outlook().run.is_none()
            || skus.values().any(|standing| standing.age > 0);
        self.standings = [Arc::new(parts), Arc::new(skus)];
        Ok(goes_on && self.chosen.iter().any(|chosen| !chosen.is_empty()))
    }

    /// Fits what was chosen.
    pub(super) async fn fit(&mut self, fits: &mut Arc<Fits>) -> anyhow::Result<()> {
        for place in 0..self.panels.len() {
            let chosen = std::mem::take(&mut self.chosen[place]);
            if chosen.is_empty() {
                continue;
            }
            let panel = &self.panels[place];
            fit(self.application, fits, (panel, self.run), &chosen).await?;
            self.standings[place] = Arc::new(standings(panel, fits, self.run).await?);
        }
        Ok(())
    }

    /// All forecasts as they stand, parts and wholes in agreement.
    pub(super) async fn gathered(&self, fits: &Arc<Fits>) -> anyhow::Result<Arc<Gathered>> {
        let (panels, standings) = (self.panels.clone(), self.standings.clone());
        let (goods, fits, run) = (Arc::clone(&self.goods), Arc::clone(fits), self.run.clone());
        let work = move || -> anyhow::Result<Arc<Gathered>> {
            let mut gathered = Gathered::begun(&panels[0], &run)?;
            for (panel, standings) in panels.iter().zip(&standings) {
                gathered.add(panel, standings, &fits, &run);
            }
            gathered.stock(&goods, &run);
            coherent::reconcile(&mut gathered)?;
            Ok(Arc::new(gathered))
        };
        on_threads(work).await?
    }

    /// Keeps the fits over a restart.
    pub(super) async fn keep(&self, fits: &mut Arc<Fits>) -> anyhow::Result<()> {
        let [parts, skus] = &self.panels;
        Arc::make_mut(fits).keep_only([parts, skus]);
        let (fits, folder) = (Arc::clone(fits), self.application.folder.clone());
        aside(move || fits.write(&folder)).await?
    }
}

/// What the series of a panel stand at after the last day of a run.
pub(super) async fn standings(
    panel: &Arc<Panel>,
    fits: &Arc<Fits>,
    run: &Run,
) -> anyhow::Result<Standings> {
    let (panel, fits, run) = (Arc::clone(panel), Arc::clone(fits), run.clone());
    let work = move || {
        let names: Vec<&Arc<str>> = panel.names().collect();
        let stand = |name: &&Arc<str>| Some((Arc::clone(name), fits.go_on(name, &panel, &run)?));
        names.par_iter().filter_map(stand).collect::<Vec<_>>()
    };
    Ok(BTreeMap::from_iter(on_threads(work).await?))
}

/// Fits some series of a panel with all days up to the last of a run.
pub(super) async fn fit(
    application: &Application,
    fits: &mut Arc<Fits>,
    (panel, run): (&Panel, &Run),
    names: &[Arc<str>],
) -> anyhow::Result<()> {
    let history = panel.history(names);
    if history.is_empty() {
        return Ok(());
    }
    let observations = names.iter().map(|name| panel.age(name, run.origin).max(0)).sum::<i32>();
    let begun = application.clock.now().utc();
    let outcome = run.forecast(history, Request::daily(run.origin)).await?;
    let seconds = (application.clock.now().utc() - begun).as_seconds_f64();
    let fits = Arc::make_mut(fits);
    fits.take(&outcome, panel, run)?;
    let work = f64::from(u32::try_from(cores()).unwrap_or(1)) * seconds;
    fits.took(work, usize::try_from(observations).unwrap_or(0));
    tracing::info!(series = names.len(), seconds, "series were fitted");
    Ok(())
}
