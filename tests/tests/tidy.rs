//! The house rules that are about files rather than code.

use std::path::Path;

use anyhow::Result;
use marea_tests::repository::{files, root};

const LONGEST_FILE: usize = 500;
const TOP_LEVEL: [&str; 14] = [
    "Cargo.toml",
    "Cargo.lock",
    "ingest",
    "query",
    "forecast",
    "dashboards",
    "datasets",
    "tests",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
    "clippy.toml",
    "rustfmt.toml",
    "rust-toolchain.toml",
];

fn rust_files() -> Result<Vec<(String, String)>> {
    let names = files()?.into_iter().filter(|name| name.ends_with(".rs"));
    names.map(|name| Ok((name.clone(), std::fs::read_to_string(root().join(name))?))).collect()
}

#[test]
fn every_source_file_opens_with_what_it_is() -> Result<()> {
    for (name, source) in rust_files()? {
        assert!(source.starts_with("//! "), "{name} does not open with a //! line");
    }
    Ok(())
}

#[test]
fn no_source_file_is_longer_than_a_sitting() -> Result<()> {
    for (name, source) in rust_files()? {
        let lines = source.lines().count();
        assert!(lines <= LONGEST_FILE, "{name} has {lines} lines, more than {LONGEST_FILE}");
    }
    Ok(())
}

#[test]
fn the_top_level_stays_as_it_is() -> Result<()> {
    for name in files()? {
        let first = name.split('/').next().unwrap_or(&name);
        let known = first.starts_with('.') || TOP_LEVEL.contains(&first);
        assert!(known, "{first} is not to be at the top level");
    }
    Ok(())
}

#[test]
fn no_file_names_a_path_of_one_machine() -> Result<()> {
    // Spelt in parts, so that this file does not name them itself.
    let paths =
        [["/ro", "ot/"], ["/ho", "me/"], ["/wo", "rk/"], ["/Us", "ers/"]].map(|p| p.concat());
    for name in files()? {
        let Ok(text) = std::fs::read_to_string(root().join(&name)) else { continue };
        for path in &paths {
            assert!(!text.contains(path.as_str()), "{name} names {path}");
        }
    }
    Ok(())
}

#[test]
fn what_the_readme_names_is_there() -> Result<()> {
    let readme = std::fs::read_to_string(root().join("README.md"))?;
    for command in ["cargo run --release -- demo", "bash tests/run"] {
        assert!(readme.contains(command), "README.md does not name `{command}`");
    }
    let named = readme.split(['`', '(', ')', ' ', '\n']).filter(|word| is_path(word));
    for path in named {
        let path = path.split('#').next().unwrap_or(path);
        assert!(root().join(path).exists(), "README.md names {path}, which is not there");
    }
    Ok(())
}

/// A word that names a file or folder of this repository.
fn is_path(word: &str) -> bool {
    let folders = ["ingest/", "query/", "forecast/", "dashboards/", "datasets/", "tests/"];
    let plain = word.chars().all(|c| c.is_ascii_alphanumeric() || "/._-#".contains(c));
    plain && folders.iter().any(|folder| word.starts_with(folder)) && Path::new(word).is_relative()
}
