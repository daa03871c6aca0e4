//! Files and lines that are broken, one for each way.

use std::io::Write;

use flate2::{Compression, write::GzEncoder};
use proptest::prelude::*;

use super::*;

fn refusal(line: &str) -> String {
    let book = book(&format!("{line}\n536365,B2,MUG,1,2010-12-01 08:26:00,2.55,1,France\n"));
    assert_eq!(book.report.refused.len(), 1, "{:?}", book.report.refused);
    assert_eq!(book.report.refused[0].line, 2);
    assert_eq!(orders(&book).len(), 1, "the good line goes on");
    book.report.refused[0].reason.clone()
}

#[test]
fn a_lost_quote_takes_no_other_line_with_it() {
    assert_eq!(refusal("1,A1,\"LOST,1,2011-01-31 23:59:00,1,1,France"), "a quote is never closed");
}

#[test]
fn broken_lines_are_refused_one_by_one_with_a_reason() {
    let cases = [
        ("1,A1,X,1,2011-01-31 23:59:00,1,1", "expected 8 fields, got 7"),
        ("1,A1,X,1,2011-01-31 23:59:00,1,1,France,,", "expected 8 fields, got 10"),
        (",A1,X,1,2011-01-31 23:59:00,1,1,France", "InvoiceNo is empty"),
        ("x1,A1,X,1,2011-01-31 23:59:00,1,1,France", "InvoiceNo: expected digits"),
        ("1,,X,1,2011-01-31 23:59:00,1,1,France", "StockCode is empty"),
        ("1,A1,X,,2011-01-31 23:59:00,1,1,France", "Quantity is empty"),
        ("1,A1,X,six,2011-01-31 23:59:00,1,1,France", "Quantity: expected a plain decimal"),
        ("1,A1,X,1e3,2011-01-31 23:59:00,1,1,France", "Quantity: expected a plain decimal"),
        ("1,A1,X,1.00001,2011-01-31 23:59:00,1,1,France", "Quantity: expected at most 4"),
        ("1,A1,X,99999999999999,2011-01-31 23:59:00,1,1,France", "Quantity: expected an absolute"),
        ("1,A1,X,999999999,2011-01-31 23:59:00,9999999,1,France", "expected a line worth less"),
        ("1,A1,X,0,2011-01-31 23:59:00,1,1,France", "Quantity is 0"),
        ("1,A1,X,1,2011-01-31 23:59:00,,1,France", "UnitPrice is empty"),
        ("1,A1,X,1,2011-01-31 23:59:00,1.0000001,1,France", "UnitPrice: expected at most 6"),
        ("1,A1,X,1,2011-01-31 23:59:00,--1,1,France", "UnitPrice: expected a decimal"),
        ("1,A1,X,1,,1,1,France", "InvoiceDate is empty"),
        ("1,A1,X,1,yesterday,1,1,France", "InvoiceDate: expected 2010-12-01"),
        ("1,A1,X,1,13/12/2010 8:26,1,1,France", "InvoiceDate: expected 2010-12-01"),
        ("1,A1,X,1,0001-01-01 00:00:00,1,1,France", "InvoiceDate: expected a year"),
        ("1,A1,X,1,2011-01-31 23:59:00,1,1,", "Country: expected a non-empty"),
        ("1,A1,X\0,1,2011-01-31 23:59:00,1,1,France", "holds a NUL byte"),
        ("1,A1,\"X\"Y,1,2011-01-31 23:59:00,1,1,France", "text follows a closing quote"),
        (HEADER.trim_end(), "the header again"),
    ];
    for (line, expected) in cases {
        let reason = refusal(line);
        assert!(reason.starts_with(expected), "{line}: {reason}");
    }
}

#[test]
fn a_line_that_contradicts_its_invoice_is_refused() {
    let book = book(
        "1,A1,X,1,2011-01-31 23:59:00,1,,France\n\
         1,A1,X,1,2011-01-31 23:59:00,1,7,France\n\
         1,A1,X,1,2011-01-31 23:59:00,1,8,France\n\
         1,A1,X,1,2011-01-31 23:59:00,1,7,EIRE\n",
    );
    let lines: Vec<_> = book.report.refused.iter().map(|refused| refused.line).collect();
    assert_eq!(lines, [4, 5]);
    let placed = orders(&book)[0];
    assert_eq!(placed.customer_id.as_ref().expect("a customer").as_str(), "7");
}

#[test]
fn a_huge_line_is_refused_and_not_kept() {
    let book = book(&format!(
        "1,A1,{},1,2011-01-31 23:59:00,1,1,France\n2,A1,X,1,2011-01-31 23:59:00,1,1,France\n",
        "x".repeat(300_000)
    ));
    assert_eq!(book.report.refused[0].reason, "longer than 65536 bytes");
    assert_eq!(orders(&book)[0].order_id.as_str(), "2");
}

#[test]
fn blank_lines_and_a_missing_last_line_end_are_nothing() {
    let book = book(
        "\n1,A1,X,1,2011-01-31 23:59:00,1,1,France\n\r\n2,A1,X,1,2011-01-31 23:59:00,1,1,France",
    );
    assert_eq!((book.report.lines, book.report.orders), (2, 2));
}

#[test]
fn what_is_no_order_book_is_refused_whole() {
    let read = |bytes: &[u8]| read(bytes, &mut |_| {}).expect_err("no order book").to_string();
    assert!(read(b"").contains("empty"));
    assert!(read(b"PK\x03\x04\0\0\0").contains("InvoiceNo"));
    assert!(read(b"Invoice,StockCode,Quantity\n").contains("Description"));
    let twice = HEADER.replace("Country", "Country,Price");
    assert!(read(twice.as_bytes()).contains("UnitPrice twice"));
}

#[test]
fn a_gzip_file_that_broke_off_is_refused_whole_and_says_how_far_it_was_read() {
    let line = |number| format!("{number},A{number},X,1,2011-01-31 23:59:00,1,{number},France\n");
    let text = HEADER.to_owned() + &(0..20_000).map(line).collect::<String>();
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(text.as_bytes()).expect("memory");
    let gzip = gzip.finish().expect("memory");
    let mut last = 0;
    let whole = read(&gzip[..], &mut |bytes| last = bytes).expect("a readable file");
    assert_eq!((whole.report.orders, last), (20_000, gzip.len() as u64));
    match read(&gzip[..gzip.len() / 2], &mut |_| {}) {
        Err(ReadError::Unreadable { lines, .. }) => assert!((1..20_001).contains(&lines)),
        other => panic!("{other:?}"),
    }
}

/// Lines made of pieces that mean something to the reader, in any order.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    let known = prop::sample::select(vec![
        &b"536365"[..],
        b"C1",
        b"A7",
        b"85123A",
        b"POST",
        b"-3",
        b"0",
        b"2.55",
        b"1e9",
        b"9999999999",
        b"2010-12-01 08:26:00",
        b"0001-01-01 00:00:00",
        b"France",
        b",",
        b",",
        b",",
        b",",
        b"\"",
        b"\n",
        b"\r\n",
        b"\0",
        b"\xff",
        b"1,A1,X,1,2011-01-31 23:59:00,1,1,France\n",
    ]);
    prop_oneof![9 => known.prop_map(<[u8]>::to_vec), 1 => prop::collection::vec(any::<u8>(), 0..9)]
}

proptest! {
    #[test]
    fn whatever_the_lines_each_is_mapped_or_refused_once(
        pieces in prop::collection::vec(piece(), 0..120)
    ) {
        let mut bytes = HEADER.as_bytes().to_vec();
        bytes.extend(pieces.concat());
        let book = read(&bytes[..], &mut |_| {}).expect("a header is there");
        let mapped: u64 = book.report.by_kind.values().map(|count| count.lines).sum();
        prop_assert_eq!(mapped + book.report.refused.len() as u64, book.report.lines);
        let numbers: Vec<_> = book.report.refused.iter().map(|refused| refused.line).collect();
        prop_assert!(numbers.is_sorted() && numbers.windows(2).all(|pair| pair[0] != pair[1]));
        for event in &book.events {
            let read = decode_record(0, &event.to_json());
            prop_assert_eq!(read.as_ref(), Ok(event));
        }
    }
}
