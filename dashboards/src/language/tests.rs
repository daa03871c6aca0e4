//! No language lacks a word, and each writes dates and numbers its own way.

use chrono::{NaiveDate, Weekday};

use super::{Language, Word};

#[test]
fn every_word_is_in_every_language_with_the_same_places_to_fill() {
    for word in Word::ALL {
        let texts = Language::ALL.map(|language| language.word(*word));
        let places = texts.map(|text| text.matches("{}").count());
        assert!(texts.iter().all(|text| !text.trim().is_empty()), "{word:?}");
        assert!(places.iter().all(|count| *count == places[0]), "{word:?}: {places:?}");
    }
}

#[test]
fn a_phrase_is_filled_in_order() {
    let text = Language::French.phrase(Word::DaysFrom, &["28", "20 nov. 2026"]);
    assert_eq!(text, "28 jours de prévision à partir du 20 nov. 2026");
}

#[test]
fn languages_are_known_by_code_and_region() {
    for language in Language::ALL {
        assert_eq!(language.code().parse(), Ok(language));
    }
    assert_eq!("es-ES".parse(), Ok(Language::Spanish));
    assert_eq!("GL_es".parse(), Ok(Language::Galician));
    let error = "tlh".parse::<Language>().unwrap_err().to_string();
    assert!(error.contains("tlh") && error.contains("gl (Galician)"), "{error}");
}

#[test]
fn dates_are_written_as_the_language_does() {
    let day = NaiveDate::from_ymd_opt(2026, 8, 3).expect("a day");
    let written = Language::ALL.map(|language| language.date(day));
    assert_eq!(written, ["3 Aug 2026", "3 ago 2026", "3 août 2026", "3 ago 2026"]);
    let weekdays = Language::ALL.map(|language| language.weekday(Weekday::Thu));
    assert_eq!(weekdays, ["Thu", "jue", "jeu.", "xov"]);
}

#[test]
fn months_and_weekdays_are_told_apart_in_every_language() {
    for language in Language::ALL {
        let mut months: Vec<_> = (0..12).map(|month| language.month(month)).collect();
        months.sort_unstable();
        months.dedup();
        assert_eq!(months.len(), 12, "{language}");
    }
}

#[test]
fn numbers_are_parted_as_the_language_does() {
    let written = Language::ALL.map(|language| language.number(-1_234_567.5, 2));
    let expected = ["−1,234,567.50", "−1.234.567,50", "−1\u{a0}234\u{a0}567,50", "−1.234.567,50"];
    assert_eq!(written, expected);
    assert_eq!(Language::English.number(999.0, 0), "999");
    assert_eq!(Language::English.number(-0.001, 1), "0.0");
    assert_eq!(Language::Spanish.percent(0.975), "97,5 %");
    assert_eq!(Language::English.percent(0.8), "80 %");
    let figures = [0.0, 3.0, 3.26, 12.4, 1_250.9].map(|value| Language::English.figure(value));
    assert_eq!(figures, ["0", "3", "3.3", "12", "1,251"]);
}

#[test]
fn every_column_has_a_head_and_an_explanation_in_every_language() {
    for column in super::columns::COLUMNS {
        for language in Language::ALL {
            let (head, about) = (column.head(language), column.about(language));
            assert!(!head.is_empty() && about.len() > 3, "{} in {language}", column.name);
        }
        let same = super::columns::COLUMNS.iter().filter(|other| other.name == column.name);
        assert_eq!(same.count(), 1, "{} is there twice", column.name);
    }
}
