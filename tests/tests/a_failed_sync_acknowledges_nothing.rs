//! A disk that fails to make a write durable: the events are not acknowledged, nothing more is
//! accepted, the reason is told; after a restart all that was acknowledged is there, and what was
//! not can be sent again.

use std::{
    process::{Child, Command, Stdio},
    time::Duration,
};

use anyhow::{Result, ensure};
use marea_tests::{environment::skip, events::product_set, server::Store};

/// Every sync of a process fails, as on a broken disk, until this is dropped.
struct BrokenDisk(Child);

impl BrokenDisk {
    fn under(process: u32) -> Result<Self> {
        let fault = "inject=fdatasync,fsync:error=EIO";
        let tracer = Command::new("strace")
            .args(["-f", "-qq", "-e", "trace=fdatasync,fsync", "-e", fault, "-o", "/dev/null"])
            .args(["-p", &process.to_string()])
            .stderr(Stdio::null())
            .spawn()?;
        Ok(Self(tracer))
    }
}

impl Drop for BrokenDisk {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test]
async fn a_failed_sync_acknowledges_nothing() -> Result<()> {
    if Command::new("strace").arg("-V").output().is_err() {
        skip("a_failed_sync_acknowledges_nothing", "no strace to break the disk with");
        return Ok(());
    }
    let store = Store::new()?;
    let server = store.serve().start()?;
    let client = server.client()?;
    client.record(&[product_set("BEFORE", "deny")]).await?;
    let broken = BrokenDisk::under(server.process())?;
    let mut refused = None;
    for number in 0..100 {
        let event = product_set(&format!("DURING-{number}"), "deny");
        let answer = client.post(std::slice::from_ref(&event)).await?;
        if answer.status != 200 {
            refused = Some((number, event, answer));
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let Some((acknowledged, event, answer)) = refused else {
        drop(broken);
        skip("a_failed_sync_acknowledges_nothing", "strace may not trace here");
        return Ok(());
    };
    ensure!(answer.status == 503, "{} {}", answer.status, answer.body);
    ensure!(client.get("/readyz").await?.status == 503, "still ready");
    let after = client.post(&[product_set("AFTER", "deny")]).await?;
    ensure!(after.status == 503, "accepted on a broken disk: {}", after.body);
    drop(broken);
    server.kill()?;

    let server = store.serve().start()?;
    let client = server.client()?;
    let kept = client.number("SELECT count(*) FROM products WHERE sku LIKE 'DURING-%'").await?;
    ensure!(kept >= acknowledged.into(), "{kept} of {acknowledged} acknowledged are kept");
    let again = client.post(&[product_set("BEFORE", "deny"), event]).await?.expect(200)?;
    let known = again.count("accepted") + again.count("duplicates");
    ensure!(known == 2, "sent again: {}", again.body);
    let twice = "SELECT event_id FROM events GROUP BY event_id HAVING count(*) > 1";
    ensure!(client.texts(twice).await?.is_empty(), "an event is there twice");
    server.stop()
}
