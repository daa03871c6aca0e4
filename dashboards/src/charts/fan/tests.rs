//! Whole charts: their files, and what is refused.

use chrono::{Days, NaiveDate};

use super::{FanChart, FanPoint};
use crate::charts::{Caption, Chart, ChartError, ChartFormat, ChartSize, draw};
use crate::language::Language;

fn origin() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).expect("a day of November")
}

fn point(date: NaiveDate, value: f64) -> FanPoint {
    FanPoint {
        date,
        value,
        lower_80: value * 0.8,
        upper_80: value * 1.2,
        lower_95: value * 0.6,
        upper_95: value * 1.5,
    }
}

/// `days` of history up to the origin, the last 28 of them tested, and 28 days ahead.
pub(in crate::charts) fn chart(days: u64, size: f64) -> FanChart {
    let value = |day: u64| size * (1.0 + 0.4 * ((day % 7) as f64 - 3.0) / 3.0);
    let before = |back: u64| origin() - Days::new(back);
    FanChart {
        caption: Caption {
            title: "Demand a day, whole shop".to_owned(),
            subtitle: "Units sold, next 28 days".to_owned(),
            time_zone: "Europe/Madrid".to_owned(),
            source: "model theta · origin 2026-11-20 · LSN 4711".to_owned(),
            language: Language::English,
        },
        unit: "units".to_owned(),
        history: (0..days).rev().map(|back| (before(back), value(back))).collect(),
        backtest: (0..days.min(28)).rev().map(|back| point(before(back), value(back))).collect(),
        forecast: (1..=28).map(|day| point(origin() + Days::new(day), value(day))).collect(),
    }
}

fn fan_chart(
    chart: &FanChart,
    format: ChartFormat,
    size: ChartSize,
) -> Result<Vec<u8>, ChartError> {
    draw(&Chart::Demand(chart.clone()), format, size)
}

fn svg(chart: &FanChart) -> String {
    let file = fan_chart(chart, ChartFormat::Svg, ChartSize::SLIDE).expect("a chart");
    String::from_utf8(file).expect("SVG is text")
}

#[test]
fn a_png_has_the_size_asked_for_times_its_scale() {
    for scale in [1, 2] {
        let size = ChartSize { width: 640, height: 400, scale };
        let file = fan_chart(&chart(90, 1_500.0), ChartFormat::Png, size).expect("a chart");
        let image = image::load_from_memory(&file).expect("a PNG").into_rgb8();
        assert_eq!(image.dimensions(), (640 * scale, 400 * scale));
        let has = |red, green, blue| image.pixels().any(|pixel| pixel.0 == [red, green, blue]);
        assert!(has(255, 255, 255) && has(0x00, 0x72, 0xB2) && has(0xD5, 0x5E, 0x00));
    }
}

#[test]
fn title_unit_zone_and_source_are_on_the_chart() {
    let file = svg(&chart(90, 1_500.0));
    for text in ["Demand a day, whole shop", "units", "Days in Europe/Madrid", "LSN 4711", "2,000"]
    {
        assert!(file.contains(text), "{text} is missing");
    }
    for text in ["History", "Forecast", "80 % interval", "95 % interval"] {
        assert!(file.contains(text), "{text} is missing from the legend");
    }
    assert!(file.contains("Back-test: forecast as of 23 Oct 2026"));
    assert!(file.contains("last day known: 20 Nov 2026"));
}

#[test]
fn names_with_markup_stay_text() {
    let mut named = chart(60, 10.0);
    named.caption.title = "Mugs <b> & \"cups\"".to_owned();
    let file = svg(&named);
    assert!(file.contains("Mugs &lt;b&gt; &amp;") && !file.contains("<b>"));
}

#[test]
fn the_same_chart_gives_the_same_bytes_whatever_the_order_of_its_days() {
    let ordered = chart(90, 1_500.0);
    let mut turned = ordered.clone();
    turned.history.reverse();
    turned.forecast.reverse();
    turned.backtest.reverse();
    let draw = |chart| fan_chart(chart, ChartFormat::Png, ChartSize::SLIDE).expect("a chart");
    assert_eq!(draw(&ordered), draw(&turned));
}

#[test]
fn no_data_is_said_in_words() {
    let none = FanChart {
        history: Vec::new(),
        backtest: Vec::new(),
        forecast: Vec::new(),
        ..chart(60, 10.0)
    };
    assert!(svg(&none).contains("There is no history and no forecast to draw."));
}

#[test]
fn history_alone_says_that_there_is_no_forecast_and_a_single_day_is_a_dot() {
    let alone = FanChart { backtest: Vec::new(), forecast: Vec::new(), ..chart(60, 10.0) };
    assert!(svg(&alone).contains("No forecast yet") && !svg(&alone).contains("<circle"));
    let single = FanChart { history: alone.history[..1].to_vec(), ..alone };
    assert!(svg(&single).contains("<circle"));
}

#[test]
fn sizes_nobody_can_read_or_hold_are_refused() {
    for (width, height, scale) in
        [(100, 400, 1), (640, 90, 1), (640, 400, 0), (640, 400, 3), (u32::MAX, 400, 1)]
    {
        let size = ChartSize { width, height, scale };
        let error =
            fan_chart(&chart(60, 10.0), ChartFormat::Png, size).expect_err("too small or large");
        assert!(matches!(error, ChartError::Size { .. }), "{error}");
    }
}

#[test]
fn values_and_spans_without_a_place_are_refused_by_their_day() {
    let mut wild = chart(60, 10.0);
    wild.forecast[3].upper_95 = f64::INFINITY;
    let error = fan_chart(&wild, ChartFormat::Svg, ChartSize::SLIDE).expect_err("no place");
    assert_eq!(error.to_string(), "the value on 2026-11-24 is not a finite number below 10^15");
    let mut old = chart(60, 10.0);
    old.history[0].0 = NaiveDate::MIN;
    let error = fan_chart(&old, ChartFormat::Svg, ChartSize::SLIDE).expect_err("too long");
    assert!(matches!(error, ChartError::Span { .. }), "{error}");
}

#[test]
fn every_word_of_the_chart_is_in_its_language() {
    let mut spanish = chart(90, 1_500.0);
    spanish.caption.language = Language::Spanish;
    let file = svg(&spanish);
    for text in ["Histórico", "Previsión", "Intervalo del 95 %", "20 nov 2026", "2.000"] {
        assert!(file.contains(text), "{text} is missing");
    }
    for text in ["History", "Forecast", "interval<", "Days in", "last day"] {
        assert!(!file.contains(text), "{text} is not Spanish");
    }
}
