//! Every route of the router has a rule, and no rule reaches further than it says.

use super::*;

/// The routes that the source of the router names.
fn routes() -> Vec<&'static str> {
    let sources = [include_str!("../../../http.rs"), include_str!("../session.rs")];
    let calls = sources.into_iter().flat_map(|source| source.split(".route(").skip(1));
    calls.map(|call| call.split('"').nth(1).unwrap()).collect()
}

#[test]
fn every_route_has_a_rule() {
    let routes = routes();
    assert!(routes.len() > 20 && routes.contains(&"/api/v1/live"), "{routes:?}");
    for route in routes {
        assert_ne!(needs(route), Needs::AnyKey, "{route} has no rule in RULES");
    }
}

#[test]
fn a_rule_covers_what_is_below_it_and_nothing_else() {
    assert_eq!(needs("/api/v1/orders/{id}/packing-slip"), READ);
    assert_eq!(needs("/api/v1/sql.{form}"), SQL);
    assert_eq!(needs("/api/v1/queries/{id}"), SQL);
    assert_eq!(needs("/api/v1/reactions/replay"), ADMIN);
    assert_eq!(needs("/api/v1/sqlite"), Needs::AnyKey);
    assert_eq!(needs("/healthz-of-all"), Needs::AnyKey);
    assert_eq!(needs("/"), Needs::AnyKey);
}

#[test]
fn what_needs_nothing_is_known_by_name() {
    let open: Vec<_> = routes().into_iter().filter(|it| needs(it) == Needs::Nothing).collect();
    for route in open {
        let known = ["/healthz", "/readyz", "/openapi.json", "/docs", "/api/v1/session"];
        assert!(known.contains(&route), "{route} is open to everybody");
    }
}
