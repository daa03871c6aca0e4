//! The stock chart: levels where they belong, figures in the legend, labels that stay apart.

use chrono::{Days, NaiveDate};

use super::{StockChart, StockPoint, marks};
use crate::charts::canvas::Mark;
use crate::charts::{Caption, ChartSize, apart, palette, typeface::register};
use crate::language::Language;

fn origin() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).expect("a day of November")
}

fn chart(stock: f64, language: Language) -> StockChart {
    register().expect("the typeface is in the binary");
    let ahead = |day: u64| {
        let value = (stock * (1.0 - day as f64 / 20.0)).max(0.0);
        let date = origin() + Days::new(day);
        StockPoint { date, value, lower: value * 0.7, upper: value * 1.2 }
    };
    StockChart {
        caption: Caption {
            title: "Stock of MUG-01 in MAD".to_owned(),
            subtitle: "expected to run out on 10 Dec 2026".to_owned(),
            time_zone: "Europe/Madrid".to_owned(),
            source: "demand: theta · LSN 4711".to_owned(),
            language,
        },
        unit: "units".to_owned(),
        history: (0..60).map(|day| (origin() - Days::new(day), stock * 1.1)).collect(),
        projection: (1..=28).map(ahead).collect(),
        with_order: (8..=28).map(|day| (origin() + Days::new(day), stock * 0.8)).collect(),
        level: 0.8,
        reorder_point: Some(stock * 0.5),
        safety_stock: Some(stock * 0.2),
        order_by: Some(origin() + Days::new(4)),
        late: false,
        incoming: vec![(origin() + Days::new(9), stock / 3.0)],
    }
}

fn texts(marks: &[Mark]) -> Vec<String> {
    let text = |mark: &Mark| match mark {
        Mark::Label { text, .. } => Some(text.clone()),
        _ => None,
    };
    marks.iter().filter_map(text).collect()
}

#[test]
fn labels_stay_apart_in_every_language_and_size() {
    for language in Language::ALL {
        for (width, height) in [(640, 400), (800, 450), (1200, 630), (2000, 1400)] {
            for stock in [0.0, 0.4, 37.0, 12_345.0] {
                let size = ChartSize { width, height, scale: 1 };
                apart::check(&marks(&chart(stock, language), size).unwrap(), width, height);
            }
        }
    }
}

#[test]
fn the_reorder_point_lies_where_stock_of_its_size_lies() {
    let mut chart = chart(100.0, Language::English);
    chart.reorder_point = Some(110.0);
    let marks = marks(&chart, ChartSize::SLIDE).unwrap();
    let height = |wanted, is_dashed, least: f64| {
        marks.iter().rev().find_map(|mark| match mark {
            Mark::Line { places, colour, dashed, .. }
                if *colour == wanted
                    && *dashed == is_dashed
                    && places.last()?.0 - places[0].0 > least =>
            {
                Some(places[0].1)
            }
            _ => None,
        })
    };
    let (level, stock) =
        (height(palette::TESTED, true, 100.0), height(palette::HISTORY, false, 100.0));
    assert!((level.unwrap() - stock.unwrap()).abs() < 1e-9);
}

#[test]
fn figures_and_the_day_to_order_by_are_in_the_legend() {
    let said = texts(&marks(&chart(1_200.0, Language::Spanish), ChartSize::SLIDE).unwrap());
    for text in [
        "Punto de pedido: 600",
        "Existencias de seguridad: 240",
        "Pedir antes del 24 nov 2026",
        "En camino: 400",
        "Rango del 80 %",
    ] {
        assert!(said.iter().any(|it| it == text), "{text} is missing in {said:?}");
    }
}

#[test]
fn a_shelf_without_a_day_says_so() {
    let empty = StockChart {
        history: Vec::new(),
        projection: Vec::new(),
        with_order: Vec::new(),
        ..chart(10.0, Language::English)
    };
    let said = texts(&marks(&empty, ChartSize::SLIDE).unwrap());
    assert!(said.iter().any(|it| it == "There is no history and no forecast to draw."));
}
