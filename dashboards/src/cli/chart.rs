//! `marea chart`: a forecast or plan as a picture, in a file.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;

use super::{say, sql::with_store};
use crate::{
    charts::{
        ChartFormat, ChartSize, draw,
        source::{self, Asked, ChartName},
    },
    language::Language,
    outlook,
};

/// What `marea chart --help` ends with.
pub(super) const HELP: &str = "\
Charts:
  demand            history, forecast with its intervals, and the last back-test
  seasonal-profile  demand by weekday, month and hour of the day
  accuracy          error and coverage by days ahead, beside seasonal naive
  stock             a SKU in a warehouse until it runs out, and by when to order it
  staffing          people to call in, by day and hour

Examples:
  marea chart demand --data ./shop --output demand.png
  marea chart demand --data ./shop --sku 85123A --language es --output one.svg
  marea chart stock --data ./shop --sku 85123A --warehouse MAD --scale 2 --output stock.png";

#[derive(Args)]
pub(super) struct ChartArguments {
    /// Which chart.
    #[arg(value_parser = ["demand", "seasonal-profile", "accuracy", "stock", "staffing"])]
    chart: String,
    /// The folder of the store.
    #[arg(long)]
    data: PathBuf,
    /// The file to write; its ending (.png or .svg) is its form.
    #[arg(long, visible_alias = "out")]
    output: PathBuf,
    /// Of one SKU; of the shop if it is left out, and for `stock` of what is most urgent.
    #[arg(long)]
    sku: Option<String>,
    /// Of one warehouse (`stock`, `staffing`).
    #[arg(long)]
    warehouse: Option<String>,
    /// Of one role, such as picking (`staffing`); all together if it is left out.
    #[arg(long)]
    role: Option<String>,
    /// `units`, or `revenue` of the shop (`demand`, `accuracy`).
    #[arg(long, value_parser = ["units", "revenue"])]
    measure: Option<String>,
    /// The language of every word: en, es, fr or gl.
    #[arg(long, default_value_t)]
    language: Language,
    /// Pixels at scale 1, 480 to 2000.
    #[arg(long, default_value_t = ChartSize::SLIDE.width)]
    width: u32,
    /// Pixels at scale 1, 300 to 1400.
    #[arg(long, default_value_t = ChartSize::SLIDE.height)]
    height: u32,
    /// 2 for twice as many pixels.
    #[arg(long, default_value_t = 1)]
    scale: u32,
}

impl ChartArguments {
    fn asked(&self) -> anyhow::Result<Asked> {
        let chart: ChartName = self.chart.parse().map_err(anyhow::Error::msg)?;
        let asked = Asked {
            chart,
            sku: self.sku.clone(),
            warehouse: self.warehouse.clone(),
            role: self.role.clone(),
            measure: self.measure.clone(),
            language: self.language,
        };
        asked.check()?;
        Ok(asked)
    }

    fn format(&self) -> anyhow::Result<ChartFormat> {
        match self.output.extension().and_then(|ending| ending.to_str()) {
            Some("png") => Ok(ChartFormat::Png),
            Some("svg") => Ok(ChartFormat::Svg),
            _ => {
                let file = self.output.display();
                anyhow::bail!("{file}: expected a name that ends in .png or .svg")
            }
        }
    }
}

pub(super) fn chart(arguments: &ChartArguments) -> anyhow::Result<()> {
    let (asked, format) = (arguments.asked()?, arguments.format()?);
    let size =
        ChartSize { width: arguments.width, height: arguments.height, scale: arguments.scale };
    with_store(&arguments.data, async |application| {
        // What was ordered is known without a forecast.
        if asked.chart != ChartName::SeasonalProfile {
            outlook::refresh(application).await?;
        }
        let bytes = draw(&source::read(application, &asked).await?, format, size)?;
        let file = arguments.output.display();
        std::fs::write(&arguments.output, bytes).with_context(|| format!("writing {file}"))?;
        let pixels = (size.width * size.scale, size.height * size.scale);
        say(&format!("{file} ({}x{})", pixels.0, pixels.1));
        Ok(())
    })
}
