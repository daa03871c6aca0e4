//! What a chart can be asked for.

use super::{Asked, ChartName};

fn refused(asked: &Asked, expected: &str) {
    let error = asked.check().unwrap_err().to_string();
    assert!(error.contains(expected), "{error}");
}

#[test]
fn every_chart_is_known_by_its_name() {
    for chart in ChartName::ALL {
        assert_eq!(chart.as_str().parse::<ChartName>(), Ok(chart));
    }
    let error = "pie".parse::<ChartName>().unwrap_err();
    assert!(error.contains("seasonal-profile, accuracy, stock"), "{error}");
}

#[test]
fn what_would_not_change_a_chart_is_refused_by_its_name() {
    let role = Asked { role: Some("picking".into()), ..Asked::of(ChartName::Stock) };
    refused(&role, "role: the chart stock cannot be narrowed by it, but by sku and warehouse");
    let sku = Asked { sku: Some("S1".into()), ..Asked::of(ChartName::Staffing) };
    refused(&sku, "sku: the chart staffing");
    let wild = Asked { measure: Some("margin".into()), ..Asked::of(ChartName::Demand) };
    refused(&wild, "measure: expected units, or revenue of the shop");
    let revenue = Some("revenue".to_owned());
    let both = Asked { sku: Some("S1".into()), measure: revenue, ..Asked::of(ChartName::Demand) };
    refused(&both, "measure");
}

#[test]
fn a_quote_in_a_name_stays_part_of_the_name() {
    let asked = Asked { sku: Some("O'Neill' OR 1=1".into()), ..Asked::of(ChartName::Demand) };
    assert!(asked.series().ends_with("sku = 'O''Neill'' OR 1=1'"), "{}", asked.series());
}
