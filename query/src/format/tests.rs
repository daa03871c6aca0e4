//! Answers keep every digit, whatever their form.

use arrow::array::{Decimal128Array, Int64Array, StringViewArray};

use super::*;

fn batch() -> RecordBatch {
    let amounts = Decimal128Array::from(vec![Some(123_456_789_012_345_678_901_i128), None]);
    let amounts = amounts.with_precision_and_scale(30, 6).unwrap();
    let names = StringViewArray::from(vec![Some("a,\"b\"\nc"), None]);
    let numbers = Int64Array::from(vec![1, i64::MAX]);
    RecordBatch::try_from_iter_with_nullable(vec![
        ("amount", Arc::new(amounts) as _, true),
        ("name", Arc::new(names) as _, true),
        ("number", Arc::new(numbers) as _, true),
    ])
    .unwrap()
}

fn encoded(format: Format, batches: &[RecordBatch]) -> Vec<u8> {
    let mut encoder = Encoder::new(format, batch().schema(), Lsn(7)).unwrap();
    let mut bytes = encoder.begin().unwrap();
    for batch in batches {
        bytes.extend(encoder.batch(batch).unwrap());
    }
    let at = Instant(1_700_000_000_000_000);
    let closing = Closing { truncated: false, recorded_at: at, now: Instant(at.0 + 5_000) };
    bytes.extend(encoder.end(&closing).unwrap());
    bytes
}

#[test]
fn json_keeps_decimals_and_large_integers_as_strings() {
    let answer: serde_json::Value =
        serde_json::from_slice(&encoded(Format::Json, &[batch(), batch()])).unwrap();
    assert_eq!(answer["row_count"], 4);
    assert_eq!(answer["lsn"], 7);
    assert_eq!(answer["truncated"], false);
    assert_eq!(answer["age_ms"], 5);
    assert_eq!(answer["rows"][0]["amount"], "123456789012345.678901");
    assert_eq!(answer["rows"][3]["number"], i64::MAX.to_string());
    assert!(answer["rows"][1]["name"].is_null());
    assert_eq!(answer["schema"][1]["name"], "name");
}

#[test]
fn an_empty_answer_is_whole_in_every_form() {
    let answer: serde_json::Value = serde_json::from_slice(&encoded(Format::Json, &[])).unwrap();
    assert_eq!(answer["rows"].as_array().unwrap().len(), 0);
    assert_eq!(encoded(Format::Csv, &[]), b"amount,name,number\n");
    assert_eq!(encoded(Format::JsonLines, &[]), b"");
    assert!(!encoded(Format::Arrow, &[]).is_empty());
}

#[test]
fn csv_names_its_columns_once_and_quotes() {
    let text = String::from_utf8(encoded(Format::Csv, &[batch(), batch()])).unwrap();
    assert_eq!(text.matches("amount,name,number").count(), 1);
    assert!(text.contains("\"a,\"\"b\"\"\nc\""));
}

#[test]
fn an_arrow_stream_is_read_back() {
    let bytes = encoded(Format::Arrow, &[batch()]);
    let reader = arrow::ipc::reader::StreamReader::try_new(bytes.as_slice(), None).unwrap();
    let rows: usize = reader.map(|batch| batch.unwrap().num_rows()).sum();
    assert_eq!(rows, 2);
}

#[test]
fn a_parquet_file_is_read_back() {
    use ::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
    let bytes = bytes::Bytes::from(encoded(Format::Parquet, &[batch(), batch()]));
    let reader = ParquetRecordBatchReaderBuilder::try_new(bytes).unwrap().build().unwrap();
    let rows: usize = reader.map(|batch| batch.unwrap().num_rows()).sum();
    assert_eq!(rows, 4);
}
