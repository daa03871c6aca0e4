//! `GET /api/v1/live`: the page's figures as server-sent events, a whole picture first, then what
//! changes. One task asks for all who watch, and rests while nobody does.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    extract::State,
    response::{
        Sse,
        sse::{Event, KeepAlive},
    },
};
use futures::{Stream, StreamExt, stream};
use tokio::sync::watch;
use tokio_stream::wrappers::WatchStream;

use super::Problem;
use crate::{
    Application,
    board::{Board, board, changes, says_something},
};

/// How often the figures are asked for while someone watches.
const EVERY: Duration = Duration::from_secs(1);

#[derive(Clone)]
pub(super) struct Live {
    application: Application,
    boards: Arc<watch::Sender<Arc<Board>>>,
}

impl Live {
    /// Starts the task that asks; it ends when the last handle is gone.
    pub(super) fn start(application: Application) -> Self {
        let (sender, _) = watch::channel(Arc::default());
        let live = Self { application: application.clone(), boards: Arc::new(sender) };
        let boards = Arc::downgrade(&live.boards);
        tokio::spawn(async move {
            let mut ticks = tokio::time::interval(EVERY);
            ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
            loop {
                ticks.tick().await;
                let Some(boards) = boards.upgrade() else { return };
                if boards.receiver_count() == 0 {
                    continue;
                }
                match board(&application).await {
                    Ok(board) => drop(boards.send(Arc::new(board))),
                    Err(error) => tracing::warn!(%error, "the live figures cannot be made"),
                }
            }
        });
        live
    }
}

pub(super) async fn stream(
    State(live): State<Live>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let updates = WatchStream::from_changes(live.boards.subscribe());
    let first = Arc::new(board(&live.application).await?);
    let opening = message("snapshot", &first).retry(Duration::from_secs(1));
    let deltas = updates.scan(first, |before, now| {
        let change = changes(before, &now);
        let told = says_something(&change, before).then(|| message("delta", &change));
        *before = now;
        std::future::ready(Some(told))
    });
    let messages = stream::once(async { opening }).chain(deltas.filter_map(std::future::ready));
    let keep_alive = KeepAlive::new().interval(Duration::from_secs(15)).text("keep-alive");
    Ok(Sse::new(messages.map(Ok)).keep_alive(keep_alive))
}

fn message(name: &str, board: &Board) -> Event {
    let lsn = board.get("lsn").map(ToString::to_string).unwrap_or_default();
    let data = serde_json::to_string(board).unwrap_or_default();
    Event::default().event(name).id(lsn).data(data)
}
