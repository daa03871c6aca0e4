//! The views that come with the service: the files of `query/views/`.
//!
//! A file begins with comment lines that say what the view holds; the last of them is `-- kept` or
//! `-- computed`. The rest is the query. `{revenue}` in it stands for the measures of revenue, which
//! have one definition for all views: `query/views/revenue.measures`.

include!(concat!(env!("OUT_DIR"), "/view_files.rs"));

/// What revenue is made of.
const REVENUE: &str = include_str!("../../views/revenue.measures");

/// What a view is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Definition {
    pub(super) name: String,
    pub(super) about: String,
    pub(super) sql: String,
    /// Whether an analyst made it.
    pub(super) own: bool,
    /// Whether it is kept as facts come in.
    pub(super) is_kept: bool,
}

/// All that come with the service.
pub(super) fn all() -> Vec<Definition> {
    VIEW_FILES.iter().map(|(name, text)| read(name, text)).collect()
}

fn read(name: &str, text: &str) -> Definition {
    let comments = text.lines().take_while(|line| line.starts_with("--"));
    let comments: Vec<&str> = comments.map(|line| line.trim_start_matches("--").trim()).collect();
    let (kind, about) = comments.split_last().map_or(("", &[][..]), |(kind, about)| (*kind, about));
    let sql: Vec<&str> = text.lines().skip(comments.len()).collect();
    Definition {
        name: name.to_owned(),
        about: about.join(" "),
        sql: sql.join("\n").trim().replace("{revenue}", REVENUE.trim()),
        own: false,
        is_kept: kind == "kept",
    }
}

#[cfg(test)]
mod tests;
