//! Groups of entries that must be folded together: those of one SKU, and of all SKUs that are
//! tied by assemblies. Groups are independent, so threads share them.

use std::{
    collections::{BTreeMap, HashMap},
    hash::BuildHasherDefault,
    sync::{Mutex, PoisonError},
};

use super::{
    entry::Entry,
    ledger::{Context, PARTS, Part},
    names::{Mix, Names},
};

/// What is done with the entries of each group.
pub(super) trait Fold {
    type Output: Send;
    /// Takes the entries of a group, in the order of the books.
    fn group(&mut self, entries: &[Entry]);
    fn finish(self) -> Self::Output;
}

/// SKUs that assemblies tie together: their components' worth becomes the kits'.
#[derive(Debug, Default)]
pub(super) struct Coupled {
    /// The first SKU met of each assembly.
    first: HashMap<u64, u32, BuildHasherDefault<Mix>>,
    /// The next SKU on the way to the one that stands for all of its group.
    towards: HashMap<u32, u32, BuildHasherDefault<Mix>>,
}

impl Coupled {
    /// Ties a SKU to all others of an assembly.
    pub(super) fn tie(&mut self, sku: u32, assembly: u64) {
        let first = *self.first.entry(assembly).or_insert(sku);
        let (a, b) = (self.root(first), self.root(sku));
        self.towards.insert(a.max(b), a.min(b));
        // Whoever stands for a group is in it.
        self.towards.entry(a.min(b)).or_insert(a.min(b));
    }

    fn root(&mut self, mut sku: u32) -> u32 {
        while let Some(next) = self.towards.get(&sku).copied().filter(|next| *next != sku) {
            // Halving the way keeps it short however SKUs were tied.
            let after = self.towards.get(&next).copied().unwrap_or(next);
            self.towards.insert(sku, after);
            sku = after;
        }
        sku
    }

    /// The SKU that stands for a group; `None` for a SKU of which nothing is assembled.
    fn group(&self, sku: u32) -> Option<u32> {
        let mut at = *self.towards.get(&sku)?;
        while let Some(next) = self.towards.get(&at).copied().filter(|next| *next != at) {
            at = next;
        }
        Some(at)
    }
}

/// Folds all groups on some threads, each with a fold of its own.
pub(super) fn fold_groups<F: Fold>(
    context: &Context,
    parts: Vec<Part>,
    threads: usize,
    start: impl Fn() -> F + Sync,
) -> Vec<F::Output> {
    let order = Order::of(context);
    let tied = Mutex::new(BTreeMap::<u32, Vec<Entry>>::new());
    let mut outputs = side_by_side(parts, threads, &start, |fold, mut part: Part, scratch| {
        if !context.coupled.towards.is_empty() {
            set_aside(context, &mut part, &tied);
        }
        for entries in by_sku(context, part, scratch, &order) {
            fold.group(entries);
        }
    });
    let tied = tied.into_inner().unwrap_or_else(PoisonError::into_inner);
    let tied: Vec<_> = tied.into_values().collect();
    if !tied.is_empty() {
        outputs.extend(side_by_side(tied, threads, &start, |fold, mut entries, _| {
            order.sort(&mut entries);
            fold.group(&entries);
        }));
    }
    outputs
}

/// The order of the books.
struct Order {
    skus: Vec<u32>,
    warehouses: Vec<u32>,
}

impl Order {
    fn of(context: &Context) -> Self {
        let Names { skus, warehouses } = &context.names;
        Self { skus: skus.ranks(), warehouses: warehouses.ranks() }
    }

    /// By time, LSN and kind; what is still alike by names and figures, never by arrival.
    fn sort(&self, entries: &mut [Entry]) {
        let names =
            |it: &Entry| (self.skus[it.sku as usize], self.warehouses[usize::from(it.warehouse)]);
        entries.sort_unstable_by(|a, b| {
            let books = a.in_books().cmp(&b.in_books());
            books.then_with(|| names(a).cmp(&names(b))).then_with(|| a.figures().cmp(&b.figures()))
        });
    }
}

/// Takes the entries of SKUs that are tied together out of a part, into their groups.
fn set_aside(context: &Context, part: &mut Part, tied: &Mutex<BTreeMap<u32, Vec<Entry>>>) {
    let mut tied = tied.lock().unwrap_or_else(PoisonError::into_inner);
    for chunk in part {
        chunk.retain(|entry| {
            let group = context.coupled.group(entry.sku);
            group.is_none_or(|group| {
                tied.entry(group).or_default().push(*entry);
                false
            })
        });
    }
}

/// Works items off on some threads.
fn side_by_side<T: Send, F: Fold>(
    items: Vec<T>,
    threads: usize,
    start: &(impl Fn() -> F + Sync),
    work: impl Fn(&mut F, T, &mut Vec<Entry>) + Sync,
) -> Vec<F::Output> {
    let items = Mutex::new(items.into_iter());
    let next = || items.lock().unwrap_or_else(PoisonError::into_inner).next();
    let worker = || {
        let (mut fold, mut scratch) = (start(), Vec::new());
        while let Some(item) = next() {
            work(&mut fold, item, &mut scratch);
        }
        fold.finish()
    };
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads.max(1)).map(|_| scope.spawn(worker)).collect();
        let mut outputs = vec![worker()];
        for other in others {
            match other.join() {
                Ok(output) => outputs.push(output),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        outputs
    })
}

/// Brings the entries of each SKU together, in the order of the books.
fn by_sku<'s>(
    context: &Context,
    part: Part,
    scratch: &'s mut Vec<Entry>,
    order: &Order,
) -> impl Iterator<Item = &'s [Entry]> {
    // The SKUs of a part are those of one remainder, so the quotients number them without gaps.
    let number = |entry: &Entry| (entry.sku / PARTS) as usize;
    let mut places = vec![0; context.names.skus.len() / PARTS as usize + 2];
    for entry in part.iter().flatten() {
        places[number(entry) + 1] += 1;
    }
    for at in 1..places.len() {
        places[at] += places[at - 1];
    }
    let entries = places.last().copied().unwrap_or(0);
    scratch.resize(entries.max(scratch.len()), Entry::default());
    let ends = places.clone();
    for chunk in part {
        for entry in chunk {
            let place = &mut places[number(&entry)];
            scratch[*place] = entry;
            *place += 1;
        }
    }
    let mut rest = &mut scratch[..entries];
    ends.into_iter().scan(0, move |start, end| {
        let (entries, after) = std::mem::take(&mut rest).split_at_mut(end - *start);
        (*start, rest) = (end, after);
        order.sort(entries);
        Some(&*entries)
    })
}
