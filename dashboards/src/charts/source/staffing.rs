//! How many people each hour of the coming days needs.

use anyhow::Context as _;
use chrono::Days;

use super::{Asked, log_position, number};
use crate::{
    Application,
    charts::{Caption, StaffingChart, StaffingHour},
    language::Word,
    table::{self, Row, literal},
};

/// Days that fit beside each other with their numbers.
const DAYS: u64 = 14;

pub(super) async fn read(
    application: &Application,
    asked: &Asked,
) -> anyhow::Result<StaffingChart> {
    let warehouse = warehouse(application, asked).await?;
    let mut of = match &warehouse {
        Some(name) => format!("warehouse = {}", literal(name)),
        None => "warehouse IS NULL".to_owned(),
    };
    if let Some(role) = &asked.role {
        of += &format!(" AND role = {}", literal(role));
    }
    let sql = format!(
        "SELECT date, hour, role, people, work_hours, quantile, model, origin, history_lsn \
         FROM staffing_plan WHERE {of} ORDER BY date, hour, role"
    );
    let rows = table::rows(&application.query, sql).await?;
    let first = rows.first().context("the staffing plan has no such warehouse and role")?;
    let begin = table::date(first, "date").context("a plan without a day")?;
    let shown =
        |row: &&Row| table::date(row, "date").is_some_and(|it| it < begin + Days::new(DAYS));
    let hours = rows.iter().filter(shown).filter_map(hour).collect();
    Ok(StaffingChart { caption: caption(application, asked, warehouse, &rows, first), hours })
}

/// The warehouse that is asked for, else the one with most work.
async fn warehouse(application: &Application, asked: &Asked) -> anyhow::Result<Option<String>> {
    if asked.warehouse.is_some() {
        return Ok(asked.warehouse.clone());
    }
    let sql = "SELECT warehouse FROM staffing_plan GROUP BY warehouse \
               ORDER BY sum(work_hours) DESC, warehouse LIMIT 1";
    let rows = table::rows(&application.query, sql.to_owned()).await?;
    let row = rows.first().context("there is no staffing plan yet")?;
    Ok(Some(table::text(row, "warehouse").to_owned()).filter(|name| !name.is_empty()))
}

fn hour(row: &Row) -> Option<StaffingHour> {
    Some(StaffingHour {
        date: table::date(row, "date")?,
        hour: number(row, "hour")? as u32,
        people: number(row, "people")? as u32,
        work_hours: number(row, "work_hours").unwrap_or(0.0),
    })
}

fn caption(
    application: &Application,
    asked: &Asked,
    warehouse: Option<String>,
    rows: &[Row],
    first: &Row,
) -> Caption {
    let language = asked.language;
    let mut roles: Vec<&str> = rows.iter().map(|row| table::text(row, "role")).collect();
    roles.sort_unstable();
    roles.dedup();
    let names: Vec<String> = roles.into_iter().map(|role| language.role(role)).collect();
    let whose = if asked.role.is_some() { Word::OneRole } else { Word::AllRoles };
    let whose = language.phrase(whose, &[&names.join(", ")]);
    let quantile = language.percent(number(first, "quantile").unwrap_or(0.0));
    let place = warehouse.unwrap_or_else(|| application.ingest.shop().name.clone());
    let source = [
        language.model(table::text(first, "model")),
        super::origin(first, language),
        log_position(first),
    ];
    Caption {
        title: language.phrase(Word::PeopleNeeded, &[&place]),
        subtitle: format!("{} · {whose}", language.phrase(Word::PlannedAt, &[&quantile])),
        time_zone: application.ingest.shop().time_zone.name().into(),
        source: language.phrase(Word::StaffingSource, &source.each_ref().map(String::as_str)),
        language,
    }
}
