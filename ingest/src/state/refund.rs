//! How much of each line can be given back: its share of what was paid, to the cent.

use rust_decimal::{Decimal, RoundingStrategy};

use super::{Order, OrderItem};
use crate::amount::Money;

impl Order {
    /// What was taken and not given back, nor asked back by a payer's bank: no more than this can
    /// be refunded in all.
    #[must_use]
    pub fn refundable(&self) -> Money {
        let left = self.payments.captured - self.payments.refunded - self.payments.disputed;
        if left.is_positive() { left } else { Money::ZERO }
    }

    /// What was paid for each line, in the order of the lines: what it was charged at, or its share
    /// of what was taken, where that is less. Shares are taken of cumulated charges, so that they
    /// add up to what was paid to the cent (FIELD_LESSONS rows 11 and 12).
    #[must_use]
    pub fn paid_by_line(&self) -> Vec<Money> {
        let charges: Vec<Money> =
            self.lines.iter().map(|it| it.charged(self.tax_included)).collect();
        let charged = charges.iter().copied().sum::<Money>() + self.shipping;
        let paid = self.payments.captured;
        if paid >= charged {
            return charges;
        }
        let (mut cumulated, mut told) = (Money::ZERO, Money::ZERO);
        let shares = charges.into_iter().map(|charge| {
            cumulated += charge;
            let upto = cents(paid.decimal() * cumulated.decimal() / charged.decimal());
            let share = upto - told;
            told = upto;
            share
        });
        shares.collect()
    }
}

impl OrderItem {
    /// What all units ordered were charged at, with discount and tax.
    #[must_use]
    pub fn charged(&self, tax_included: bool) -> Money {
        let tax = if tax_included { Money::ZERO } else { self.tax };
        Money::of(self.ordered, self.unit_price) - self.discount + tax
    }
}

fn cents(amount: Decimal) -> Money {
    Money::rounded(amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero))
}

#[cfg(test)]
mod tests;
