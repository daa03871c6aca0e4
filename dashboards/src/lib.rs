//! The marea binary: command line, HTTP API, live pages and charts.
