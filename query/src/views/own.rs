//! Views that analysts make.

use std::{
    fs::{self, File},
    io::Write,
    path::Path,
    sync::Arc,
};

use datafusion::catalog::SchemaProvider;
use marea_ingest::store::StoreError;
use serde::{Deserialize, Serialize};

use super::{
    ViewDescription,
    catalogue::Definition,
    keeper::build,
    kept::{Kept, Phase},
    program::compile,
    registry::View,
};
use crate::{QueryError, gate, nearest, service::Inner, session::SessionTables};

/// The file that lists them, in the folder of the views.
const FILE: &str = "own.json";
/// So many there may be: each takes memory, and a little of every commit.
const MOST: usize = 64;
/// Bytes that all views may take before no more can be made.
const MOST_BYTES_OF_ALL: usize = 1 << 30;
/// The longest name.
const LONGEST_NAME: usize = 63;

/// A view as the file has it.
#[derive(Serialize, Deserialize)]
struct Written {
    name: String,
    about: String,
    sql: String,
}

/// Makes a view, counts the facts, and keeps it from now on.
pub(crate) async fn create(
    inner: &Arc<Inner>,
    name: &str,
    about: &str,
    sql: &str,
) -> Result<ViewDescription, QueryError> {
    check_name(name)?;
    let snapshot = inner.ingest.snapshot();
    let zone = inner.ingest.shop().time_zone;
    let tables = SessionTables::new(inner, &snapshot, zone, &inner.meter());
    if tables.table_exist(name) {
        return Err(QueryError::ViewExists { name: name.to_owned() });
    }
    if inner.views.own().len() >= MOST {
        return Err(QueryError::invalid(format!("there are {MOST} views already; drop one first")));
    }
    if inner.views.describe().iter().map(|view| view.bytes).sum::<usize>() > MOST_BYTES_OF_ALL {
        let most = MOST_BYTES_OF_ALL >> 20;
        return Err(QueryError::invalid(format!("the views take {most} MiB already; drop one")));
    }
    let state = tables.state()?;
    let plan = gate::plan(&state, sql).await.map_err(|it| nearest::with_hint(it, &tables))?;
    let kept = inner.views.unbuilt(compile(&state, &plan)?);
    let definition = Definition {
        name: name.to_owned(),
        about: about.to_owned(),
        sql: sql.trim().trim_end_matches(';').to_owned(),
        own: true,
        is_kept: true,
    };
    count(inner, &kept).await?;
    inner.views.put(View { definition, kept: Some(kept) });
    if let Some(folder) = inner.views.folder() {
        write(folder, &inner.views.own())?;
    }
    let made = inner.views.describe().into_iter().find(|view| view.name == name);
    made.ok_or_else(|| QueryError::Internal { message: "the view is gone".into() })
}

async fn count(inner: &Arc<Inner>, kept: &Arc<Kept>) -> Result<(), QueryError> {
    let (service, view) = (Arc::clone(inner), Arc::clone(kept));
    let counting = move || build(&service.views, &view, &service.ingest.snapshot());
    let counted = tokio::task::spawn_blocking(counting).await;
    counted.map_err(|error| QueryError::Internal { message: error.to_string() })??;
    match kept.phase() {
        Phase::TooLarge => Err(QueryError::NotIncremental {
            part: "GROUP BY".into(),
            why: "there are too many groups to be kept in memory; group by less".into(),
        }),
        _ => Ok(()),
    }
}

fn check_name(name: &str) -> Result<(), QueryError> {
    let begins = name.starts_with(|first: char| first.is_ascii_lowercase());
    let plain = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_';
    if begins && name.len() <= LONGEST_NAME && name.chars().all(plain) {
        return Ok(());
    }
    Err(QueryError::invalid(format!(
        "name: expected at most {LONGEST_NAME} small letters, digits and underscores, a letter \
         first; got \"{name}\""
    )))
}

/// The views that analysts made.
pub(super) fn read(folder: &Path) -> Result<Vec<Definition>, QueryError> {
    let path = folder.join(FILE);
    let text = match fs::read_to_string(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        text => text.map_err(|error| QueryError::Store(error.into()))?,
    };
    let written: Vec<Written> = serde_json::from_str(&text).map_err(|error| {
        let what = format!("{}: {error}", path.display());
        QueryError::Store(StoreError::Damaged { what })
    })?;
    let definition =
        |Written { name, about, sql }| Definition { name, about, sql, own: true, is_kept: true };
    Ok(written.into_iter().map(definition).collect())
}

/// Writes them down.
pub(super) fn write(folder: &Path, views: &[Definition]) -> Result<(), QueryError> {
    let written = |it: &Definition| Written {
        name: it.name.clone(),
        about: it.about.clone(),
        sql: it.sql.clone(),
    };
    let written: Vec<Written> = views.iter().map(written).collect();
    let text = serde_json::to_string_pretty(&written)
        .map_err(|error| QueryError::Internal { message: error.to_string() })?;
    replace(&folder.join(FILE), &text).map_err(|error| QueryError::Store(error.into()))
}

fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    let unfinished = path.with_extension("unfinished");
    let mut file = File::create(&unfinished)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&unfinished, path)?;
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

#[cfg(test)]
mod tests;
