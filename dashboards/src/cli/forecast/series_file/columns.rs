//! Rows one after the other into columns, each cell checked as it comes.

use std::collections::HashMap;

use csv::StringRecord;

use super::{header::Header, number::Cell, regressor::Regressor, source::Place, time::TimeReader};

/// The name of the one series of a file that names none.
const ONLY: &str = "series";

/// The cells of a file so far.
pub(super) struct Collected {
    /// The names of the series, in the order in which they came.
    pub(super) names: Vec<String>,
    places: HashMap<String, u32>,
    /// Each row's series, by its place in `names`.
    pub(super) series: Vec<u32>,
    pub(super) times: Vec<i64>,
    /// NaN where it is not known.
    pub(super) values: Vec<f64>,
    pub(super) regressors: Vec<Regressor>,
    pub(super) time_reader: TimeReader,
}

impl Collected {
    pub(super) fn new(header: &Header) -> Self {
        Self {
            names: Vec::new(),
            places: HashMap::new(),
            series: Vec::new(),
            times: Vec::new(),
            values: Vec::new(),
            regressors: header
                .others
                .iter()
                .map(|(_, name)| Regressor::new(name.clone()))
                .collect(),
            time_reader: TimeReader::default(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    /// Takes a row.
    pub(super) fn add(
        &mut self,
        place: Place,
        record: &StringRecord,
        header: &Header,
    ) -> anyhow::Result<()> {
        let cell = |column: usize| record.get(column).unwrap_or_default();
        let name = header.series.map_or(ONLY, cell);
        anyhow::ensure!(
            !name.is_empty(),
            "{place}: column \"series\": expected a name, found none"
        );
        let time = self.time_reader.read(cell(header.time)).ok_or_else(|| {
            anyhow::anyhow!(
                "{place}: column \"time\": expected a date as 2026-01-31, a time as 2026-01-31 \
                 09:05, RFC 3339, or a whole number throughout; found \"{}\"",
                cell(header.time)
            )
        })?;
        let value = match Cell::read(cell(header.value)) {
            Cell::Number(number) => number,
            Cell::Unknown => f64::NAN,
            Cell::Text => anyhow::bail!(
                "{place}: column \"value\": expected a number, or nothing where it is not known; \
                 found \"{}\"",
                cell(header.value)
            ),
        };
        let series = self.place_of(name);
        self.series.push(series);
        self.times.push(time);
        self.values.push(value);
        for (regressor, (column, _)) in self.regressors.iter_mut().zip(&header.others) {
            regressor.push(cell(*column));
        }
        Ok(())
    }

    fn place_of(&mut self, name: &str) -> u32 {
        if let Some(place) = self.places.get(name) {
            return *place;
        }
        // There are fewer names than rows, and rows are bounded far below this.
        let place = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.names.push(name.to_owned());
        self.places.insert(name.to_owned(), place);
        place
    }
}
