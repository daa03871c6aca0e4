//! The audit log: who asked what, and how it ended.
//!
//! `audit.jsonl` in the folder of the store, a JSON object a line. When it has grown to its bound
//! it becomes `audit.1.jsonl`, what was that becomes `audit.2.jsonl`, and so on; the oldest part
//! is deleted. Whoever has to keep it longer copies the parts away.
//!
//! Lines are written by a thread of their own, so that no request waits for the disk. Where that
//! thread falls behind by more than the channel holds, lines are dropped and counted in the metric
//! `marea_audit_entries_dropped_total`. A crash may lose the lines of the last moment; a
//! stop does not.

mod entry;
mod parts;

use std::{
    io,
    path::{Path, PathBuf},
    sync::{
        Mutex, PoisonError,
        mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel},
    },
    thread::JoinHandle,
    time::Duration,
};

pub(crate) use entry::Entry;
use entry::Sums;
use parts::Parts;

/// Lines that may wait to be written: some 20 MiB, if each were as long as it may be.
const WAITING: usize = 4096;
/// A sum is written when nothing else happens for so long.
const PATIENCE: Duration = Duration::from_secs(60);

enum Message {
    Entry(Box<Entry>),
    End,
}

/// The audit log of a server.
pub(crate) struct Audit {
    sender: SyncSender<Message>,
    writer: Mutex<Option<JoinHandle<()>>>,
}

impl Audit {
    /// Where it is.
    pub(crate) fn path(folder: &Path) -> PathBuf {
        folder.join("audit.jsonl")
    }

    /// Starts the thread that writes; the file is made with the first line.
    pub(super) fn start(folder: &Path) -> io::Result<Self> {
        let (sender, receiver) = sync_channel(WAITING);
        let parts = Parts::of(folder);
        let writer = std::thread::Builder::new().name("marea-audit".into());
        let writer = writer.spawn(move || write_all(&receiver, parts))?;
        Ok(Self { sender, writer: Mutex::new(Some(writer)) })
    }

    /// Hands a line over. Never blocks.
    pub(super) fn write(&self, entry: Entry) {
        if self.sender.try_send(Message::Entry(Box::new(entry))).is_err() {
            dropped("full");
        }
    }

    /// Ends after what was handed over so far. Blocks the thread.
    pub(super) fn close(&self) {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(writer) = writer
            && self.sender.send(Message::End).is_ok()
        {
            let _ = writer.join();
        }
    }
}

fn dropped(why: &'static str) {
    metrics::counter!("marea_audit_entries_dropped_total", "why" => why).increment(1);
}

/// Writes what comes until the end is told.
fn write_all(receiver: &Receiver<Message>, mut parts: Parts) {
    let mut sums = Sums::default();
    loop {
        let told = receiver.recv_timeout(PATIENCE);
        let mut ended = matches!(told, Err(RecvTimeoutError::Disconnected));
        if told.is_err() {
            sums.take_all().for_each(|line| write(&mut parts, &line));
        }
        // What waits already is written in one go.
        for message in told.into_iter().chain(receiver.try_iter().take(WAITING)) {
            match message {
                Message::Entry(entry) => {
                    sums.add(*entry).for_each(|line| write(&mut parts, &line));
                }
                Message::End => ended = true,
            }
        }
        if ended {
            sums.take_all().for_each(|line| write(&mut parts, &line));
        }
        if let Err(error) = parts.flush(ended) {
            tracing::error!(%error, "the audit log cannot be written");
            dropped("disk");
        }
        if ended {
            return;
        }
    }
}

fn write(parts: &mut Parts, line: &impl serde::Serialize) {
    let line = serde_json::to_vec(line).unwrap_or_default();
    if let Err(error) = parts.write(&line) {
        tracing::error!(%error, "the audit log cannot be written");
        dropped("disk");
    }
}

#[cfg(test)]
mod tests;
