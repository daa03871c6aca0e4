//! What is wrong with a row is named with line, column and what was expected, all of it at once.

use super::{errors, list};

#[test]
fn all_errors_of_all_rows_are_shown_at_once() {
    let text = "sku,name,price,currency,stock_policy,warehouse,quantity\n\
        A,first,9.95,EUR,deny,madrid,1\n\
        ,no sku,minus,EURO,sometimes,madrid,-3\n\
        C,no place,1,EUR,deny,,5\n\
        D,last,1,EUR,deny,madrid,2\n";
    assert_eq!(
        errors(text),
        "line 3, sku: expected a SKU, the cell is empty\n\
         line 3, stock_policy: expected deny, backorder, allow_negative or untracked, got \
         \"sometimes\"\n\
         line 3, price: expected a plain number, as in 1234.50, got \"minus\"\n\
         line 3, currency: expected an ISO 4217 currency code such as EUR, got \"EURO\"\n\
         line 3, quantity: expected zero or more, got -3\n\
         line 4, warehouse: expected a warehouse, since the row has a quantity\n"
    );
    let list = list(text);
    let kept: Vec<_> = list.rows.iter().map(|row| row.product.sku.as_str()).collect();
    assert_eq!((kept, list.refused(), list.read), (vec!["A", "D"], 2, 4));
}

#[test]
fn thousands_separators_are_refused_and_not_guessed() {
    for number in ["1.234", "1,234", "1.234,50", "1,234.50", "1.234.567", "1 234", "1'234"] {
        let shown = errors(&format!("sku;price\nA;{number}\n"));
        assert!(shown.starts_with("line 2, price: "), "{number}: {shown}");
    }
    for number in ["1234", "1234,5", "1234.50", "0,125", "1,2340", "12345.678", "+3", "1,5"] {
        assert_eq!(errors(&format!("sku;price\nA;{number}\n")), "", "{number}");
    }
    for number in ["\"1,234\"", "\"9,95\"", "\"1,234.50\""] {
        let shown = errors(&format!("sku,price\nA,{number}\n"));
        assert!(shown.starts_with("line 2, price: expected"), "{number}: {shown}");
    }
    assert_eq!(errors("sku,price\nA,1.234\n"), "");
}

#[test]
fn numbers_that_are_none_are_refused() {
    for number in ["9.95 EUR", "€9.95", ".", "1.", ".5", "1e3", "-", "--1", "ten", "٣"] {
        let shown = errors(&format!("sku,price\nA,{number}\n"));
        assert!(shown.starts_with("line 2, price: expected"), "{number}: {shown}");
    }
    assert!(errors("sku,price\nA,0.1234567\n").contains("at most 6 decimal places"));
    assert!(errors("sku,order_multiple\nA,0\n").contains("above zero"));
}

#[test]
fn codes_that_the_spreadsheet_spoilt_are_refused() {
    let rounded = errors("sku;barcode\nA;4,00638E+12\n5.9E+12;\nE+1;12E+34\n");
    assert!(rounded.contains("line 2, barcode: the spreadsheet rounded this code"), "{rounded}");
    assert!(rounded.contains("line 3, sku: the spreadsheet rounded"), "{rounded}");
    assert_eq!(rounded.lines().count(), 2, "{rounded}");
    let failed = errors("sku,price\nA,#N/A\n");
    assert!(failed.contains("itself shows an error here: #N/A"), "{failed}");
}

#[test]
fn of_rows_that_share_a_sku_none_is_taken() {
    let text = "sku,name\nA,one\nB,two\nA,three\n";
    assert_eq!(
        errors(text),
        "line 2, sku: expected each SKU once, \"A\" stands on lines 2, 4\n\
         line 4, sku: expected each SKU once, \"A\" stands on lines 2, 4\n"
    );
    assert_eq!(list(text).rows.len(), 1);
    // A row that is refused for something else does not make the other the right one.
    assert_eq!(list("sku,price\nA,1\nA,x\n").rows, []);
}

#[test]
fn a_row_of_another_width_takes_no_other_with_it() {
    let text = "sku,name\nA,tea, green\nB\nC,\"lost quote\nD,fine\n";
    let shown = errors(text);
    assert!(shown.contains("line 2: expected 2 fields as in the header, got 3"), "{shown}");
    assert!(shown.contains("line 3: expected 2 fields as in the header, got 1"), "{shown}");
    assert!(shown.contains("line 4: a quote is never closed"), "{shown}");
    let list = list(text);
    assert_eq!(list.rows.len(), 1);
    assert_eq!(list.rows[0].product.name.as_deref(), Some("fine"));
}

#[test]
fn bundles_are_checked_by_the_rules_of_the_vocabulary() {
    let shown = errors(
        "sku;components;substitute;warehouse;quantity;stock_policy\n\
         A;A*1;;;;\nB;C*1; C*2;;;;\nD;C;;;;\nE;C*0;;;;\nF;;F;;;\nG;C*2;;madrid;4;\n\
         H;;;madrid;4;untracked\n",
    );
    // Unquoted, the components of B spill into the next column.
    assert!(shown.contains("line 3: expected 6 fields"), "{shown}");
    assert!(shown.contains("line 2, components: expected each once and not the whole"), "{shown}");
    assert!(shown.contains("line 4, components: expected SKU*2; SKU2*1, got \"C\""), "{shown}");
    assert!(shown.contains("line 5, components: expected a number above zero"), "{shown}");
    assert!(shown.contains("line 6, substitute: expected another product"), "{shown}");
    assert!(shown.contains("line 7, quantity: expected none: a bundle"), "{shown}");
    assert!(shown.contains("line 8, quantity: expected none: no stock is kept"), "{shown}");
    let twice = errors("sku,components\nB,C*1; C*2\n");
    assert!(twice.contains("line 2, components: expected each once"), "{twice}");
}
