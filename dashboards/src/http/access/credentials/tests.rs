//! A key is found wherever tools put it.

use axum::http::{HeaderName, HeaderValue};

use super::*;

fn shown(headers: &[(HeaderName, &str)]) -> Credentials {
    let pairs = headers.iter().map(|(name, value)| (name.clone(), HeaderValue::from_str(value)));
    Credentials::of(&pairs.map(|(name, value)| (name, value.unwrap())).collect())
}

#[test]
fn a_header_shows_a_key_as_bearer_or_as_the_password_of_basic() {
    let basic = format!("Basic {}", BASE64_STANDARD.encode("anna:mk_1:2"));
    let nobody = format!("basic {}", BASE64_STANDARD.encode(":mk_1"));
    for (value, key) in [
        ("Bearer mk_1", "mk_1"),
        ("bearer  mk_1 ", "mk_1"),
        (&*basic, "mk_1:2"),
        (&*nobody, "mk_1"),
        ("Basic !", ""),
    ] {
        let shown = shown(&[(header::AUTHORIZATION, value)]);
        assert_eq!(shown.key(), Some(key), "{value}");
        assert!(shown.are_of_a_program());
    }
}

#[test]
fn a_cookie_shows_a_key_where_no_header_does() {
    let cookies = (header::COOKIE, "theme=dark; marea_key=mk_2; marea_keys=x");
    let found = shown(&[(header::AUTHORIZATION, "Negotiate abc"), cookies.clone()]);
    assert_eq!(found.key(), Some("mk_2"));
    assert!(!found.are_of_a_program());
    assert_eq!(shown(&[cookies, (header::AUTHORIZATION, "Bearer mk_1")]).key(), Some("mk_1"));
    assert_eq!(shown(&[(header::COOKIE, "other=1")]).key(), None);
    assert_eq!(shown(&[]).key(), None);
}
