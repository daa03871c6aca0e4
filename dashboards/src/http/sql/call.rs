//! Who asks, and with which conditions: what is in the head of a request.

use std::{
    collections::BTreeSet,
    convert::Infallible,
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, HeaderName, Method, header, request::Parts},
};

use crate::keys::{Asker, Scope};

/// The head of a request for an answer.
#[derive(Debug)]
pub(in crate::http) struct Call {
    pub(super) method: Method,
    pub(super) headers: HeaderMap,
    pub(in crate::http) query: String,
    /// The name of the key that the request came with.
    pub(in crate::http) asker: Option<Arc<str>>,
    /// Whether it may see what others ask.
    pub(in crate::http) sees_all: bool,
    /// The only tables that it may name; all if `None`.
    pub(in crate::http) tables: Option<Arc<BTreeSet<String>>>,
    peer: Option<IpAddr>,
}

impl<S: Send + Sync> FromRequestParts<S> for Call {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        // This is the one place where a query learns who asks it.
        let asker = parts.extensions.get::<Asker>();
        Ok(Self {
            method: parts.method.clone(),
            headers: parts.headers.clone(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            asker: asker.filter(|it| it.key.is_some()).map(|it| Arc::clone(&it.name)),
            sees_all: asker.is_none_or(|it| it.scopes.allow(Scope::Admin)),
            tables: asker.and_then(|it| it.tables.clone()),
            peer: peer.map(|it| it.0.ip()),
        })
    }
}

impl Call {
    /// A header, where it is plain text.
    pub(super) fn header(&self, name: HeaderName) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The part that is asked for. Only a GET asks for parts (RFC 9110, 14.2).
    pub(super) fn range(&self) -> Option<&str> {
        self.header(header::RANGE).filter(|_| self.method == Method::GET)
    }

    /// Names a reader as well as HTTP allows: those who share it share what they read last.
    pub(super) fn reader(&self) -> String {
        let program = self.header(header::USER_AGENT).unwrap_or_default();
        format!("{:?} {:?} {program}", self.asker, self.peer)
    }
}
