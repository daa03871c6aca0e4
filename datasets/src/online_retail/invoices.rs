//! The rows of a file by invoice, whether they stand together or not.

use std::collections::HashMap;

use marea_ingest::identity::{CustomerId, IdentifierError, OrderId, ReturnId};

use super::row::{InvoiceKind, Row};

/// An invoice and its rows in the order of the file.
pub(super) struct Invoice {
    pub(super) number: String,
    pub(super) kind: InvoiceKind,
    pub(super) rows: Vec<Row>,
    /// The customer, where a line names him.
    pub(super) customer: Option<CustomerId>,
    positions: u32,
}

/// All invoices in the order in which the file first names them.
#[derive(Default)]
pub(super) struct Invoices {
    list: Vec<Invoice>,
    places: HashMap<String, usize>,
}

impl Invoices {
    /// The invoice of this number.
    pub(super) fn named(&mut self, number: &str, kind: InvoiceKind) -> &mut Invoice {
        let place = match self.places.get(number) {
            Some(&place) => place,
            None => {
                let number = number.to_owned();
                self.places.insert(number.clone(), self.list.len());
                let (rows, customer, positions) = (Vec::new(), None, 0);
                self.list.push(Invoice { number, kind, rows, customer, positions });
                self.list.len() - 1
            }
        };
        &mut self.list[place]
    }

    /// All invoices that have rows.
    pub(super) fn into_list(self) -> impl Iterator<Item = Invoice> {
        self.list.into_iter().filter(|invoice| !invoice.rows.is_empty())
    }

    /// All rows.
    pub(super) fn rows(&self) -> impl Iterator<Item = &Row> {
        self.list.iter().flat_map(|invoice| &invoice.rows)
    }
}

impl Invoice {
    /// The place of the next line of the file that names this invoice.
    pub(super) fn next_position(&mut self) -> u32 {
        self.positions += 1;
        self.positions
    }

    /// Adds a row; an order goes to one customer in one country, so a row that says otherwise is
    /// refused.
    pub(super) fn push(&mut self, row: Row) -> Result<(), String> {
        if let Some(first) = self.rows.first()
            && first.country != row.country
        {
            let (number, country) = (&self.number, &first.country);
            return Err(format!(
                "invoice {number} goes to {country}, this line to {}",
                row.country
            ));
        }
        if let (Some(known), Some(other)) = (&self.customer, &row.customer)
            && known != other
        {
            let number = &self.number;
            return Err(format!("invoice {number} is of customer {known}, this line of {other}"));
        }
        if self.customer.is_none() {
            self.customer.clone_from(&row.customer);
        }
        self.rows.push(row);
        Ok(())
    }

    pub(super) fn order_id(&self) -> Result<OrderId, IdentifierError> {
        OrderId::new(&self.number)
    }

    pub(super) fn return_id(&self) -> Result<ReturnId, IdentifierError> {
        ReturnId::new(&self.number)
    }
}
