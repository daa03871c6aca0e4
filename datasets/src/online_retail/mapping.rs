//! From invoices to events.

use chrono::{DateTime, FixedOffset};
use marea_ingest::{
    amount::Money,
    event::{
        Address, Body, Disposition, Envelope, Event, LineKind, MOST_LINES, Mode, OrderEdited,
        OrderLine, OrderPlaced, ReturnLine, ReturnReceived, StockAdjusted, StockWrittenOff,
    },
    identity::{Channel, Currency, EventId, IdentifierError, LineId, Source},
};

use super::{
    catalogue,
    invoices::{Invoice, Invoices},
    report::{Report, charged, credited},
    row::{InvoiceKind, Row},
};

/// The source of all events, and the channel of all orders.
const SOURCE: &str = "online-retail";

/// An event holds descriptions of at most this many bytes, so that its record stays far below
/// the largest that is taken.
const MOST_TEXT: usize = 1 << 20;

/// All events of a file: the catalogue, then what happened in the order of time, and within a
/// moment in the order of the file.
pub(super) fn events(
    invoices: Invoices,
    report: &mut Report,
) -> Result<Vec<Event>, IdentifierError> {
    let mut events = catalogue::products(&invoices, report)?;
    let mut happened = Vec::new();
    for invoice in invoices.into_list() {
        invoice_events(invoice, report, &mut happened)?;
    }
    let warehouse_is_named = happened.iter().any(|event: &Event| {
        matches!(event.body, Body::StockWrittenOff(_) | Body::StockAdjusted(_))
    });
    if warehouse_is_named {
        events.insert(0, catalogue::warehouse_set()?);
    }
    happened.sort_by_key(|event| event.envelope.occurred_at);
    events.append(&mut happened);
    Ok(events)
}

/// An event of this source that has already happened.
pub(super) fn reported(
    event_id: &str,
    occurred_at: DateTime<FixedOffset>,
    body: impl Into<Body>,
) -> Result<Event, IdentifierError> {
    let envelope = Envelope {
        event_id: EventId::new(event_id)?,
        source: Source::new(SOURCE)?,
        occurred_at,
        mode: Mode::Report,
        external_version: None,
        actor: None,
        reason: None,
    };
    Ok(Event { envelope, body: body.into() })
}

/// What a row is about.
enum Meaning {
    Charge,
    Credit,
    Found,
    WrittenOff,
}

fn meaning(row: &Row, invoice: &Invoice, has_price: bool) -> Meaning {
    let goods = row.kind == LineKind::Product && row.unit_price.is_zero();
    let stock = goods && invoice.kind == InvoiceKind::Order;
    let ordered = row.customer.is_some() || invoice.customer.is_some() || has_price;
    match row.quantity.is_negative() {
        true if stock => Meaning::WrittenOff,
        true => Meaning::Credit,
        false if stock && !ordered => Meaning::Found,
        false => Meaning::Charge,
    }
}

fn invoice_events(
    mut invoice: Invoice,
    report: &mut Report,
    events: &mut Vec<Event>,
) -> Result<(), IdentifierError> {
    let has_price = invoice.rows.iter().any(|row| !row.unit_price.is_zero());
    let bad_debt = invoice.kind == InvoiceKind::BadDebt;
    let (mut charges, mut credits) = (Vec::new(), Vec::new());
    for row in std::mem::take(&mut invoice.rows) {
        match meaning(&row, &invoice, has_price) {
            Meaning::Charge => {
                report.count(charged(&row, bad_debt), &row);
                charges.push(row);
            }
            Meaning::Credit => {
                report.count(credited(&row), &row);
                credits.push(row);
            }
            Meaning::Found => {
                report.count("stock_found", &row);
                events.push(found(&invoice.number, row)?);
            }
            Meaning::WrittenOff => {
                report.count("stock_written_off", &row);
                events.push(written_off(&invoice.number, row)?);
            }
        }
    }
    for (index, rows) in by_moment(charges).into_iter().enumerate() {
        events.push(charge(&invoice, index, rows)?);
        *(if index == 0 { &mut report.orders } else { &mut report.order_edits }) += 1;
    }
    for (index, rows) in by_moment(credits).into_iter().enumerate() {
        events.push(credit(&invoice, index, rows)?);
        report.credits += 1;
    }
    Ok(())
}

/// Rows of one moment each, so that every line is of the month the file says, and never more of
/// them than one event may carry.
fn by_moment(mut rows: Vec<Row>) -> Vec<Vec<Row>> {
    rows.sort_by_key(|row| row.occurred_at);
    let mut parts: Vec<Vec<Row>> = Vec::new();
    let mut text = 0;
    for row in rows {
        let length = row.description.as_ref().map_or(0, |text| text.len());
        text += length;
        match parts.last_mut() {
            Some(part)
                if part[0].occurred_at == row.occurred_at
                    && part.len() < MOST_LINES
                    && text <= MOST_TEXT =>
            {
                part.push(row);
            }
            _ => {
                text = length;
                parts.push(vec![row]);
            }
        }
    }
    parts
}

/// The first part of an order places it, any later one adds its lines.
fn charge(invoice: &Invoice, index: usize, rows: Vec<Row>) -> Result<Event, IdentifierError> {
    let number = &invoice.number;
    let order_id = invoice.order_id()?;
    let (occurred_at, ship_to) = first(&rows);
    let lines = rows.into_iter().map(order_line).collect::<Result<_, _>>()?;
    if index > 0 {
        let body = OrderEdited { order_id, lines };
        return reported(&format!("order-{number}-{}", index + 1), occurred_at, body);
    }
    let order_code = match invoice.kind {
        InvoiceKind::Order => None,
        InvoiceKind::Credit => Some("credit_reversed".into()),
        InvoiceKind::BadDebt => Some("bad_debt".into()),
    };
    let body = OrderPlaced {
        external_id: None,
        cart_id: None,
        priority: None,
        pick_up_at: None,
        allow_split: None,
        order_id,
        channel: Some(Channel::new(SOURCE)?),
        currency: Currency::new("GBP")?,
        customer_id: invoice.customer.clone(),
        ship_to,
        order_code,
        shipping_method: None,
        payment_method: None,
        coupon: None,
        shipping: Money::ZERO,
        total: None,
        tax_included: false,
        warehouse: None,
        promised_at: None,
        lines,
    };
    reported(&format!("order-{number}"), occurred_at, body)
}

/// When the rows of one moment happened, and where they went.
fn first(rows: &[Row]) -> (DateTime<FixedOffset>, Option<Address>) {
    let address = |row: &Row| Address {
        coordinates: None,
        country: row.country.clone(),
        region: None,
        postcode: None,
        city: None,
    };
    let occurred_at = rows.first().map(|row| row.occurred_at).unwrap_or_default();
    (occurred_at, rows.first().map(address))
}

fn order_line(row: Row) -> Result<OrderLine, IdentifierError> {
    Ok(OrderLine {
        accept_substitute: None,
        ship_after: None,
        line_id: LineId::new(&row.position.to_string())?,
        sku: row.sku,
        kind: row.kind,
        name: row.description.as_deref().map(Into::into),
        quantity: row.quantity,
        unit_price: row.unit_price,
        discount: Money::ZERO,
        tax: Money::ZERO,
        warehouse: None,
        promised_at: None,
    })
}

fn credit(invoice: &Invoice, index: usize, rows: Vec<Row>) -> Result<Event, IdentifierError> {
    let (occurred_at, ship_to) = first(&rows);
    let body = ReturnReceived {
        order_id: None,
        return_id: Some(invoice.return_id()?),
        warehouse: None,
        channel: Some(Channel::new(SOURCE)?),
        currency: Some(Currency::new("GBP")?),
        customer_id: invoice.customer.clone(),
        ship_to,
        lines: Some(rows.into_iter().map(return_line).collect::<Result<_, _>>()?),
    };
    let part = if index == 0 { String::new() } else { format!("-{}", index + 1) };
    reported(&format!("credit-{}{part}", invoice.number), occurred_at, body)
}

/// The credit of a row: its quantity the other way round, at its own price.
///
/// Goods are taken to be on the shelf again. The file cannot tell; stock is not tracked, so it
/// counts only as the shop's own word that the sale was undone.
fn return_line(row: Row) -> Result<ReturnLine, IdentifierError> {
    let goods = row.kind == LineKind::Product;
    Ok(ReturnLine {
        line_id: LineId::new(&row.position.to_string())?,
        quantity: -row.quantity,
        disposition: if goods { Disposition::Restock } else { Disposition::NoGoods },
        sku: Some(row.sku),
        unit_price: Some(row.unit_price),
        kind: row.kind,
        name: row.description.as_deref().map(Into::into),
        discount: Money::ZERO,
        tax: Money::ZERO,
    })
}

fn found(number: &str, row: Row) -> Result<Event, IdentifierError> {
    let body = StockAdjusted {
        unit_cost: None,
        bin: None,
        lot: None,
        sku: row.sku,
        warehouse: catalogue::warehouse()?,
        quantity: Some(row.quantity),
        set_to: None,
        expected: None,
    };
    let mut event = reported(&format!("found-{number}-{}", row.position), row.occurred_at, body)?;
    event.envelope.reason = row.description.as_deref().map(Into::into);
    Ok(event)
}

fn written_off(number: &str, row: Row) -> Result<Event, IdentifierError> {
    let body = StockWrittenOff {
        bucket: None,
        bin: None,
        lot: None,
        sku: row.sku,
        warehouse: catalogue::warehouse()?,
        quantity: -row.quantity,
    };
    let id = format!("written-off-{number}-{}", row.position);
    let mut event = reported(&id, row.occurred_at, body)?;
    event.envelope.reason = row.description.as_deref().map(Into::into);
    Ok(event)
}
