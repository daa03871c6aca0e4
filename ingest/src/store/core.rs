//! The durable core: what fjall holds, under which keys, in which form.
//!
//! | keyspace | key | value |
//! |---|---|---|
//! | `meta` | name | postcard |
//! | `log` | first LSN of a commit, big-endian | mark, last LSN, [`CommitRecord`] |
//! | `dedup` | source 0 event id | LSN and hash of the event |
//! | `orders` | order id | [`Order`] |
//! | `orders_by_status` | status, placed at (newest first), order id | nothing |
//! | `orders_by_name` | kind, name 0, placed at (newest first), order id | nothing |
//! | `purchase_orders` | purchase order | [`PurchaseOrder`](crate::state::PurchaseOrder) |
//! | `purchases_by_status` | status or `late`, placed at (newest first), purchase order | nothing |
//! | `parked` | what is waited for, 0, LSN | the event as JSON |
//! | `versions` | source 0 type 0 subject | the newest external version |
//! | `due` | when, kind, name | nothing |
//! | `order_history` | order id 0 LSN | [`HistoryEntry`](super::HistoryEntry) |
//! | `stock` | SKU 0 warehouse | [`StockLevel`] |
//! | `balances` | SKU 0 warehouse 0 bin 0 lot | [`Balance`](crate::state::Balance) |
//! | `reservations` | SKU 0 warehouse 0 order 0 line | quantity |
//! | `catalogue` | kind, name | a document of that kind |
//! | `outbox` | LSN and place of a message, big-endian | [`Message`](crate::reactions::Message) |
//! | `deliveries` | key of a message, destination | [`Delivery`](super::Delivery) |
//! | `destinations` | destination | [`Destination`](super::Destination) |
//!
//! Identifiers hold no control characters, so a 0 byte parts them. Values are postcard.

use std::{
    fs::{self, File, TryLockError},
    panic,
    path::{Path, PathBuf},
};

use fjall::{
    CompressionType, Database, Keyspace, KeyspaceCreateOptions, PersistMode, Readable, Snapshot,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{
    StoreError,
    index::waiting_prefix,
    journal::{JournalGuard, MARK},
    layer::Layer,
    paths,
};
use crate::{
    facts::FactRows,
    identity::{Lsn, OrderId},
    state::{Order, OrderStatus},
    time::Instant,
};

/// The form in which the core is written. A store of another form is refused, not misread.
const FORMAT: u32 = 3;

/// What one commit added, as the log keeps it until it is sealed.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct CommitRecord {
    pub first_lsn: Lsn,
    pub last_lsn: Lsn,
    pub rows: FactRows,
}

/// The key-value store beneath the writer, locked for this process.
pub(super) struct Core {
    pub database: Database,
    pub folder: PathBuf,
    pub meta: Keyspace,
    pub log: Keyspace,
    pub dedup: Keyspace,
    pub orders: Keyspace,
    pub orders_by_status: Keyspace,
    pub orders_by_name: Keyspace,
    pub purchase_orders: Keyspace,
    pub purchases_by_status: Keyspace,
    pub parked: Keyspace,
    pub versions: Keyspace,
    pub due: Keyspace,
    pub order_history: Keyspace,
    pub stock: Keyspace,
    pub balances: Keyspace,
    pub reservations: Keyspace,
    pub catalogue: Keyspace,
    pub outbox: Keyspace,
    pub deliveries: Keyspace,
    pub destinations: Keyspace,
    /// Held locked as long as the store is open.
    _lock: File,
}

/// What kind of document a catalogue key names.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Product = b'p' as isize,
    Warehouse = b'w' as isize,
    Supplier = b's' as isize,
    Carrier = b'a' as isize,
    Measures = b'm' as isize,
    Customer = b'c' as isize,
    TaxRate = b't' as isize,
    Rate = b'r' as isize,
    StockRule = b'k' as isize,
    LotExpiry = b'l' as isize,
    Subscription = b'b' as isize,
    ReturnPolicy = b'y' as isize,
}

impl Core {
    pub(super) fn open(folder: &Path) -> Result<Self, StoreError> {
        fs::create_dir_all(folder)?;
        let lock = lock(folder)?;
        let guard = JournalGuard::before_opening(folder)?;
        let database = readable(|| {
            Database::builder(paths::core(folder))
                .cache_size(256 << 20)
                .worker_threads(1)
                .manual_journal_persist(true)
                // The guard reads the marks of commits in the journal's bytes.
                .journal_compression(CompressionType::None)
                .open()
        })?;
        let keyspace = |name: &str| database.keyspace(name, KeyspaceCreateOptions::default);
        let core = Self {
            meta: keyspace("meta")?,
            log: keyspace("log")?,
            dedup: keyspace("dedup")?,
            orders: keyspace("orders")?,
            orders_by_status: keyspace("orders_by_status")?,
            orders_by_name: keyspace("orders_by_name")?,
            purchase_orders: keyspace("purchase_orders")?,
            purchases_by_status: keyspace("purchases_by_status")?,
            parked: keyspace("parked")?,
            versions: keyspace("versions")?,
            due: keyspace("due")?,
            order_history: keyspace("order_history")?,
            stock: keyspace("stock")?,
            balances: keyspace("balances")?,
            reservations: keyspace("reservations")?,
            catalogue: keyspace("catalogue")?,
            outbox: keyspace("outbox")?,
            deliveries: keyspace("deliveries")?,
            destinations: keyspace("destinations")?,
            folder: folder.to_owned(),
            _lock: lock,
            database,
        };
        let core = core.unless_damaged(&guard)?;
        match core.meta::<u32>("format")? {
            None => core.set_meta("format", &FORMAT)?,
            Some(FORMAT) => (),
            Some(found) => return Err(StoreError::OtherForm { found, read: FORMAT }),
        }
        Ok(core)
    }

    /// The core, unless commits that its journal names were dropped when it was opened.
    fn unless_damaged(self, guard: &JournalGuard) -> Result<Self, StoreError> {
        let missing = match self.last_recovered() {
            Ok(last) => guard.missing(last),
            Err(error) => {
                drop(self);
                return Err(guard.refuse(error.to_string()));
            }
        };
        // One commit may be torn: that of a process that was cut off while it wrote.
        if missing <= 1 {
            guard.discard()?;
            return Ok(self);
        }
        drop(self);
        Err(guard.refuse(format!("core: the journal holds {missing} commits that cannot be read")))
    }

    /// The last LSN of an unbroken log.
    fn last_recovered(&self) -> Result<Lsn, StoreError> {
        let mut last = self.sealed_lsn()?;
        for record in self.log() {
            let record = record?;
            if record.first_lsn > last.next() {
                let what = format!("core: the log breaks off at LSN {last}, and goes on later");
                return Err(StoreError::damaged(what));
            }
            last = last.max(record.last_lsn);
        }
        Ok(last)
    }

    pub(super) fn meta<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, StoreError> {
        decoded(self.meta.get(name)?)
    }

    pub(super) fn set_meta<T: Serialize>(&self, name: &str, value: &T) -> Result<(), StoreError> {
        self.meta.insert(name, postcard::to_stdvec(value)?)?;
        Ok(self.database.persist(PersistMode::SyncData)?)
    }

    /// The last LSN whose rows are all sealed.
    pub(super) fn sealed_lsn(&self) -> Result<Lsn, StoreError> {
        Ok(self.meta("sealed_lsn")?.unwrap_or_default())
    }

    /// The commits since the last seal, in order.
    pub(super) fn log(&self) -> impl Iterator<Item = Result<CommitRecord, StoreError>> {
        self.log.iter().map(|entry| {
            let value = entry.value()?;
            let record = value.get(MARK.len() + 8..).unwrap_or_default();
            Ok(postcard::from_bytes(record)?)
        })
    }

    /// Writes everything that a group of events changed, as one batch, and waits for the disk.
    pub(super) fn commit(&self, layer: &Layer, record: &CommitRecord) -> Result<(), StoreError> {
        let mut batch = self.database.batch().durability(Some(PersistMode::SyncData));
        let marked = [&MARK[..], &record.last_lsn.0.to_be_bytes()].concat();
        let value = postcard::to_extend(record, marked)?;
        batch.insert(&self.log, record.first_lsn.0.to_be_bytes(), value);
        layer.write(self, &mut batch)?;
        Ok(batch.commit()?)
    }

    /// Orders with lines that wait for goods, once for each SKU that they wait for.
    pub(super) fn waiting_orders(&self) -> impl Iterator<Item = Result<Order, StoreError>> + '_ {
        let snapshot = self.database.snapshot();
        snapshot.prefix(&self.orders_by_name, waiting_prefix()).map(move |entry| {
            let listed = entry.key()?;
            let name = listed.iter().position(|byte| *byte == 0);
            let id = name.and_then(|end| listed.get(end + 9..)).unwrap_or_default();
            let order = decoded(snapshot.get(&self.orders, id)?)?;
            order.ok_or_else(|| StoreError::damaged("core: an order is listed but not there"))
        })
    }

    /// When the last sealed event was recorded.
    pub(super) fn sealed_at(&self) -> Result<Instant, StoreError> {
        Ok(Instant(self.meta("sealed_at")?.unwrap_or_default()))
    }

    /// Forgets the log up to an LSN, once its rows are sealed and on disk.
    pub(super) fn forget_log(&self, sealed: Lsn, at: Instant) -> Result<(), StoreError> {
        let mut batch = self.database.batch().durability(Some(PersistMode::SyncData));
        for entry in self.log.range(..=sealed.0.to_be_bytes()) {
            batch.remove(&self.log, entry.key()?);
        }
        batch.insert(&self.meta, "sealed_lsn", postcard::to_stdvec(&sealed)?);
        batch.insert(&self.meta, "sealed_at", postcard::to_stdvec(&at.0)?);
        Ok(batch.commit()?)
    }

    /// All documents of one kind.
    pub(super) fn documents<T: DeserializeOwned>(
        &self,
        snapshot: &Snapshot,
        kind: Kind,
    ) -> impl Iterator<Item = Result<T, StoreError>> + use<T> {
        let entries = snapshot.prefix(&self.catalogue, [kind as u8]);
        entries.map(|entry| Ok(postcard::from_bytes(&entry.value()?)?))
    }
}

/// Opens the core. A damaged file shows as an error of many kinds, or as a panic in the library.
fn readable(open: impl FnOnce() -> fjall::Result<Database>) -> Result<Database, StoreError> {
    let opened = panic::catch_unwind(panic::AssertUnwindSafe(open));
    let opened = opened.map_err(|_| StoreError::damaged("core: a file cannot be made sense of"))?;
    opened.map_err(|error| {
        let text = format!("{error:?}");
        let unreadable = ["UnexpectedEof", "InvalidData"].iter().any(|kind| text.contains(kind));
        if unreadable { StoreError::damaged(format!("core: {error}")) } else { error.into() }
    })
}

fn lock(folder: &Path) -> Result<File, StoreError> {
    let file = File::options().create(true).append(true).open(paths::lock(folder))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::Locked { folder: folder.to_owned() }),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

/// Reads a value as it was written.
pub(super) fn decoded<T: DeserializeOwned>(
    value: Option<fjall::Slice>,
) -> Result<Option<T>, StoreError> {
    value.map(|bytes| Ok(postcard::from_bytes(&bytes)?)).transpose()
}

/// A key of several names.
pub(super) fn key(names: &[&str]) -> Vec<u8> {
    names.join("\0").into_bytes()
}

/// The key of a catalogue document.
pub(super) fn catalogue_key(kind: Kind, names: &[&str]) -> Vec<u8> {
    let mut bytes = vec![kind as u8];
    bytes.extend_from_slice(&key(names));
    bytes
}

/// The key under which an order is listed with others of its status, newest first.
pub(super) fn status_key(status: OrderStatus, placed_at: Instant, order_id: &OrderId) -> Vec<u8> {
    let mut bytes = vec![status as u8];
    bytes.extend_from_slice(&newest_first(placed_at));
    bytes.extend_from_slice(order_id.as_str().as_bytes());
    bytes
}

/// Bytes that sort later instants first.
pub(super) fn newest_first(at: Instant) -> [u8; 8] {
    (!(at.0.cast_unsigned() ^ (1 << 63))).to_be_bytes()
}

/// The key of an event in an order's history.
pub(super) fn history_key(order_id: &OrderId, lsn: Lsn) -> Vec<u8> {
    let mut bytes = key(&[order_id.as_str(), ""]);
    bytes.extend_from_slice(&lsn.0.to_be_bytes());
    bytes
}
