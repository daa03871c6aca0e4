//! Builds the web page of `web/` into `web/dist`, which the binary embeds.
//!
//! It runs npm only when the page's sources changed. That is told by one mark: `dist/index.html`
//! carries the modification time of the newest source it was built from. The mark is in the past,
//! so cargo, which watches that file too, sees a deleted page but not a page that was just built.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Output},
    time::SystemTime,
};

/// The page's folder, relative to this crate, where cargo runs build scripts.
const WEB: &str = "web";

/// What the page is built from. `node_modules` and `dist` are made from these and are not listed.
const SOURCES: [&str; 9] = [
    "web/src",
    "web/index.html",
    "web/docs.html",
    "web/package.json",
    "web/package-lock.json",
    "web/.npmrc",
    "web/svelte.config.js",
    "web/tsconfig.json",
    "web/vite.config.ts",
];

/// The file of the built page that carries the mark.
const BUILT: &str = "web/dist/index.html";

/// The oldest Node that Vite runs on.
const OLDEST_NODE: (u32, u32) = (20, 19);

/// npm is a batch file on Windows, which is only found by its whole name.
const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// What the reader of the build's output has to know, in lines.
type Failure = String;

fn main() -> ExitCode {
    tell_cargo("rerun-if-changed", BUILT);
    for source in SOURCES {
        tell_cargo("rerun-if-changed", source);
    }
    match build_page() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            for line in failure.lines() {
                tell_cargo("error", line);
            }
            ExitCode::FAILURE
        }
    }
}

/// Cargo reads instructions from what a build script prints.
fn tell_cargo(key: &str, value: &str) {
    println!("cargo::{key}={value}");
}

fn build_page() -> Result<(), Failure> {
    let newest = newest_source()?;
    if modified(Path::new(BUILT)) == Some(newest) {
        return Ok(());
    }
    check_node()?;
    if !packages_are_installed() {
        // Development packages are what builds the page, also where NODE_ENV says production.
        npm(&["ci", "--include=dev"])?;
    }
    npm(&["run", "build"])?;
    mark_built(newest)
}

/// When a file was last changed; nothing where it is not there.
fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|metadata| metadata.modified()).ok()
}

fn newest_source() -> Result<SystemTime, Failure> {
    let mut files = Vec::new();
    for source in SOURCES {
        collect_files(Path::new(source), &mut files)
            .map_err(|error| format!("cannot read dashboards/{source}: {error}"))?;
    }
    files
        .iter()
        .filter_map(|file| modified(file))
        .max()
        .ok_or_else(|| format!("dashboards/{WEB} has no files to build the page from"))
}

fn collect_files(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if !fs::metadata(path)?.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        collect_files(&entry?.path(), files)?;
    }
    Ok(())
}

/// npm writes its own copy of the lock at the end of an installation.
fn packages_are_installed() -> bool {
    let installed = modified(&Path::new(WEB).join("node_modules/.package-lock.json"));
    let wanted = modified(&Path::new(WEB).join("package-lock.json"));
    installed.is_some() && installed >= wanted
}

fn check_node() -> Result<(), Failure> {
    let output = Command::new("node")
        .arg("--version")
        .output()
        .map_err(|_| what_to_install("Node is not installed"))?;
    let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    match node_release(&version) {
        Some(release) if release >= OLDEST_NODE => Ok(()),
        _ => Err(what_to_install(&format!("the Node found here says it is {version:?}"))),
    }
}

/// Major and minor number of a version like `v20.20.2`.
fn node_release(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version.strip_prefix('v')?.split('.').map(|number| number.parse().ok());
    Some((numbers.next()??, numbers.next()??))
}

fn what_to_install(found: &str) -> Failure {
    let (major, minor) = OLDEST_NODE;
    format!(
        "The web page of marea is built with Node {major}.{minor} or newer and its npm, but {found}.\n\
         Install it from https://nodejs.org or with your system's packages (nodejs and npm), \
         see that `node --version` and `npm --version` answer, and build again."
    )
}

fn npm(arguments: &[&str]) -> Result<(), Failure> {
    let command = format!("npm {}", arguments.join(" "));
    let output = Command::new(NPM)
        .args(arguments)
        .current_dir(WEB)
        .output()
        .map_err(|error| what_to_install(&format!("`{command}` could not be run ({error})")))?;
    if output.status.success() { Ok(()) } else { Err(what_npm_said(&command, &output)) }
}

fn what_npm_said(command: &str, output: &Output) -> Failure {
    format!(
        "`{command}` in dashboards/{WEB} failed ({}). It said:\n{}{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    )
}

fn mark_built(newest: SystemTime) -> Result<(), Failure> {
    fs::File::options().write(true).open(BUILT).and_then(|file| file.set_modified(newest)).map_err(
        |error| format!("npm built the page, but dashboards/{BUILT} cannot be marked: {error}"),
    )
}
