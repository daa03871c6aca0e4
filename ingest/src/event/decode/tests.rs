//! Good records are read, bad ones are named.

use super::*;
use crate::event::Mode;

fn order(lines: &str) -> String {
    format!(
        r#"{{"event_id":"e1","source":"web","type":"order_placed","occurred_at":"2026-03-01T10:00:00+01:00",
        "order_id":"o1","currency":"EUR","lines":{lines}}}"#
    )
}

fn fault(json: &str) -> (String, String) {
    let error = decode_record(7, json).unwrap_err();
    assert_eq!(error.index, 7);
    assert!(!error.message.is_empty());
    (error.code, error.field.unwrap_or_default())
}

#[test]
fn the_examples_of_the_design_are_read() {
    let examples = r#"
{"event_id": "e1", "source": "web", "type": "order_placed", "occurred_at": "2026-03-01T10:00:00+01:00", "order_id": "o1", "channel": "web", "currency": "EUR", "customer_id": "c1", "ship_to": {"country": "ES", "postcode": "36201"}, "lines": [{"line_id": "1", "sku": "S1", "quantity": 2, "unit_price": "9.95", "discount": "0.00", "tax": "3.45"}]}
{"event_id": "e2", "source": "wms", "type": "stock_received", "occurred_at": "2026-03-01T08:00:00Z", "sku": "S1", "warehouse": "MAD", "quantity": 10, "unit_cost": "5.00"}
{"event_id": "e3", "source": "wms", "type": "product_set", "occurred_at": "2026-03-01T07:00:00Z", "sku": "S1", "name": "Mug", "category": "kitchen", "stock_policy": "deny"}
"#;
    let events = decode_jsonl(examples.as_bytes()).unwrap();
    assert_eq!(events.len(), 3);
    for event in events {
        let event = event.unwrap();
        assert_eq!(event.envelope.mode, Mode::Ask);
        assert_eq!(decode_record(0, &event.to_json()).unwrap(), event);
    }
}

#[test]
fn a_fault_names_its_field_by_path() {
    let line = |rest: &str| order(&format!(r#"[{{"line_id":"1","sku":"S1",{rest}}}]"#));
    let quantity = ("invalid_field".to_owned(), "lines[0].quantity".to_owned());
    assert_eq!(fault(&line(r#""quantity":0,"unit_price":"1""#)), quantity);
    assert_eq!(fault(&line(r#""quantity":"x","unit_price":"1""#)), quantity);
    assert_eq!(fault(&line(r#""unit_price":"1""#)), quantity);
    assert_eq!(fault(&line(r#""quantity":1,"unit_price":"1","qty":1"#)).1, "lines[0].qty");
    assert_eq!(fault(&line(r#""quantity":1,"unit_price":"-1""#)).1, "lines[0].unit_price");
    assert_eq!(fault(&order("[]")).1, "lines");
}

#[test]
fn envelope_faults_are_named() {
    assert_eq!(fault("[1]").0, "malformed_json");
    assert_eq!(fault("{}").1, "type");
    assert_eq!(fault(r#"{"type":"order_lost","event_id":"e","source":"s","occurred_at":"2026-03-01T10:00:00Z"}"#).0, "unknown_type");
    assert_eq!(fault(r#"{"type":"order_approved","source":"s","occurred_at":"2026-03-01T10:00:00Z","order_id":"o"}"#).1, "event_id");
    assert_eq!(fault(r#"{"type":"order_approved","event_id":"e","source":"s","occurred_at":"2026-03-01T10:00:00","order_id":"o"}"#).1, "occurred_at");
    assert_eq!(fault(r#"{"type":"order_approved","event_id":"e","source":"s","occurred_at":"0001-03-01T10:00:00Z","order_id":"o"}"#).1, "occurred_at");
}

#[test]
fn absurd_sizes_are_refused() {
    let long = "x".repeat(1 << 20);
    assert_eq!(
        fault(&order(&format!(
            r#"[{{"line_id":"1","sku":"{long}","quantity":1,"unit_price":"1"}}]"#
        )))
        .1,
        "lines[0].sku"
    );
    assert_eq!(
        fault(&order(&format!(
            r#"[{{"line_id":"1","sku":"S","name":"{long}","quantity":1,"unit_price":"1"}}]"#
        )))
        .1,
        "lines[0].name"
    );
    assert_eq!(
        fault(&order(
            r#"[{"line_id":"1","sku":"S","quantity":999999999999,"unit_price":"99999999999999"}]"#
        ))
        .1,
        "lines[0].quantity"
    );
    assert_eq!(fault(&" ".repeat(LARGEST_RECORD + 1)).0, "too_large");
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(fault(&order(&deep)).0, "malformed_json");
}

#[test]
fn one_bad_record_leaves_its_neighbours_alone() {
    let good =
        order(r#"[{"line_id":"1","sku":"S1","quantity":1,"unit_price":"1"}]"#).replace('\n', "");
    let body = format!("{good}\nnot json\n\n{good}\n");
    let read = decode_jsonl(body.as_bytes()).unwrap();
    assert_eq!(read.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, true]);
    let read = decode_json(format!("[{good}, 3, {good}]").as_bytes()).unwrap();
    assert_eq!(read.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, true]);
    assert!(decode_json(b"{\"a\":").is_err());
    assert!(decode_jsonl(b"\xff\xfe").is_err());
}

#[test]
fn what_planners_assume_is_read_and_checked() {
    let event = |fields: &str| {
        format!(
            r#"{{"event_id":"p1","source":"planner","actor":"ana","reason":"fair",
            "occurred_at":"2026-03-01T10:00:00Z",{fields}}}"#
        )
    };
    let scenario = r#""type":"forecast_scenario_set","scenario":"spring sale""#;
    let known = decode_record(
        0,
        &event(&format!(
            r#"{scenario},"price_change":"-0.2","elasticity":"-1.5","from":"2026-03-05","to":"2026-03-08""#
        )),
    );
    let known = known.unwrap();
    assert_eq!(decode_record(0, &known.to_json()).unwrap(), known);
    let faults = [
        (r#""demand_change":"-1""#, "demand_change"),
        (r#""from":"2026-03-05","to":"2026-03-04""#, "to"),
        (r#""sku":"S1","category":"kitchen""#, "sku"),
        (r#""lead_time_change_days":400"#, "lead_time_change_days"),
    ];
    for (fields, field) in faults {
        assert_eq!(fault(&event(&format!("{scenario},{fields}"))).1, field);
    }
    let overriding = r#""type":"forecast_override_set","from":"2026-03-05","to":"2026-03-08""#;
    assert!(
        decode_record(
            0,
            &event(&format!(r#"{overriding},"sku":"S1","warehouse":"MAD","units_a_day":"12.5""#))
        )
        .is_ok()
    );
    let faults =
        [(r#""sku":"S1","channel":"web""#, "sku"), (r#""units_a_day":"-1""#, "units_a_day")];
    for (fields, field) in faults {
        assert_eq!(fault(&event(&format!("{overriding},{fields}"))).1, field);
    }
}
