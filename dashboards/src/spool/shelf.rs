//! Which answers the spool holds, which are on their way, and who read which.

use std::{collections::HashMap, sync::Arc, time::Duration};

use tokio::{sync::watch, time::Instant};

use super::{Progress, Question, SpoolBounds, SpoolError, result::Spooled};

/// Readers that are remembered. Beyond that all are forgotten: one who comes back for a part
/// without saying of which version is then answered anew.
const MOST_READERS: usize = 4096;

type Coming = watch::Receiver<Option<Result<Arc<Spooled>, Arc<SpoolError>>>>;

#[derive(Default)]
pub(super) struct Shelf {
    entries: Vec<Entry>,
    last: u64,
    opened: HashMap<(String, Question), u64>,
}

struct Entry {
    number: u64,
    question: Question,
    tag: Option<String>,
    begun: Instant,
    state: State,
}

enum State {
    Making(Arc<Progress>),
    Ready(Arc<Spooled>),
}

/// What there is of an answer.
pub(super) enum Found {
    Ready(Arc<Spooled>),
    Coming(Coming),
    /// It is to be made, under this number.
    New(u64, Arc<Progress>),
    Full,
}

impl Entry {
    fn ready(&self) -> Option<&Arc<Spooled>> {
        match &self.state {
            State::Ready(result) => Some(result),
            State::Making(_) => None,
        }
    }

    /// Whether it may stand for an answer that is asked for now.
    fn is_of(&self, question: &Question, tag: Option<&str>, bounds: &SpoolBounds) -> bool {
        let fresh = tag.is_some() || self.begun.elapsed() < bounds.volatile;
        self.question == *question && self.tag.as_deref() == tag && fresh
    }

    /// Whether it is written, and nobody reads it now.
    fn is_idle(&self) -> bool {
        self.ready().is_some_and(|result| Arc::strong_count(result) == 1)
    }
}

impl Shelf {
    pub(super) fn find_or_begin(
        &mut self,
        question: Question,
        tag: Option<&str>,
        bounds: &SpoolBounds,
    ) -> Found {
        self.let_go_unread(bounds.unread);
        let found = self.entries.iter().find(|entry| entry.is_of(&question, tag, bounds));
        match found.map(|entry| &entry.state) {
            Some(State::Ready(result)) => return Found::Ready(taken(result)),
            Some(State::Making(progress)) => return Found::Coming(progress.subscribe()),
            None => (),
        }
        while self.entries.len() >= bounds.results {
            if !self.let_go_oldest() {
                return Found::Full;
            }
        }
        self.last += 1;
        let progress = Arc::new(watch::channel(None).0);
        self.entries.push(Entry {
            number: self.last,
            question,
            tag: tag.map(str::to_owned),
            begun: Instant::now(),
            state: State::Making(Arc::clone(&progress)),
        });
        Found::New(self.last, progress)
    }

    pub(super) fn finish(&mut self, number: u64, result: &Arc<Spooled>) {
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.number == number) {
            entry.state = State::Ready(Arc::clone(result));
        }
    }

    /// Forgets an answer that did not arrive.
    pub(super) fn give_up(&mut self, number: u64) {
        self.entries.retain(|entry| entry.number != number || entry.ready().is_some());
    }

    /// Whether nobody waits for an answer any more; then nobody can begin to, either.
    pub(super) fn is_forsaken(&mut self, number: u64) -> bool {
        let waited_for = self.entries.iter().any(|entry| match &entry.state {
            State::Making(progress) => entry.number == number && progress.receiver_count() > 0,
            State::Ready(_) => false,
        });
        if !waited_for {
            self.give_up(number);
        }
        !waited_for
    }

    pub(super) fn opened(&self, reader: &str, question: &Question) -> Option<Arc<Spooled>> {
        let number = self.opened.get(&(reader.to_owned(), *question))?;
        let entry = self.entries.iter().find(|entry| entry.number == *number)?;
        entry.ready().map(taken)
    }

    pub(super) fn open_for(&mut self, reader: String, question: Question, number: u64) {
        if self.opened.len() >= MOST_READERS {
            self.opened.clear();
        }
        self.opened.insert((reader, question), number);
    }

    pub(super) fn named(&self, question: &Question, name: &str) -> Option<Arc<Spooled>> {
        let of_question = self.entries.iter().filter(|entry| entry.question == *question);
        of_question.filter_map(Entry::ready).find(|result| result.name() == name).map(taken)
    }

    pub(super) fn volatile(
        &self,
        question: &Question,
        bounds: &SpoolBounds,
    ) -> Option<Arc<Spooled>> {
        let mut entries = self.entries.iter();
        entries.find(|entry| entry.is_of(question, None, bounds))?.ready().map(taken)
    }

    /// Lets go the answer that was read the longest ago, if there is one that nobody reads.
    pub(super) fn let_go_oldest(&mut self) -> bool {
        let idle = self.entries.iter().enumerate().filter(|(_, entry)| entry.is_idle());
        let oldest = idle.min_by_key(|(_, entry)| entry.ready().map(|result| result.used()));
        let Some((at, _)) = oldest else { return false };
        self.entries.swap_remove(at);
        true
    }

    pub(super) fn let_go_unread(&mut self, after: Duration) {
        let is_unread = |result: &Arc<Spooled>| result.used().elapsed() >= after;
        self.entries.retain(|entry| !(entry.is_idle() && entry.ready().is_some_and(is_unread)));
        let kept: Vec<u64> = self.entries.iter().map(|entry| entry.number).collect();
        self.opened.retain(|_, number| kept.contains(number));
    }
}

fn taken(result: &Arc<Spooled>) -> Arc<Spooled> {
    result.touch();
    Arc::clone(result)
}
