//! Our page and programs may change something; other sites may not.

use axum::body::Body;

use super::*;

fn may(method: Method, headers: &[(&str, &str)]) -> bool {
    let mut request = Request::builder().method(method).header("host", "shop.example:7070");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    may_change(&request.body(Body::empty()).unwrap())
}

#[test]
fn our_page_and_programs_may_change_something() {
    for headers in [
        &[][..],
        &[("sec-fetch-site", "same-origin"), ("origin", "http://shop.example:7070")],
        &[("origin", "http://shop.example:7070")],
        &[("origin", "https://shop.example"), ("x-forwarded-host", "shop.example")],
    ] {
        assert!(may(Method::POST, headers), "{headers:?}");
    }
}

#[test]
fn other_sites_may_only_look() {
    for headers in [
        &[("sec-fetch-site", "cross-site")][..],
        &[("sec-fetch-site", "same-site"), ("origin", "http://shop.example:7070")],
        &[("origin", "http://other.example")],
        &[("origin", "http://shop.example:8080")],
        &[("origin", "null")],
        &[("origin", "\u{e9}")],
    ] {
        assert!(!may(Method::POST, headers) && !may(Method::DELETE, headers), "{headers:?}");
        assert!(may(Method::GET, headers), "{headers:?}");
    }
}
