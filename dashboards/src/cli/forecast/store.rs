//! Forecasts and plans of a shop's store, as CSV or as a workbook.

use std::path::Path;

use marea_query::{QueryRequest, format::Format};

use super::{ForecastArguments, Plan};
use crate::{
    cli::{
        complain,
        sql::{Output, WORKBOOK, with_store, write, write_workbook},
    },
    outlook,
};

pub(super) fn forecast(folder: &Path, arguments: &ForecastArguments) -> anyhow::Result<()> {
    // A plan that cannot be made is no empty file.
    outlook::Planning::read(folder)?;
    with_store(folder, async |application| {
        outlook::refresh(application).await?;
        let refused = application.outlook().refused;
        if !refused.is_empty() {
            complain(&format!("{} series have too little history", refused.len()));
        }
        if outlook::has_no_stock(application) {
            complain(
                "no stock was ever recorded: there is nothing to order and nothing to run out",
            );
        }
        let plan = if arguments.only_accuracy() { Plan::Accuracy } else { arguments.plan };
        let all = |plan: Plan| QueryRequest::new(format!("SELECT * FROM {}", plan.table()));
        if let Some(file) = arguments.accuracy_file() {
            let output = Output::open("csv", Some(file))?;
            write(application, all(Plan::Accuracy), Format::Csv, output).await?;
        }
        let file = arguments.output_file();
        let ending = file.and_then(|file| file.extension());
        if ending.is_some_and(|ending| ending == WORKBOOK) {
            let (table, output) = (plan.table().to_owned(), Output::open(WORKBOOK, file)?);
            let language = arguments.language;
            return write_workbook(application, all(plan), Some(table), language, output).await;
        }
        write(application, all(plan), Format::Csv, Output::open("csv", file)?).await
    })
}
