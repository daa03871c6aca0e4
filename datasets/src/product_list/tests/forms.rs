//! Every form that a spreadsheet gives the same list is read as the same list.

use marea_ingest::{event::StockPolicy, identity::Currency};
use proptest::prelude::*;

use super::{list, read};
use crate::product_list::{Column, ReadError};

const PLAIN: &str = "sku,name,price,currency,quantity,warehouse\n\
    TEA,\"Café \"\"Olé\"\", 100 g\",6.90,EUR,12.5,madrid\n\
    MUG,Mug,4,EUR,7,madrid\n";

#[test]
fn separators_marks_encodings_and_line_ends_make_no_difference() {
    let expected = list(PLAIN);
    assert_eq!((expected.rows.len(), expected.errors.len()), (2, 0), "{:?}", expected.errors);
    let semicolons = "SKU; Name ;PRICE;Currency;Quantity;WareHouse\r\n\
        TEA;\"Café \"\"Olé\"\", 100 g\";6,90;eur;12,5;madrid\r\nMUG;Mug;4;EUR;7;madrid\r\n";
    let tabs = semicolons.replace(';', "\t");
    let noted = format!("sep=;\r\n{semicolons}");
    let marked = format!("\u{feff}{semicolons}");
    let quoted_mark = format!("\u{feff}{}", PLAIN.replacen("sku", "\"sku\"", 1));
    let old_mac = semicolons.replace("\r\n", "\r");
    for text in [semicolons, &tabs, &marked, &quoted_mark, &old_mac] {
        assert_eq!(list(text), expected, "{text:?}");
    }
    let after_a_note = list(&noted);
    let lines: Vec<_> = after_a_note.rows.iter().map(|row| row.line).collect();
    assert_eq!(lines, [3, 4], "lines are those of the file, its note counted");
    let latin: Vec<u8> = PLAIN.chars().map(|c| u8::try_from(c).expect("Latin-1")).collect();
    assert_eq!(read(&latin[..]).expect("a list"), expected);
}

#[test]
fn every_column_reaches_its_field() {
    let list = list(
        "sku\tname\tcategory\tstock policy\treorder_point\tReorder Target\tminimum quantity\t\
         order-multiple\tunit cost\tbarcode\tsupplier\tsubstitute\tcomponents\tprice\n\
         SET\tTea set\tTea\tAllow negative\t5\t20\t10\t2\t3,25\t4006381333931\tacme\tSET2\t\
         MUG*2; TEA*0,5\t19,95\n",
    );
    assert_eq!(list.errors, []);
    let row = &list.rows[0];
    let set = &row.product;
    assert_eq!(set.name.as_deref(), Some("Tea set"));
    assert_eq!(set.category.as_deref(), Some("Tea"));
    assert_eq!(set.stock_policy, Some(StockPolicy::AllowNegative));
    let text = |it: Option<marea_ingest::amount::Quantity>| it.map(|it| it.to_string());
    assert_eq!(text(set.reorder_point).as_deref(), Some("5"));
    assert_eq!(text(set.reorder_target).as_deref(), Some("20"));
    assert_eq!(text(set.minimum_quantity).as_deref(), Some("10"));
    assert_eq!(text(set.order_multiple).as_deref(), Some("2"));
    assert_eq!(set.unit_cost.expect("a cost").to_string(), "3.25");
    assert_eq!(set.barcode.as_deref(), Some("4006381333931"));
    assert_eq!(set.supplier.as_ref().expect("a supplier").as_str(), "acme");
    assert_eq!(set.substitute.as_ref().expect("a substitute").as_str(), "SET2");
    let parts = set.components.as_ref().expect("components");
    let parts: Vec<_> = parts.iter().map(|it| format!("{} {}", it.sku, it.quantity)).collect();
    assert_eq!(parts, ["MUG 2", "TEA 0.5"]);
    let price = row.price.expect("a price");
    assert_eq!((price.price.to_string().as_str(), price.currency), ("19.95", None));
    assert_eq!(row.stock, None);
}

#[test]
fn an_empty_cell_is_left_out_and_an_empty_row_is_none() {
    let list = list("sku,name,price,currency,quantity\n,,,,\nA,,,GBP,\n\n");
    assert_eq!((list.read, list.errors.len()), (1, 0));
    assert_eq!(list.rows[0].product.name, None);
    assert_eq!(list.rows[0].price, None);
}

#[test]
fn a_quoted_cell_holds_line_ends_and_lines_are_those_of_the_file() {
    let list = list("sku,name\nA,\"one\ntwo\"\nB,three\n");
    assert_eq!(list.rows[0].product.name.as_deref(), Some("one\ntwo"));
    assert_eq!(list.rows[1].line, 4);
}

#[test]
fn unknown_columns_are_named_with_the_near_one() {
    let list = list("sku,prize,colour,Quantitiy,\nA,1,red,2,\n");
    let named: Vec<_> = list.unknown.iter().map(|it| (it.name.as_str(), it.near)).collect();
    assert_eq!(
        named,
        [("prize", Some(Column::Price)), ("colour", None), ("Quantitiy", Some(Column::Quantity))]
    );
}

#[test]
fn what_is_no_product_list_is_refused_whole() {
    let refusal = |bytes: &[u8]| read(bytes).expect_err("refused").to_string();
    assert!(matches!(read(&b""[..]), Err(ReadError::Empty)));
    assert!(matches!(read(&b"\n\n"[..]), Err(ReadError::Empty)));
    assert!(refusal(b"PK\x03\x04 and so on").contains("save it as CSV"));
    assert!(refusal(b"\xff\xfes\0k\0u\0").contains("UTF-16"));
    assert!(refusal(b"sku,name,Name\n").contains("names name twice"));
    let no_sku = refusal(b"skuu,name\nA,B\n");
    assert!(no_sku.contains("sku (is it \"skuu\"?)"), "{no_sku}");
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let text = [b"sku;quantity;warehouse;components\n".as_slice(), &bytes].concat();
        let list = read(&text[..]).expect("a header");
        prop_assert_eq!(list.read as usize, list.rows.len() + list.refused());
    }

    #[test]
    fn a_price_is_exact_in_either_notation(cents in 0_u64..100_000_000) {
        let (whole, part) = (cents / 100, cents % 100);
        let text = format!("sku;price;currency\nA;{whole},{part:02};EUR\nB;{whole}.{part:02};EUR\n");
        let list = list(&text);
        for row in &list.rows {
            let price = row.price.expect("a price");
            prop_assert_eq!(price.price.scaled(), i128::from(cents) * 10_000);
            prop_assert_eq!(price.currency, Currency::new("EUR").ok());
        }
        prop_assert_eq!(list.rows.len(), 2);
    }
}
