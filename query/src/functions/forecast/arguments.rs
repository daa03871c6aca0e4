//! What `forecast()` is called with.

use datafusion::{common::ScalarValue, error::DataFusionError, logical_expr::Expr};

use super::{ForecastRequest, refused};

/// The most periods ahead.
const MOST_PERIODS: i64 = 10_000;
/// The most seasons.
const MOST_SEASONS: usize = 5;

/// The query, and what is asked of its series.
pub(super) fn read(values: &[Expr]) -> Result<(String, ForecastRequest), DataFusionError> {
    let Some((query, named)) = values.split_first() else {
        return Err(refused("forecast() needs a query"));
    };
    let sql = text(query).ok_or_else(|| refused("expected a query as a text, first"))?;
    let mut request = ForecastRequest {
        horizon: 28,
        level: 0.95,
        frequency: None,
        seasons: Vec::new(),
        country: None,
        missing: None,
    };
    for pair in named.chunks(2) {
        let [name, value] = pair else {
            return Err(refused("expected arguments by name after the query"));
        };
        let name = text(name).ok_or_else(|| refused("expected the name of an argument"))?;
        set(&mut request, &name, value)?;
    }
    Ok((sql, request))
}

fn set(request: &mut ForecastRequest, name: &str, value: &Expr) -> Result<(), DataFusionError> {
    let wrong = |expected: &str| Err(refused(&format!("{name}: expected {expected}, got {value}")));
    match name {
        "horizon" => match number(value) {
            Some(periods)
                if periods.fract() == 0.0 && (1.0..=MOST_PERIODS as f64).contains(&periods) =>
            {
                request.horizon = periods as usize;
            }
            _ => return wrong("a whole number from 1 to 10,000"),
        },
        "level" => match number(value) {
            Some(level) if level > 0.0 && level < 1.0 => request.level = level,
            _ => return wrong("a probability between 0 and 1, such as 0.95"),
        },
        "season" => match number(value) {
            Some(_) if request.seasons.len() == MOST_SEASONS => {
                return wrong("at most five seasons");
            }
            Some(season) if season > 1.0 && season < 1e6 => request.seasons.push(season),
            _ => return wrong("periods, more than one"),
        },
        "frequency" | "country" | "missing" => {
            let Some(text) = text(value) else { return wrong("a text") };
            match name {
                "frequency" => request.frequency = Some(text),
                "country" => request.country = Some(text),
                _ => request.missing = Some(text),
            }
        }
        _ => return Err(refused(&format!("forecast() knows no argument \"{name}\""))),
    }
    Ok(())
}

fn literal(value: &Expr) -> Option<&ScalarValue> {
    match value {
        Expr::Literal(value, _) => Some(value),
        _ => None,
    }
}

fn text(value: &Expr) -> Option<String> {
    literal(value)?.try_as_str().flatten().map(ToOwned::to_owned)
}

fn number(value: &Expr) -> Option<f64> {
    match literal(value)? {
        ScalarValue::Int64(Some(number)) => Some(*number as f64),
        ScalarValue::UInt64(Some(number)) => Some(*number as f64),
        ScalarValue::Float64(number) => *number,
        ScalarValue::Decimal128(Some(number), _, scale) => {
            Some(*number as f64 / 10_f64.powi((*scale).into()))
        }
        _ => None,
    }
}
