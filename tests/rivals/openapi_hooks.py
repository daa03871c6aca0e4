"""Teaches schemathesis to send bodies of SQL as they are: see
tests/the_service_keeps_its_openapi_document.rs."""

import schemathesis


@schemathesis.serializer("application/sql")
def sql(context, value):
    return value if isinstance(value, bytes) else str(value).encode()
