//! Fits in a file, `forecasts/fits.gz` of the store's folder: one record after the other, each with
//! its length, under the checksum that gzip has. It is written whole, beside the one before, and
//! takes its place when it is on the disk.

use std::{
    fs::{self, File},
    io::{BufReader, BufWriter, Read, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::Context as _;
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use marea_forecast::{SeriesState, calendar::Country};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{Fit, Fits, Learned};
use crate::outlook::gathered::Tested;

/// What a file is written as; one of another version is not read.
const VERSION: u32 = 1;
/// No record is longer: a length beyond it is damage.
const LONGEST: u32 = 1 << 24;

/// The first record.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    version: u32,
    /// Whose holidays the fits know of.
    country: Option<Country>,
    pace: Option<f64>,
    series: u64,
}

fn path(folder: &Path) -> PathBuf {
    folder.join("forecasts").join("fits.gz")
}

/// Writes all fits.
pub(super) fn write(folder: &Path, fits: &Fits, country: Option<Country>) -> anyhow::Result<()> {
    let path = path(folder);
    fs::create_dir_all(path.parent().unwrap_or(folder))?;
    let unfinished = path.with_extension("unfinished");
    let written = || -> anyhow::Result<()> {
        let file = File::create(&unfinished)?;
        let mut out = GzEncoder::new(BufWriter::new(file), Compression::fast());
        let series = u64::try_from(fits.series.len())?;
        record(&mut out, &Head { version: VERSION, country, pace: fits.pace, series })?;
        for (name, fit) in &fits.series {
            record(&mut out, &(name.as_ref(), &fit.state, &fit.learned, fit.tested.as_ref()))?;
        }
        let file = out.finish()?.into_inner().map_err(std::io::IntoInnerError::into_error)?;
        file.sync_all()?;
        fs::rename(&unfinished, &path)?;
        File::open(path.parent().unwrap_or(folder))?.sync_all()?;
        Ok(())
    };
    written().with_context(|| path.display().to_string())
}

fn record(out: &mut impl Write, value: &impl Serialize) -> anyhow::Result<()> {
    let bytes = postcard::to_stdvec(value)?;
    let length = u32::try_from(bytes.len()).ok().filter(|length| *length <= LONGEST);
    out.write_all(&length.context("a record is too long")?.to_le_bytes())?;
    out.write_all(&bytes)?;
    Ok(())
}

/// Reads the fits of a store; nothing where none were kept, or they know of another country's
/// holidays.
///
/// # Errors
/// A file that is damaged or of another version, by name.
pub(super) fn read(folder: &Path, country: Option<Country>) -> anyhow::Result<Option<Fits>> {
    let path = path(folder);
    let file = match File::open(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        file => file.with_context(|| path.display().to_string())?,
    };
    let mut from = GzDecoder::new(BufReader::new(file));
    fits(&mut from, country).with_context(|| path.display().to_string())
}

fn fits(from: &mut impl Read, country: Option<Country>) -> anyhow::Result<Option<Fits>> {
    let head: Head = next(from)?;
    anyhow::ensure!(
        head.version == VERSION,
        "a file of version {}, where {VERSION} is read",
        head.version
    );
    if head.country != country {
        return Ok(None);
    }
    let mut fits = Fits { pace: head.pace, ..Fits::default() };
    for _ in 0..head.series {
        let (name, state, learned, mut tested): (String, SeriesState, Learned, Tested) =
            next(from)?;
        for (point, horizon) in tested.backtest.iter_mut().zip(1..) {
            point.horizon = horizon;
        }
        fits.series.insert(name.into(), Fit { state, learned, tested: Arc::new(tested) });
    }
    // The checksum stands behind the last byte, and is looked at when that is passed.
    anyhow::ensure!(from.read(&mut [0])? == 0, "something follows the last record");
    Ok(Some(fits))
}

fn next<T: DeserializeOwned>(from: &mut impl Read) -> anyhow::Result<T> {
    let mut length = [0; 4];
    from.read_exact(&mut length)?;
    let length = u32::from_le_bytes(length);
    anyhow::ensure!(length <= LONGEST, "a record of {length} bytes");
    let mut bytes = vec![0; usize::try_from(length)?];
    from.read_exact(&mut bytes)?;
    Ok(postcard::from_bytes(&bytes)?)
}
