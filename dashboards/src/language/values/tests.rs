//! Every reason and role of a plan is known in every language.

use marea_forecast::{inventory::Reason, staffing::Role};

use crate::language::Language;

#[test]
fn every_reason_is_said_in_the_language_of_the_workbook() {
    let reasons = [
        Reason::EnoughStock,
        Reason::NoDemand,
        Reason::BelowReorderPoint,
        Reason::RaisedToMinimum,
        Reason::StockOutBeforeIncoming,
        Reason::CappedByShelfLife,
        Reason::MinimumBeyondShelfLife,
        Reason::MinimumNotWorthIt,
        Reason::OneSeason,
        Reason::SeasonCovered,
        Reason::SeasonOverBeforeArrival,
    ];
    for reason in reasons {
        let said = |language: Language| language.value("reason", reason.sentence().to_owned());
        assert_eq!(said(Language::English), reason.sentence());
        for other in [Language::Spanish, Language::French, Language::Galician] {
            assert_ne!(said(other), reason.sentence(), "{reason:?} in {other}");
        }
    }
}

#[test]
fn every_role_has_a_name_and_other_texts_stay() {
    let spanish = Language::Spanish;
    assert!(Role::ALL.iter().all(|role| spanish.role(role.name()) != role.name()));
    assert_eq!(spanish.value("sku", "picking".into()), "picking");
    assert_eq!(spanish.value("reason", "another".into()), "another");
}
