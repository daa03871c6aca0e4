//! Random histories, late, repeated and impossible events among them, with restarts in between:
//! each event is decided as a plain second telling decides it, the facts sum to what that telling
//! sums to, and the views equal the same SQL over the facts.

use anyhow::{Result, ensure};
use chrono_tz::Europe::Madrid;
use marea_tests::{
    audit,
    client::Client,
    environment::generator,
    events::Event,
    history::History,
    oracle::Verdict,
    server::{Serve, Server, Store},
};
use rand::RngExt as _;

const CHUNKS: usize = 12;

#[tokio::test]
async fn views_equal_sql_over_the_facts() -> Result<()> {
    let (store, mut random) = (Store::new()?, generator());
    let serve = store.serve().with("--time-zone", "Europe/Madrid").with("--seal-rows", 150);
    let mut history = History::new(random.clone(), Madrid);
    let mut server = serve.start()?;
    server.client()?.record(&history.opening()?).await?;
    for chunk in 0..CHUNKS {
        for _ in 0..random.random_range(3..12) {
            let batch = random.random_range(1..40);
            post_checked(&server.client()?, &mut history, batch).await?;
        }
        if chunk % 3 == 2 {
            server = restarted(server, &serve, random.random_bool(0.5))?;
        }
        audit::all(&server.client()?, &history.shop).await?;
    }
    server.stop()
}

fn restarted(server: Server, serve: &Serve, gently: bool) -> Result<Server> {
    if gently {
        server.stop()?;
    } else {
        server.kill()?;
    }
    serve.start()
}

async fn post_checked(client: &Client, history: &mut History, count: usize) -> Result<()> {
    let batch = (0..count).map(|_| history.next_event()).collect::<Result<Vec<_>>>()?;
    let (events, verdicts): (Vec<Event>, Vec<Verdict>) = batch.into_iter().unzip();
    let answer = client.post(&events).await?;
    let refused = (0..count).filter(|index| verdicts[*index] == Verdict::Refused);
    let named = answer.rejected().iter().filter_map(|one| one["index"].as_u64());
    let told = || events.iter().zip(&verdicts).map(|(event, told)| format!("{told:?} {event}\n"));
    ensure!(
        named.eq(refused.map(|index| index as u64)),
        "decided otherwise: {}\n{}",
        answer.text,
        told().collect::<String>()
    );
    if answer.status == 200 {
        let of = |verdict| verdicts.iter().filter(|one| **one == verdict).count() as u64;
        ensure!(answer.count("accepted") == of(Verdict::Accepted), "{}", answer.text);
        ensure!(answer.count("duplicates") == of(Verdict::Duplicate), "{}", answer.text);
    }
    Ok(())
}
