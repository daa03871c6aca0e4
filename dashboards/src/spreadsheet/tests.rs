//! Whole workbooks, read back from their bytes.

mod package;

use std::sync::Arc;

use arrow::{
    array::{
        ArrayRef, Date32Array, Decimal128Array, Float64Array, Int32Array, RecordBatch, StringArray,
    },
    datatypes::{DataType, Field, Schema},
};
use chrono::DateTime;
use chrono_tz::Europe::Madrid;

use self::package::Package;
use super::{Cover, MOST_CELLS, MOST_ROWS, Sheet, SpreadsheetError, page::free_name, workbook};
use crate::language::Language;

fn cover(language: Language) -> Cover {
    Cover {
        shop: "Tenda <do> mar & Cía".to_owned(),
        currency: "EUR".to_owned(),
        time_zone: Madrid,
        made_at: DateTime::from_timestamp(1_795_000_000, 0).expect("an instant"),
        lsn: 4_711,
        shortened: false,
        language,
    }
}

fn sheet(name: &str, columns: Vec<(&str, ArrayRef)>) -> Sheet {
    let field =
        |(name, column): &(&str, ArrayRef)| Field::new(*name, column.data_type().clone(), true);
    let fields: Vec<Field> = columns.iter().map(field).collect();
    let schema = Arc::new(Schema::new(fields));
    let arrays = columns.into_iter().map(|(_, column)| column).collect();
    let batch = RecordBatch::try_new(Arc::clone(&schema), arrays).expect("a batch");
    Sheet { name: name.to_owned(), plan: true, schema, batches: vec![batch] }
}

fn number(values: Vec<f64>) -> ArrayRef {
    Arc::new(Float64Array::from(values))
}

fn plan() -> Sheet {
    let cost = Decimal128Array::from(vec![1_995, 250]).with_precision_and_scale(18, 2);
    sheet(
        "Orders",
        vec![
            ("sku", Arc::new(StringArray::from(vec!["MUG-01", "007"]))),
            ("order_quantity", Arc::new(Float64Array::from(vec![12.0, 1_250.0]))),
            ("order_by", Arc::new(Date32Array::from(vec![Some(20_700), None]))),
            ("unit_cost", Arc::new(cost.expect("a decimal"))),
            ("service_level", Arc::new(Float64Array::from(vec![0.95, 0.98]))),
            ("origin", Arc::new(Date32Array::from(vec![20_690, 20_690]))),
            ("demand_basis", Arc::new(StringArray::from(vec!["theta", "recent_pace"]))),
        ],
    )
}

fn written(language: Language) -> Package {
    let bytes = workbook(&cover(language), &[plan()]).expect("a workbook");
    Package::open(&bytes)
}

#[test]
fn a_plan_has_a_head_that_stays_filters_and_every_row() {
    let package = written(Language::English);
    let page = package.text("xl/worksheets/sheet2.xml");
    // The head stays, and the column that says what a row is of.
    assert!(page.contains("<pane xSplit=\"1\" ySplit=\"1\" topLeftCell=\"B2\""), "{page}");
    assert!(page.contains("<autoFilter ref=\"A1:G3\"/>"), "{page}");
    assert_eq!(page.matches("<row ").count(), 3);
    for figure in ["<v>12</v>", "<v>1250</v>", "<v>19.95</v>", "<v>2.5</v>", "<v>0.95</v>"] {
        assert!(page.contains(figure), "{figure} is missing in {page}");
    }
    let names = package.text("xl/workbook.xml");
    assert!(names.contains("name=\"About\"") && names.contains("name=\"Orders\""), "{names}");
}

#[test]
fn a_column_of_figures_is_as_wide_as_they_are_shown() {
    let column = |values: Vec<f64>| sheet("Orders", vec![("holding_cost", number(values))]);
    let width = |sheet: &Sheet| {
        let bytes = workbook(&cover(Language::English), std::slice::from_ref(sheet)).unwrap();
        let page = Package::open(&bytes).text("xl/worksheets/sheet2.xml");
        let width = page.split(" width=\"").nth(1).expect("a width");
        width.split('"').next().and_then(|it| it.parse::<f64>().ok()).expect("a number")
    };
    let (short, long) = (width(&column(vec![0.99])), width(&column(vec![0.993_424_657_534_246_5])));
    assert!((short - long).abs() < 1e-9, "{short} and {long}: two decimals are shown of both");
    assert!(width(&column(vec![123_456_789.125])) > long);
}

#[test]
fn reasons_are_said_in_the_language() {
    let reason = "Nothing is expected to sell and nobody waits: no order.";
    let reasons = sheet("Orders", vec![("reason", Arc::new(StringArray::from(vec![reason])))]);
    let bytes = workbook(&cover(Language::Spanish), &[reasons]).unwrap();
    let strings = Package::open(&bytes).text("xl/sharedStrings.xml");
    assert!(strings.contains("nadie espera") && !strings.contains(reason), "{strings}");
}

#[test]
fn formats_are_those_of_numbers_dates_percentages_and_money() {
    let styles = written(Language::English).text("xl/styles.xml");
    for format in ["d mmm yyyy", "0.0%", "#,##0", "#,##0.00"] {
        let format = format!("formatCode=\"{format}\"");
        assert!(styles.contains(&format), "{format} is missing in {styles}");
    }
    assert!(written(Language::French).text("xl/styles.xml").contains("dd/mm/yyyy"));
}

#[test]
fn heads_and_explanations_are_in_the_language_with_units() {
    for (language, texts) in [
        (Language::English, ["Unit cost\n(EUR)", "Order\n(units)", "Time zone of days and times"]),
        (Language::Spanish, ["Coste unitario\n(EUR)", "Pedir\n(unidades)", "Moneda"]),
        (Language::French, ["Coût unitaire\n(EUR)", "Commander\n(unités)", "Devise"]),
        (Language::Galician, ["Custo unitario\n(EUR)", "Pedir\n(unidades)", "Moeda"]),
    ] {
        let strings = written(language).text("xl/sharedStrings.xml");
        for text in texts {
            assert!(strings.contains(text), "{text:?} is missing in {language}");
        }
    }
}

#[test]
fn the_first_sheet_says_whose_figures_these_are_and_when_they_were_true() {
    let strings = written(Language::English).text("xl/sharedStrings.xml");
    for text in [
        "Tenda &lt;do&gt; mar &amp; Cía",
        "4711",
        "Europe/Madrid",
        "recent pace, Theta",
        "25 Aug 2026",
        "Orders: 2",
        "Units to order now",
    ] {
        assert!(strings.contains(text), "{text} is missing in {strings}");
    }
}

#[test]
fn the_same_rows_give_the_same_bytes() {
    let make = || workbook(&cover(Language::Galician), &[plan()]).expect("a workbook");
    assert_eq!(make(), make());
}

#[test]
fn a_row_too_many_is_refused_and_says_what_to_do() {
    let column = Arc::new(Int32Array::from(vec![7; MOST_ROWS + 1]));
    let error = workbook(&cover(Language::English), &[sheet("Long", vec![("a", column)])]);
    let error = error.expect_err("too many rows");
    assert!(matches!(error, SpreadsheetError::Rows { rows, .. } if rows == MOST_ROWS + 1));
    let said = error.to_string();
    assert!(said.contains("1048575") && said.contains("CSV or Parquet"), "{said}");
}

#[test]
fn a_cell_too_many_is_refused_over_all_sheets_together() {
    let rows = MOST_CELLS / 2 / 4 + 1;
    let wide = || {
        let column = || -> ArrayRef { Arc::new(Int32Array::from(vec![7; rows])) };
        sheet("Wide", vec![("a", column()), ("b", column()), ("c", column()), ("d", column())])
    };
    let error = workbook(&cover(Language::English), &[wide(), wide()]).expect_err("too many");
    assert!(matches!(error, SpreadsheetError::Cells { .. }), "{error}");
}

#[test]
fn a_text_that_no_cell_holds_is_refused_by_its_column() {
    let column = Arc::new(StringArray::from(vec!["x".repeat(40_000)]));
    let error = workbook(&cover(Language::English), &[sheet("Long", vec![("notes", column)])]);
    let said = error.expect_err("too long").to_string();
    assert!(said.contains("notes") && said.contains("32,767"), "{said}");
}

#[test]
fn a_plan_without_rows_is_a_sheet_with_its_head() {
    let schema = Arc::new(Schema::new(vec![Field::new("sku", DataType::Utf8, true)]));
    let empty = Sheet { name: "Orders".to_owned(), plan: true, schema, batches: Vec::new() };
    let bytes = workbook(&cover(Language::English), &[empty]).expect("a workbook");
    let page = Package::open(&bytes).text("xl/worksheets/sheet2.xml");
    assert_eq!(page.matches("<row ").count(), 1);
}

#[test]
fn names_of_sheets_are_made_fit_and_never_the_same() {
    assert_eq!(free_name("Orders [all]/2026", &[]), "Orders all2026");
    assert_eq!(free_name("orders", &["Orders".to_owned()]), "orders 2");
    assert_eq!(free_name("'':", &[]), "1");
    let long = "a".repeat(60);
    let first = free_name(&long, &[]);
    assert_eq!(first.chars().count(), 31);
    let second = free_name(&long, &[first]);
    assert!(second.chars().count() == 31 && second.ends_with(" 2"));
}
