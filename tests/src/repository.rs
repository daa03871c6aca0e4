//! This repository's own files, for the tests of house rules and for data that lies beside it.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Result, ensure};

/// The folder that holds the workspace.
#[must_use]
pub fn root() -> PathBuf {
    // Cargo names the folder of the crate that it runs; a build that is kept may come from another.
    let here = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    here.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()).join("..")
}

/// A public data set that lies beside the repository, if it is there.
#[must_use]
pub fn dataset(name: &str) -> Option<PathBuf> {
    Some(root().join("../shared/datasets").join(name)).filter(|path| path.exists())
}

/// All files that are tracked or would be, relative to the root.
///
/// # Errors
/// Where git cannot list them.
pub fn files() -> Result<Vec<String>> {
    let arguments = ["ls-files", "--cached", "--others", "--exclude-standard"];
    let listed = Command::new("git").args(arguments).current_dir(root()).output()?;
    ensure!(listed.status.success(), "git ls-files: {}", String::from_utf8_lossy(&listed.stderr));
    let names = String::from_utf8(listed.stdout)?;
    Ok(names.lines().filter(|name| root().join(name).exists()).map(str::to_owned).collect())
}
