//! A key reaches what its scopes name and nothing else, whichever way it is shown and however a
//! path is spelt; a refusal names the scope that is missing.

use anyhow::{Result, ensure};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use marea_tests::{
    events::product_set,
    keys::{Reply, ask, create, get},
    server::Store,
};

/// What each scope reaches.
const REACHED: [(&str, &[&str]); 4] = [
    (
        "read",
        &[
            "/api/v1/orders",
            "/api/v1/stock",
            "/api/v1/stock/available-to-promise?sku=S1",
            "/api/v1/purchase-orders",
            "/api/v1/parked",
            "/api/v1/attention",
            "/api/v1/live",
            "/metrics",
        ],
    ),
    ("sql", &["/api/v1/sql?q=SELECT%201", "/api/v1/sql.csv?q=SELECT%201", "/api/v1/views/orders"]),
    ("read or plan", &["/api/v1/forecasts/demand", "/api/v1/charts/demand.png"]),
    ("admin", &["/api/v1/reactions", "/api/v1/reactions/dead-letters"]),
];

#[tokio::test]
async fn a_key_reaches_only_its_scopes() -> Result<()> {
    let store = Store::new()?;
    let mut made = Vec::new();
    for scope in ["ingest", "read", "sql", "plan", "admin"] {
        made.push((scope, create(&store.data(), scope, &["--scope", scope])?));
    }
    let server = store.serve().start()?;
    for (scope, key) in &made {
        let client = server.client_with(key)?;
        let sent = client.post(&[product_set("S1", "deny")]).await?;
        ensure!((sent.status == 200) == ["ingest", "admin"].contains(scope), "{scope}: {sent:?}");
        for (needed, paths) in REACHED {
            for path in paths {
                let reply = get(server.address(), path, Some(key)).await?;
                let may = needed.contains(scope) || *scope == "admin";
                check(&reply, may, needed, &format!("{scope}: {path}"))?;
            }
        }
    }
    // A path that is spelt otherwise is the same path.
    let ingest = Some(made[0].1.as_str());
    for path in ["/api/v1/%73ql.csv?q=SELECT%201", "/api/v1/sql%2Ecsv?q=SELECT%201", "//metrics"] {
        let reply = get(server.address(), path, ingest).await?;
        ensure!([403, 404].contains(&reply.status), "{path}: {reply:?}");
    }
    server.stop()
}

fn check(reply: &Reply, may: bool, needed: &str, what: &str) -> Result<()> {
    if may {
        ensure!(![401, 403].contains(&reply.status), "{what}: {reply:?}");
        return Ok(());
    }
    ensure!((reply.status, reply.code()) == (403, "missing_scope"), "{what}: {reply:?}");
    let detail = reply.body["detail"].as_str().unwrap_or("");
    let named = needed.split(" or ").all(|scope| detail.contains(scope));
    ensure!(named, "{what}: does not name the scope: {detail}");
    Ok(())
}

#[tokio::test]
async fn a_key_is_shown_by_basic_or_by_the_cookie_of_the_page() -> Result<()> {
    let store = Store::new()?;
    let key = create(&store.data(), "boss", &["--scope", "admin"])?;
    let server = store.serve().start()?;
    let address = server.address();
    let basic = format!("Basic {}", BASE64_STANDARD.encode(format!("excel:{key}")));
    let reply = ask(address, "GET", "/api/v1/orders", &[("authorization", &basic)], "").await?;
    ensure!(reply.status == 200, "{reply:?}");

    let session = "/api/v1/session";
    let wrong = ask(address, "POST", session, &[], r#"{"key": "mk_x"}"#).await?;
    ensure!((wrong.status, wrong.code()) == (401, "malformed_key"), "{wrong:?}");
    // A challenge of Basic would have the browser put its own dialog over the page's form.
    ensure!(!wrong.header("www-authenticate").contains("Basic"), "{wrong:?}");
    let said = format!(r#"{{"key": "{key}"}}"#);
    let secure = [("x-forwarded-proto", "https")];
    let signed_in = ask(address, "POST", session, &secure, &said).await?;
    let cookie = signed_in.header("set-cookie");
    for part in ["HttpOnly", "SameSite=Strict", "Secure"] {
        ensure!(cookie.contains(part), "{part} is not in {cookie}");
    }
    let plain = ask(address, "POST", session, &[], &said).await?.header("set-cookie");
    ensure!(!plain.contains("Secure"), "{plain}");

    let cookie = cookie.split(';').next().unwrap_or_default();
    let event = product_set("S1", "deny").to_string();
    let reply = ask(address, "GET", "/api/v1/orders", &[("cookie", cookie)], "").await?;
    ensure!(reply.status == 200, "{reply:?}");
    for (site, status) in [("cross-site", 403), ("same-site", 403), ("same-origin", 200)] {
        let headers = [("cookie", cookie), ("sec-fetch-site", site)];
        let reply = ask(address, "POST", "/api/v1/events", &headers, &event).await?;
        ensure!(reply.status == status, "{site}: {reply:?}");
    }
    let other = [("cookie", cookie), ("origin", "http://other.example")];
    let reply = ask(address, "POST", "/api/v1/events", &other, &event).await?;
    ensure!((reply.status, reply.code()) == (403, "cross_origin"), "{reply:?}");
    let out = ask(address, "DELETE", session, &[("cookie", cookie)], "").await?;
    ensure!(out.status == 204 && out.header("set-cookie").contains("Max-Age=0"), "{out:?}");
    server.stop()
}
