//! What clients were told, and the books of a contestant held against it.

use std::{collections::BTreeMap, time::Duration};

use anyhow::{Context as _, Result, ensure};
use hdrhistogram::Histogram;

use super::orders::{Command, Outcome, catalogue, opening, sku};
use crate::load::histogram;

/// The sum of all acknowledgements; units by the number of the SKU, money in cents.
pub(super) struct Account {
    pub(super) took: Duration,
    pub(super) answers: Histogram<u64>,
    received: Vec<i64>,
    placed: Vec<i64>,
    shipped: Vec<i64>,
    paid: i64,
    orders: i64,
    refused: i64,
    commands: u64,
}

/// Stock of a SKU as a contestant's books have it.
#[derive(Debug, PartialEq, Eq, Default)]
pub(super) struct Level {
    pub(super) on_hand: i64,
    pub(super) committed: i64,
    /// The sum of the open reservations.
    pub(super) reserved: i64,
}

/// The books of a contestant.
pub(super) struct Books {
    pub(super) stock: BTreeMap<String, Level>,
    /// The least that was ever left of any SKU to be promised.
    pub(super) least_available: i64,
    /// In cents.
    pub(super) paid: i64,
    pub(super) orders: i64,
}

impl Account {
    pub(super) fn new() -> Result<Self> {
        let units = || vec![0; catalogue().len()];
        Ok(Self {
            took: Duration::ZERO,
            answers: histogram()?,
            received: units(),
            placed: units(),
            shipped: units(),
            paid: 0,
            orders: 0,
            refused: 0,
            commands: 0,
        })
    }

    /// Enters what became of a command. A receipt is part of the world, and not counted as one.
    pub(super) fn told(&mut self, command: Command<'_>, outcome: Outcome) -> Result<()> {
        match (command, outcome) {
            (Command::Place(_), Outcome::Refused) => self.refused += 1,
            (_, Outcome::Refused) => anyhow::bail!("refused: {}", command.to_json()),
            (Command::Receive(receipt), _) => {
                self.received[receipt.sku] += receipt.quantity;
                return Ok(());
            }
            (Command::Place(order), _) => {
                self.orders += 1;
                order.lines.iter().for_each(|line| self.placed[line.sku] += line.quantity);
            }
            (Command::Pay(order), _) => self.paid += order.total(),
            (Command::Approve(_), _) => {}
            (Command::Ship(order), _) => {
                order.lines.iter().for_each(|line| self.shipped[line.sku] += line.quantity);
            }
        }
        self.commands += u64::from(outcome == Outcome::Accepted);
        Ok(())
    }

    /// Commands that were accepted, a second.
    pub(super) fn rate(&self) -> f64 {
        self.commands as f64 / self.took.as_secs_f64()
    }

    pub(super) fn milliseconds(&self, quantile: f64) -> f64 {
        self.answers.value_at_quantile(quantile) as f64 / 1_000.0
    }

    /// Orders that were refused, of a hundred.
    pub(super) fn refused_share(&self) -> f64 {
        100.0 * self.refused as f64 / (self.orders + self.refused) as f64
    }

    /// Holds the books against what clients were told.
    ///
    /// # Errors
    /// Where anything was oversold, lost or doubled, or nothing was ever short.
    pub(super) fn audit(&self, books: &Books) -> Result<()> {
        ensure!(self.refused > 0, "no order was refused: nothing was contended");
        ensure!(books.least_available >= 0, "oversold: {} were left", books.least_available);
        ensure!(books.stock.len() == catalogue().len(), "{} SKUs in the books", books.stock.len());
        for number in catalogue() {
            let committed = self.placed[number] - self.shipped[number];
            let on_hand = opening(number) + self.received[number] - self.shipped[number];
            let told = Level { on_hand, committed, reserved: committed };
            let name = sku(number);
            let found = books.stock.get(&name).with_context(|| format!("no {name}"))?;
            ensure!(*found == told, "{name}: clients were told {told:?}, the books say {found:?}");
            ensure!(committed <= on_hand, "{name} is oversold: {told:?}");
        }
        let (told, found) = ((self.paid, self.orders), (books.paid, books.orders));
        ensure!(told == found, "cents and orders: told {told:?}, the books say {found:?}");
        Ok(())
    }
}

/// All accounts as one.
pub(super) fn sum(accounts: &[Account]) -> Result<Account> {
    let mut sum = Account::new()?;
    for account in accounts {
        sum.answers.add(&account.answers)?;
        add(&mut sum.received, &account.received);
        add(&mut sum.placed, &account.placed);
        add(&mut sum.shipped, &account.shipped);
        sum.paid += account.paid;
        sum.orders += account.orders;
        sum.refused += account.refused;
        sum.commands += account.commands;
    }
    Ok(sum)
}

fn add(sums: &mut [i64], units: &[i64]) {
    sums.iter_mut().zip(units).for_each(|(sum, units)| *sum += units);
}
