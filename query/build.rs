//! Lists the views that come with the service: every file of `views/` is one, under its name.

use std::{env, fmt::Write, fs, io, path::PathBuf};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=views");
    let folder = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("views");
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    files.retain(|path| path.extension().is_some_and(|ending| ending == "sql"));
    files.sort();
    let mut list = String::from("const VIEW_FILES: &[(&str, &str)] = &[\n");
    for path in files {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        // The folder is named when the list is compiled, since what is built may be kept while the
        // folder moves.
        let file = format!("/views/{name}.sql");
        let path = format!("concat!(env!(\"CARGO_MANIFEST_DIR\"), {file:?})");
        let _ = writeln!(list, "    ({name:?}, include_str!({path})),");
    }
    list.push_str("];\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("view_files.rs"), list)
}
