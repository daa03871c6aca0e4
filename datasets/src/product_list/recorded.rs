//! What of product lists a store has recorded, told from the ids of the events.
//!
//! An id is `SUBJECT-CONTENT`, or `SUBJECT-CONTENT#2` where a list says a second time what it had
//! said and unsaid before; so an id never stands for two events.

use std::collections::HashMap;

use marea_ingest::identity::{EventId, IdentifierError};

/// The events of product lists that a store has recorded.
#[derive(Debug, Clone, Default)]
pub struct Recorded {
    /// The last content by subject.
    last: HashMap<String, String>,
    /// How often each subject and content was recorded.
    times: HashMap<String, u32>,
}

impl Recorded {
    /// Notes an event; the earlier of two comes first.
    pub fn note(&mut self, event_id: &str) {
        let Some((subject, content)) = event_id.rsplit_once('-') else { return };
        let content = content.split_once('#').map_or(content, |(content, _)| content);
        *self.times.entry(format!("{subject}-{content}")).or_default() += 1;
        self.last.insert(subject.to_owned(), content.to_owned());
    }

    /// Whether this is the last that was said of a subject.
    pub(super) fn is_last(&self, subject: &str, content: &str) -> bool {
        self.last.get(subject).is_some_and(|last| last == content)
    }

    /// An id under which nothing is recorded yet.
    pub(super) fn new_id(&self, subject: &str, content: &str) -> Result<EventId, IdentifierError> {
        let said = format!("{subject}-{content}");
        match self.times.get(&said) {
            None => EventId::new(&said),
            Some(times) => EventId::new(&format!("{said}#{}", times + 1)),
        }
    }
}
