//! Amounts are exact, or refused.

use super::*;

#[test]
fn strings_integers_and_short_numbers_are_taken_exactly() {
    for json in ["\"9.95\"", "9.95", "\" 9.950 \""] {
        assert_eq!(serde_json::from_str::<Money>(json).unwrap().to_string(), "9.95");
    }
    assert_eq!(serde_json::from_str::<Quantity>("3").unwrap(), Quantity::from(3));
}

#[test]
fn what_cannot_be_kept_exactly_is_refused() {
    assert!(serde_json::from_str::<Money>("\"0.0000001\"").is_err());
    assert!(serde_json::from_str::<Money>("\"1e3\"").is_err());
    assert!(serde_json::from_str::<Money>("0.12345678901234567").is_err());
    assert!(serde_json::from_str::<Money>("\"100000000000000\"").is_err());
    assert!(serde_json::from_str::<Quantity>("\"NaN\"").is_err());
}

#[test]
fn shares_of_a_line_add_up_to_the_line() {
    let whole: Money = "10.00".parse().unwrap();
    let three = Quantity::from(3);
    let mut sum = Money::ZERO;
    let mut before = Money::ZERO;
    for part in 1..=3 {
        let upto = whole.share(Quantity::from(part), three);
        sum += upto - before;
        before = upto;
    }
    assert_eq!(sum, whole);
    assert_eq!(whole.share(Quantity::from(1), three).to_string(), "3.33");
}

#[test]
fn compact_and_readable_forms_agree() {
    let amount: Money = "-11062.06".parse().unwrap();
    let bytes = postcard::to_stdvec(&amount).unwrap();
    assert_eq!(postcard::from_bytes::<Money>(&bytes).unwrap(), amount);
    assert_eq!(serde_json::to_string(&amount).unwrap(), "\"-11062.06\"");
}
