//! Before every request: who asks, whether he may, and afterwards what is written down of it.

mod body;
mod credentials;
mod origin;
mod refused;
mod rules;
mod session;
mod writing;

use std::sync::Arc;

use axum::{
    Router,
    body::HttpBody as _,
    extract::{MatchedPath, Request, State},
    http::Method,
    middleware::{self, Next},
    response::{IntoResponse as _, Response},
};

pub(super) use self::body::overhear;
use self::{body::Overheard, credentials::Credentials, writing::Asked};
use super::assets;
use crate::keys::{Access, Asker, Needs, Refusal};

/// Adds the sessions of the page, and guards all that is there.
pub(super) fn guarded(router: Router, access: Arc<Access>) -> Router {
    let sessions = session::routes().with_state(Arc::clone(&access));
    router.merge(sessions).layer(middleware::from_fn_with_state(access, guard))
}

async fn guard(State(access): State<Arc<Access>>, mut request: Request, next: Next) -> Response {
    let needs = needs(&request);
    let overheard = Overheard::default();
    let asked = Asked::of(&request, needs, access.now());
    if needs.is_sql() && request.method() == Method::POST {
        request.extensions_mut().insert(overheard.clone());
    }
    let (response, outcome) = match admitted(&access, &request, needs) {
        Ok(asker) => {
            request.extensions_mut().insert(asker.clone());
            (next.run(request).await, Ok(asker))
        }
        Err(No { response, code, name }) => (*response, Err((code, name))),
    };
    if needs != Needs::Nothing || asked.is_sign_in() {
        access.write_down(asked.answered(&response, &outcome, &overheard, access.now()));
    }
    match outcome {
        Ok(Asker { key: Some(key), .. }) if response.body().size_hint().exact().is_none() => {
            response.map(|body| body::while_it_counts(body, access, key))
        }
        _ => response,
    }
}

/// An answer that says no, the code of the reason, and whose key it was.
struct No {
    response: Box<Response>,
    code: &'static str,
    name: Option<Arc<str>>,
}

fn admitted(access: &Access, request: &Request, needs: Needs) -> Result<Asker, No> {
    let credentials = Credentials::of(request.headers());
    if !credentials.are_of_a_program() && !origin::may_change(request) {
        let response = Box::new(origin::refused().into_response());
        return Err(No { response, code: "cross_origin", name: None });
    }
    access.admit(credentials.key(), needs).map_err(|refusal: Refusal| {
        let name = refusal.name().cloned();
        let (response, code) = refused::response(&refusal, request);
        metrics::counter!("marea_refused_requests_total", "code" => code).increment(1);
        No { response: Box::new(response), code, name }
    })
}

/// What a request needs, by the route that was found for it. That is the router's own word, so no
/// spelling of a path can be one thing to the guard and another to the router.
fn needs(request: &Request) -> Needs {
    match request.extensions().get::<MatchedPath>() {
        Some(route) => rules::needs(route.as_str()),
        None if assets::is_there(request.uri().path()) => Needs::Nothing,
        None => Needs::AnyKey,
    }
}
