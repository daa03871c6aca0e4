"""What schemathesis is to know beside the document: see
tests/the_service_keeps_its_openapi_document.rs."""

import schemathesis


@schemathesis.serializer("application/sql")
def sql(context, value):
    """SQL goes as it is."""
    return value if isinstance(value, bytes) else str(value).encode()


@schemathesis.hook
def map_headers(context, headers):
    """A part of a JSON document is no JSON; a claim of its own reads results by ranges."""
    return {name: value for name, value in (headers or {}).items() if name.lower() != "range"}


def hurried(asked):
    """Who asks for an LSN that is yet to come waits for it as long as may be: not here."""
    if isinstance(asked, dict) and "min_lsn" in asked:
        return {**asked, "timeout_ms": 100}
    return asked


@schemathesis.hook
def map_query(context, query):
    return hurried(query)


@schemathesis.hook
def map_body(context, body):
    return hurried(body)
