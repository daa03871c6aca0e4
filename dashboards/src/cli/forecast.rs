//! `marea forecast`: of the series in a file, or of the demand of a shop's store.

mod series_file;
mod store;

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use self::series_file::FileArguments;
use crate::language::Language;

/// What `marea forecast --help` ends with.
pub(super) const HELP: &str = "\
A file of series (CSV, gzipped CSV or Parquet; `-` is standard input) has the columns series, time
and value, in any order, one row for each period:

  series,time,value,price        series: any text; without it, all rows are one series
  mug,2026-01-01,12,9.95         time:   2026-01-31, 2026-01-31 09:05[:00], RFC 3339, 202601 31 as
  mug,2026-01-02,,9.95                   20260131, 2026-01, 2026Q1, or an index 1, 2, 3 …
  mug,2026-01-03,,7.95           value:  a number; empty or NA where it is not known

Other numeric columns (price, promotion, holiday; true/false too) are known ahead: rows after a
series' last value, with an empty value, say what they will be. Columns of text that vary in time
become one 0/1 column for each of their values; others do not change the forecast.

The answer has the columns series, time, mean, lower, upper, model; with several --level the bounds
are lower_80, upper_80, lower_95 and so on. Series too short for a back-test are not in it: they are
named on standard error.

Examples:
  marea forecast --input long.csv --freq D --season 7 --season 365.25 --horizon 28 --level 0.95 \\
      --output out.csv
  marea forecast --input hourly.parquet --freq H --season 24,168 --horizon 48 --level 0.8,0.95
  zcat weekly.csv.gz | marea forecast --input - --freq W --horizon 13 --accuracy errors.csv > out.csv
  marea forecast --data ./shop > forecast.csv
  marea forecast --data ./shop --plan reorder > orders.csv
  marea forecast --data ./shop --plan staffing --language es --output personal.xlsx
  marea forecast --data ./shop --accuracy > errors.csv";

/// Standard input or output in place of a file.
const STANDARD: &str = "-";

#[derive(Args)]
#[group(id = "of", required = true, multiple = false, args = ["data", "input"])]
pub(super) struct ForecastArguments {
    /// The folder of a store that no server has open: forecasts the shop's daily demand for 28 days,
    /// and makes its plans.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Of a store: what to write.
    #[arg(long, value_enum, default_value = "demand", conflicts_with = "input")]
    plan: Plan,
    /// The error of every model that was tried: to a file, or without a name to standard output
    /// instead of the forecast.
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = STANDARD)]
    accuracy: Option<PathBuf>,
    /// The file to write; it is there only once it is whole. Standard output without it. Of a store,
    /// a name that ends in .xlsx makes a workbook.
    #[arg(long, visible_alias = "out", value_name = "FILE")]
    output: Option<PathBuf>,
    /// The language of a workbook's words: en, es, fr or gl.
    #[arg(long, default_value_t, conflicts_with = "input")]
    language: Language,
    #[command(flatten)]
    file: FileArguments,
}

/// What is forecast or planned of a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Plan {
    /// Demand by day: of the shop, its categories, channels, countries, warehouses and SKUs.
    Demand,
    /// How well each model did in the back-test.
    Accuracy,
    /// What to order, where and by when.
    Reorder,
    /// When stock runs out, and how likely.
    Stockout,
    /// Stock by day, if nothing is ordered and with the proposed order.
    Projection,
    /// How many people each hour needs, by warehouse and role.
    Staffing,
    /// Who comes when: shifts that cover the staffing plan at the least cost.
    Shifts,
    /// Days ahead that need more people than there are, and by when to call them in.
    Peaks,
}

impl Plan {
    /// The table that SQL knows it by.
    fn table(self) -> &'static str {
        match self {
            Self::Demand => "demand_forecast",
            Self::Accuracy => "forecast_accuracy",
            Self::Reorder => "reorder_plan",
            Self::Stockout => "stockout_risk",
            Self::Projection => "stock_projection",
            Self::Staffing => "staffing_plan",
            Self::Shifts => "shift_plan",
            Self::Peaks => "staffing_peaks",
        }
    }
}

pub(super) fn forecast(arguments: &ForecastArguments) -> anyhow::Result<()> {
    match (&arguments.data, arguments.file.input()) {
        (Some(folder), _) => store::forecast(folder, arguments),
        (None, Some(input)) => series_file::forecast(input, arguments),
        (None, None) => Ok(()),
    }
}

impl ForecastArguments {
    /// Whether the errors are written instead of the forecast.
    fn only_accuracy(&self) -> bool {
        self.accuracy.as_deref().is_some_and(|file| file.as_os_str() == STANDARD)
    }

    /// The file of the errors, where they are written besides.
    fn accuracy_file(&self) -> Option<&std::path::Path> {
        self.accuracy.as_deref().filter(|file| file.as_os_str() != STANDARD)
    }

    /// Where the answer goes; nothing for standard output.
    fn output_file(&self) -> Option<&std::path::Path> {
        self.output.as_deref().filter(|file| file.as_os_str() != STANDARD)
    }
}
