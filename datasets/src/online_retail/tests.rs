//! The reader over small files, one for each odd kind of line.

use marea_ingest::amount::Money;
use marea_ingest::event::{
    Body, Disposition, LineKind, OrderPlaced, ReturnReceived, decode_record,
};

use super::*;

mod broken;
mod real_file;

const HEADER: &str =
    "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";

fn book(lines: &str) -> OrderBook {
    read(format!("{HEADER}{lines}").as_bytes(), &mut |_| {}).expect("a readable file")
}

fn orders(book: &OrderBook) -> Vec<&OrderPlaced> {
    book.events
        .iter()
        .filter_map(|event| match &event.body {
            Body::OrderPlaced(order) => Some(order),
            _ => None,
        })
        .collect()
}

fn credits(book: &OrderBook) -> Vec<&ReturnReceived> {
    book.events
        .iter()
        .filter_map(|event| match &event.body {
            Body::ReturnReceived(credit) => Some(credit),
            _ => None,
        })
        .collect()
}

fn event_of<'a>(book: &'a OrderBook, event_type: &str) -> &'a Event {
    let found = book.events.iter().find(|event| event.body.event_type() == event_type);
    found.unwrap_or_else(|| panic!("no {event_type} among {:?}", book.events))
}

#[test]
fn an_invoice_becomes_one_order_with_its_lines() {
    let book = book(
        "536365,85123A,WHITE HEART,6,2010-12-01 08:26:00,2.55,17850.0,EIRE\n\
         536365,POST,POSTAGE,1,2010-12-01 08:26:00,18,17850.0,EIRE\n",
    );
    let placed = orders(&book)[0];
    assert_eq!(placed.order_id.as_str(), "536365");
    assert_eq!(placed.customer_id.as_ref().expect("a customer").as_str(), "17850");
    assert_eq!(placed.ship_to.as_ref().expect("an address").country.as_str(), "IE");
    let kinds: Vec<_> = placed.lines.iter().map(|line| line.kind).collect();
    assert_eq!(kinds, [LineKind::Product, LineKind::Shipping]);
    assert_eq!(placed.lines[1].line_id.as_str(), "2");
    let event = event_of(&book, "order_placed");
    assert_eq!(event.envelope.occurred_at.to_rfc3339(), "2010-12-01T08:26:00+00:00");
    let Body::ProductSet(product) = &event_of(&book, "product_set").body else { panic!() };
    assert_eq!(product.name.as_deref(), Some("WHITE HEART"));
    assert_eq!(product.stock_policy, None);
}

#[test]
fn stock_codes_that_are_no_goods_have_their_own_kinds() {
    let cases = [
        ("DOT", LineKind::Shipping),
        ("C2", LineKind::Shipping),
        ("D", LineKind::Discount),
        ("m", LineKind::Adjustment),
        ("M", LineKind::Adjustment),
        ("B", LineKind::Adjustment),
        ("BANK CHARGES", LineKind::Fee),
        ("AMAZONFEE", LineKind::Fee),
        ("CRUK", LineKind::Fee),
        ("S", LineKind::Sample),
        ("gift_0001_40", LineKind::Voucher),
        ("PADS", LineKind::Product),
        ("DCGSSBOY", LineKind::Product),
    ];
    for (code, kind) in cases {
        let book = book(&format!("536365,{code},X,1,2010-12-01 08:26:00,2.55,1,France\n"));
        let line = &orders(&book)[0].lines[0];
        assert_eq!((line.kind, line.sku.as_str()), (kind, code));
    }
}

#[test]
fn a_credit_returns_goods_and_gives_back_the_rest_without_goods() {
    let book = book(
        "C536379,22556,PLASTERS,-12,2010-12-01 09:41:00,1.65,17548,France\n\
         C536379,D,Discount,-1,2010-12-01 09:41:00,27.5,17548,France\n",
    );
    let credit = credits(&book)[0];
    assert_eq!((credit.order_id.as_ref(), credit.warehouse.as_ref()), (None, None));
    let lines = credit.lines.as_ref().expect("lines");
    assert_eq!(lines[0].quantity.to_string(), "12");
    assert_eq!(lines[0].disposition, Disposition::Restock);
    assert_eq!(lines[1].disposition, Disposition::NoGoods);
    assert_eq!(book.report.by_kind["credited_discount"].amount.to_string(), "-27.5");
}

#[test]
fn bad_debt_is_an_order_of_adjustments_with_prices_of_either_sign() {
    let book = book("A563186,B,Adjust bad debt,1,2011-08-12 14:51:00,-11062.06,,United Kingdom\n");
    let placed = orders(&book)[0];
    assert_eq!(placed.order_code.as_deref(), Some("bad_debt"));
    assert_eq!(placed.lines[0].unit_price.to_string(), "-11062.06");
    assert_eq!(book.report.by_kind["bad_debt"].lines, 1);
}

#[test]
fn goods_without_price_are_free_found_or_written_off() {
    let free = book(
        "1,22841,TIN,1,2010-12-01 08:26:00,0,17850,France\n\
         2,22841,TIN,1,2010-12-01 08:26:00,0,,France\n\
         2,22842,TIN,1,2010-12-01 08:26:00,2,,France\n",
    );
    assert_eq!(free.report.by_kind["free_item"].lines, 2);
    let found = book("536414,22139,found,56,2010-12-01 11:52:00,0,,United Kingdom\n");
    let event = event_of(&found, "stock_adjusted");
    assert_eq!(event.envelope.reason.as_deref(), Some("found"));
    let lost = book("536589,21777,damages,-10,2010-12-01 16:50:00,0,,United Kingdom\n");
    let Body::StockWrittenOff(body) = &event_of(&lost, "stock_written_off").body else { panic!() };
    assert_eq!((body.quantity.to_string().as_str(), body.warehouse.as_str()), ("10", "UK-MAIN"));
    assert_eq!(event_of(&lost, "warehouse_set").envelope.event_id.as_str(), "warehouse-UK-MAIN");
    let Body::ProductSet(product) = &event_of(&lost, "product_set").body else { panic!() };
    assert_eq!(product.name, None, "what was written off is not called \"damages\"");
}

#[test]
fn odd_signs_keep_quantity_and_amount() {
    let cases = [
        ("536365,22556,X,-2,2010-12-01 08:26:00,1.5,1,France\n", "credited_product", "-2", "-3"),
        ("536365,22556,X,2,2010-12-01 08:26:00,-1.5,1,France\n", "adjustment", "2", "-3"),
        ("536365,POST,X,-1,2010-12-01 08:26:00,0,1,France\n", "credited_shipping", "-1", "0"),
        ("C536365,22556,X,2,2010-12-01 08:26:00,1.5,1,France\n", "product", "2", "3"),
        (
            "C536365,22556,X,-2,2010-12-01 08:26:00,-1.5,1,France\n",
            "credited_adjustment",
            "-2",
            "3",
        ),
        ("A536365,B,X,-1,2010-12-01 08:26:00,7,1,France\n", "credited_adjustment", "-1", "-7"),
    ];
    for (line, became, quantity, amount) in cases {
        let book = book(line);
        let count = book.report.by_kind.get(became).unwrap_or_else(|| panic!("{line}"));
        assert_eq!(
            (count.quantity.to_string(), count.amount.to_string()),
            (quantity.into(), amount.into())
        );
        let sum: Money = real_file::facts(&book.events).iter().map(|fact| fact.amount).sum();
        assert_eq!(sum.to_string(), amount, "{line}");
    }
}

#[test]
fn an_invoice_over_two_minutes_is_placed_and_then_edited() {
    let book = book(
        "1,A1,X,1,2011-01-31 23:59:00,1,1,France\n\
         2,A1,X,1,2011-01-31 23:59:00,1,1,France\n\
         1,A2,X,1,2011-02-01 00:00:00,2,1,France\n\
         1,A3,X,1,2011-01-31 23:59:00,3,1,France\n",
    );
    let first = orders(&book)[0];
    let ids: Vec<_> = first.lines.iter().map(|line| line.line_id.as_str()).collect();
    assert_eq!(ids, ["1", "3"]);
    let Body::OrderEdited(edit) = &event_of(&book, "order_edited").body else { panic!() };
    assert_eq!((edit.order_id.as_str(), edit.lines[0].line_id.as_str()), ("1", "2"));
    assert_eq!((book.report.orders, book.report.order_edits), (2, 1));
}

#[test]
fn an_invoice_of_more_lines_than_an_event_carries_is_placed_and_then_edited() {
    let line = "1,A1,X,1,2011-01-31 23:59:00,1,1,France\n";
    let book = book(&line.repeat(10_001));
    assert_eq!(orders(&book)[0].lines.len(), 10_000);
    let Body::OrderEdited(edit) = &event_of(&book, "order_edited").body else { panic!() };
    assert_eq!(edit.lines[0].line_id.as_str(), "10001");
}

#[test]
fn hours_that_are_twice_or_not_at_all_have_one_instant() {
    let at = |time: &str| {
        let book = book(&format!("1,A1,X,1,{time},1,1,France\n"));
        event_of(&book, "order_placed").envelope.occurred_at.to_rfc3339()
    };
    assert_eq!(at("2011-03-27 01:30:00"), "2011-03-27T02:30:00+01:00");
    assert_eq!(at("2011-10-30 01:30:00"), "2011-10-30T01:30:00+01:00");
    assert_eq!(at("7/1/2011 9:05"), "2011-07-01T09:05:00+01:00");
}

#[test]
fn the_second_data_set_with_its_other_names_reads_the_same() {
    let second = "\u{feff}Country,Customer ID,Price,InvoiceDate,Quantity,Description,StockCode,Invoice,Note\r\n\
         France,17850,2.55,12/1/2010 8:26,6,\"HEART, \"\"WHITE\"\"\",85123A,536365,\r\n";
    let second = read(second.as_bytes(), &mut |_| {}).expect("a readable file");
    let first =
        book("536365,85123A,\"HEART, \"\"WHITE\"\"\",6,2010-12-01 08:26:00,2.55,17850.0,France\n");
    assert_eq!(second.events, first.events);
    assert_eq!(orders(&first)[0].lines[0].name.as_deref(), Some("HEART, \"WHITE\""));
}

#[test]
fn windows_texts_are_decoded_and_inch_marks_are_text() {
    let mut bytes = HEADER.as_bytes().to_vec();
    bytes.extend(b"1,A1,VOUCHER \xa340 \x93X\x94 5\" PLATE,1,2011-01-31 23:59:00,1,1,France\n");
    let book = read(&bytes[..], &mut |_| {}).expect("a readable file");
    assert_eq!(orders(&book)[0].lines[0].name.as_deref(), Some("VOUCHER £40 “X” 5\" PLATE"));
}

#[test]
fn a_quoted_field_may_hold_line_ends() {
    let book = book(
        "1,A1,\"TWO\nLINES\",1,2011-01-31 23:59:00,1,1,France\n1,A2,X,y,2011-01-31 23:59:00,1,1,France\n",
    );
    assert_eq!(orders(&book)[0].lines[0].name.as_deref(), Some("TWO\nLINES"));
    assert_eq!((book.report.lines, book.report.refused[0].line), (2, 4));
}

#[test]
fn every_event_is_valid_and_the_same_twice() {
    let lines = "536365,85123A,HEART,6,2010-12-01 08:26:00,2.55,17850.0,EIRE\n\
         C536379,D,Discount,-1,2010-12-01 09:41:00,27.5,17548,France\n\
         536414,22139,found,56,2010-12-01 11:52:00,0,,United Kingdom\n\
         536589,21777,damages,-10,2010-12-01 16:50:00,0,,United Kingdom\n";
    assert_eq!(book(lines), book(lines));
    for event in book(lines).events {
        assert_eq!(decode_record(0, &event.to_json()), Ok(event));
    }
}
