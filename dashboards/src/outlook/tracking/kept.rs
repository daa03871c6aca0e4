//! Published forecasts in files, `forecasts/{origin}.parquet` of the store's folder, each written
//! once.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::Context as _;
use arrow::{
    array::{ArrayRef, AsArray, Date32Array, Float64Array, RecordBatch, StringArray},
    datatypes::{DataType, Date32Type, Field, Float64Type, Schema, SchemaRef},
};
use chrono::NaiveDate;
use parquet::{
    arrow::{ArrowWriter, arrow_reader::ParquetRecordBatchReaderBuilder},
    basic::{Compression, ZstdLevel},
    file::properties::WriterProperties,
};

use super::super::{Run, frames::day_number, gathered::Gathered, series::SeriesName};

/// A run is kept so many days after the last that was.
const EVERY_DAYS: i64 = 7;
/// So many runs are kept: those whose days still come in, and one.
const MOST_KEPT: usize = 6;

/// A day of a forecast as it was published.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct KeptPoint {
    /// Days since 1970-01-01.
    pub(super) day: i32,
    pub(super) value: f64,
    pub(super) bounds_80: (f64, f64),
    pub(super) bounds_95: (f64, f64),
}

impl KeptPoint {
    pub(super) fn within_80(&self, actual: f64) -> bool {
        (self.bounds_80.0..=self.bounds_80.1).contains(&actual)
    }

    pub(super) fn within_95(&self, actual: f64) -> bool {
        (self.bounds_95.0..=self.bounds_95.1).contains(&actual)
    }
}

fn schema() -> SchemaRef {
    let number = |name: &str| Field::new(name, DataType::Float64, false);
    Arc::new(Schema::new(vec![
        Field::new("series", DataType::Utf8, false),
        Field::new("date", DataType::Date32, false),
        number("value"),
        number("lower_80"),
        number("upper_80"),
        number("lower_95"),
        number("upper_95"),
    ]))
}

fn path(folder: &Path, origin: NaiveDate) -> PathBuf {
    folder.join(format!("{origin}.parquet"))
}

/// The origins of the runs that are kept, oldest first.
pub(super) fn origins(folder: &Path) -> anyhow::Result<Vec<NaiveDate>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.with_context(|| folder.display().to_string())?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let name = entry?.file_name();
        let origin = name.to_str().and_then(|name| name.strip_suffix(".parquet"));
        found.extend(origin.and_then(|origin| origin.parse::<NaiveDate>().ok()));
    }
    found.sort_unstable();
    Ok(found)
}

/// Gives every day of a run that was kept to `take`.
pub(super) fn read(
    folder: &Path,
    origin: NaiveDate,
    mut take: impl FnMut(&str, &KeptPoint),
) -> anyhow::Result<()> {
    let path = path(folder, origin);
    let file = File::open(&path).with_context(|| path.display().to_string())?;
    for batch in ParquetRecordBatchReaderBuilder::try_new(file)?.build()? {
        let batch = batch?;
        anyhow::ensure!(
            batch.schema().fields() == schema().fields(),
            "{} is not of this form; \
            remove it",
            path.display()
        );
        let series = batch.column(0).as_string::<i32>();
        let days = batch.column(1).as_primitive::<Date32Type>();
        let number = |column: usize| batch.column(column).as_primitive::<Float64Type>();
        let (value, l80, u80, l95, u95) = (number(2), number(3), number(4), number(5), number(6));
        for row in 0..batch.num_rows() {
            let point = KeptPoint {
                day: days.value(row),
                value: value.value(row),
                bounds_80: (l80.value(row), u80.value(row)),
                bounds_95: (l95.value(row), u95.value(row)),
            };
            take(series.value(row), &point);
        }
    }
    Ok(())
}

/// Keeps a run if a week has gone by since the last, and lets go of the oldest.
pub(super) fn keep(folder: &Path, gathered: &Gathered, run: &Run) -> anyhow::Result<()> {
    let mut origins = origins(folder)?;
    let due = |last: &NaiveDate| (run.origin - *last).num_days() >= EVERY_DAYS;
    if !origins.last().is_none_or(due) {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    let path = path(folder, run.origin);
    let unfinished = path.with_extension("unfinished");
    write(&unfinished, gathered).with_context(|| unfinished.display().to_string())?;
    fs::rename(&unfinished, &path)?;
    origins.push(run.origin);
    for old in origins.iter().rev().skip(MOST_KEPT) {
        fs::remove_file(self::path(folder, *old))?;
    }
    Ok(())
}

fn write(path: &Path, gathered: &Gathered) -> anyhow::Result<()> {
    let compression = Compression::ZSTD(ZstdLevel::default());
    let properties = WriterProperties::builder().set_compression(compression).build();
    let mut writer = ArrowWriter::try_new(File::create(path)?, schema(), Some(properties))?;
    let mut names: Vec<&String> = gathered.series.keys().collect();
    names.sort_unstable();
    for name in names.into_iter().filter(|name| SeriesName::read(name).is_some()) {
        writer.write(&batch(name, gathered)?)?;
    }
    writer.close()?;
    File::open(path)?.sync_all()?;
    Ok(())
}

fn batch(name: &str, gathered: &Gathered) -> anyhow::Result<RecordBatch> {
    let points = gathered.series.get(name).map(|it| it.forecast.as_slice()).unwrap_or_default();
    let number = |of: fn(&super::super::Point) -> f64| -> ArrayRef {
        Arc::new(points.iter().map(|point| Some(of(point))).collect::<Float64Array>())
    };
    let names: StringArray = points.iter().map(|_| Some(name)).collect();
    let days: Date32Array = points.iter().map(|point| Some(day_number(point.date))).collect();
    let columns = vec![
        Arc::new(names) as ArrayRef,
        Arc::new(days),
        number(|it| it.value),
        number(|it| it.lower_80),
        number(|it| it.upper_80),
        number(|it| it.lower_95),
        number(|it| it.upper_95),
    ];
    Ok(RecordBatch::try_new(schema(), columns)?)
}
