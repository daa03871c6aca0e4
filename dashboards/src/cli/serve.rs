//! `marea serve` and `marea demo`: a store behind HTTP, until it is told to stop.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use anyhow::Context as _;
use axum::serve::ListenerExt as _;
use chrono_tz::Europe::Madrid;
use marea_ingest::{
    identity::Currency,
    store::{AskedSettings, StoreOptions},
    time::SystemClock,
};
use tokio::{
    net::TcpSocket,
    signal::unix::{Signal, SignalKind, signal},
};

use super::{DemoArguments, ServeArguments, complain, say};
use crate::{
    Application, http,
    keys::{Access, AccessOptions, KeysError},
    outlook,
    reactions::Configuration,
    simulation,
};

/// A forecast is made anew so often, when the day has changed.
const FORECAST_EVERY: Duration = Duration::from_secs(60);
/// Open connections may finish for so long when the server is told to stop.
const GRACE: Duration = Duration::from_millis(500);

/// Who is let in, where `marea keys` made keys.
#[derive(clap::Args)]
pub(super) struct AccessArguments {
    /// Ask nobody for a key although there are keys: only while none but this machine can ask.
    #[arg(long)]
    open_on_loopback: bool,
    /// Do not write down who asked what. Without this, it stands in `audit.jsonl` of the store's
    /// folder and four older parts of 64 MiB each.
    #[arg(long)]
    no_audit: bool,
}

impl AccessArguments {
    /// Reads the keys, before anything is opened.
    fn read(&self, folder: &Path, address: SocketAddr) -> anyhow::Result<Arc<Access>> {
        let on_loopback = address.ip().is_loopback();
        if self.open_on_loopback && !on_loopback {
            let what = format!("--open-on-loopback: others can reach {address} too");
            return Err(KeysError::asked(what).into());
        }
        let (open_on_loopback, audit) = (self.open_on_loopback, !self.no_audit);
        let options = AccessOptions { on_loopback, open_on_loopback, audit };
        let clock = Arc::new(SystemClock);
        let access = Access::open(folder, clock, options, &address.to_string())?;
        if !on_loopback {
            complain(&format!(
                "warning: without TLS, keys and figures travel to {address} in the clear; put a \
                 proxy that speaks TLS before it"
            ));
        }
        Ok(access)
    }
}

pub(super) fn serve(arguments: &ServeArguments) -> anyhow::Result<()> {
    http::count();
    let store = &arguments.store;
    // A file that cannot be used stops the start before anything is opened.
    let configuration = arguments.reactions.as_deref().map(Configuration::read).transpose()?;
    outlook::Planning::read(&arguments.data)?;
    let wanted = configuration.as_ref().map(Configuration::wanted).unwrap_or_default();
    let options = StoreOptions { wanted, ..store.options() };
    let access = arguments.access.read(&arguments.data, arguments.listen)?;
    let open = || -> anyhow::Result<Application> {
        let mut application = Application::open(&arguments.data, &store.asked(), options)?;
        application.guard(access);
        configuration.map(|it| application.react(it)).transpose()?;
        Ok(application)
    };
    let runtime = runtime()?;
    runtime.block_on(async {
        let application = tokio::task::block_in_place(open)?;
        listen(application, arguments.listen, |_| Ok(())).await
    })
}

pub(super) fn demo(arguments: &DemoArguments) -> anyhow::Result<()> {
    http::count();
    let folder = arguments.data.clone().map_or_else(demo_folder, Ok)?;
    complain(&format!("the store is {}", folder.display()));
    let access = arguments.access.read(&folder, arguments.listen)?;
    let shop = AskedSettings {
        name: Some("Demo shop".into()),
        time_zone: Some(Madrid),
        currency: Some(Currency::new("EUR")?),
    };
    let runtime = runtime()?;
    runtime.block_on(async {
        let open = || Application::open(&folder, &shop, StoreOptions::default());
        let mut application = tokio::task::block_in_place(open)?;
        application.guard(access);
        listen(application, arguments.listen, |application| {
            simulation::start(application, &folder, arguments.seed, arguments.orders_per_minute)
        })
        .await
    })
}

fn demo_folder() -> anyhow::Result<PathBuf> {
    let home = || Some(PathBuf::from(std::env::var_os("HOME")?).join(".local/share"));
    let data = std::env::var_os("XDG_DATA_HOME").map(PathBuf::from).or_else(home);
    let data = data.context("there is no home folder; name one with --data")?;
    Ok(data.join("marea").join("demo"))
}

fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("marea-http")
        .enable_all()
        .build()?)
}

/// Serves until SIGINT or SIGTERM, then lets open connections finish and closes the store.
async fn listen(
    application: Application,
    address: SocketAddr,
    start: impl FnOnce(&Application) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    // Heard from here on: whoever waits for the line below may already send one.
    let (terminate, interrupt) =
        (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let listener = bind(address).with_context(|| format!("listening on {address}"))?;
    say(&format!("listening on http://{}", listener.local_addr()?));
    start(&application)?;
    tokio::spawn(forecast(application.clone()));
    let (stopping, mut stop) = tokio::sync::watch::channel(false);
    application.access.follow();
    let app = http::app(application.clone());
    // Without this, the second answer on a connection waits for the client's acknowledgement of the
    // first: forty milliseconds on most systems.
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    let server = axum::serve(listener, app.into_make_service_with_connect_info::<SocketAddr>());
    let server = server.with_graceful_shutdown(async move {
        let _ = stop.wait_for(|stop| *stop).await;
    });
    let server = tokio::spawn(server.into_future());
    told_to_stop(terminate, interrupt).await;
    let _ = stopping.send(true);
    // Live pages never end by themselves; they are cut when the grace is over.
    let _ = tokio::time::timeout(GRACE, server).await;
    tokio::task::block_in_place(|| application.close());
    Ok(())
}

fn bind(address: SocketAddr) -> std::io::Result<tokio::net::TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    // A server that was killed leaves its port in waiting; the next one may take it at once.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(1024)
}

async fn told_to_stop(mut terminate: Signal, mut interrupt: Signal) {
    tokio::select! {
        _ = terminate.recv() => (),
        _ = interrupt.recv() => (),
    }
}

/// Keeps the forecasts of the day.
async fn forecast(application: Application) {
    let mut made_for = None;
    let mut ticks = tokio::time::interval(FORECAST_EVERY);
    loop {
        let loaded = application.loading().is_none();
        let today = outlook::today(&application);
        if loaded && made_for != Some((today, outlook::is_known(&application))) {
            if let Err(error) = outlook::refresh(&application).await {
                tracing::warn!(%error, "the forecasts could not be made");
            }
            made_for = Some((today, outlook::is_known(&application)));
        }
        if loaded {
            ticks.tick().await;
        } else {
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    }
}

/// The plan of a demo's shop, beside its store.
pub(crate) fn plan_file(folder: &Path) -> PathBuf {
    folder.join("simulation.json")
}
