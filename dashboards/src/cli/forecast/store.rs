//! Forecasts and plans of a shop's store, as CSV.

use std::path::Path;

use marea_query::{QueryRequest, format::Format};

use super::{ForecastArguments, Plan};
use crate::{
    cli::{
        complain,
        sql::{Output, with_store, write},
    },
    outlook,
};

pub(super) fn forecast(folder: &Path, arguments: &ForecastArguments) -> anyhow::Result<()> {
    with_store(folder, async |application| {
        outlook::refresh(application).await?;
        let refused = application.outlook().refused;
        if !refused.is_empty() {
            complain(&format!("{} series have too little history", refused.len()));
        }
        let plan = if arguments.only_accuracy() { Plan::Accuracy } else { arguments.plan };
        let all = |plan: Plan| QueryRequest::new(format!("SELECT * FROM {}", plan.table()));
        if let Some(file) = arguments.accuracy_file() {
            let output = Output::open("csv", Some(file))?;
            write(application, all(Plan::Accuracy), Format::Csv, output).await?;
        }
        let output = Output::open("csv", arguments.output_file())?;
        write(application, all(plan), Format::Csv, output).await
    })
}
