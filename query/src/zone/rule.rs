//! The rule that puts the zone into a plan. It runs once types are settled, so that it sees the
//! conversions that the query left to the planner too; and no type of the plan changes by it.

use std::sync::Arc;

use arrow::datatypes::{DataType, IntervalMonthDayNanoType};
use chrono_tz::Tz;
use datafusion::{
    common::{
        DFSchema, ExprSchema, ScalarValue,
        config::ConfigOptions,
        tree_node::{Transformed, TreeNode},
    },
    error::DataFusionError,
    logical_expr::{
        Between, BinaryExpr, Cast, Expr, ExprSchemable, LogicalPlan, Operator, ScalarUDF,
        expr::ScalarFunction, expr_rewriter::NamePreserver, utils::merge_schema,
    },
    optimizer::AnalyzerRule,
};

use super::{
    STORED,
    functions::{Clock, Turned},
    zone_of,
};

/// Operators that compare.
const COMPARISONS: [Operator; 8] = [
    Operator::Eq,
    Operator::NotEq,
    Operator::Lt,
    Operator::LtEq,
    Operator::Gt,
    Operator::GtEq,
    Operator::IsDistinctFrom,
    Operator::IsNotDistinctFrom,
];

/// Cuts stored instants in a zone.
#[derive(Debug)]
pub(super) struct Cut {
    pub(super) zone: Tz,
}

impl AnalyzerRule for Cut {
    fn name(&self) -> &str {
        "cut_instants_in_the_zone_of_the_session"
    }

    fn analyze(
        &self,
        plan: LogicalPlan,
        _: &ConfigOptions,
    ) -> Result<LogicalPlan, DataFusionError> {
        Ok(plan.transform_up_with_subqueries(|node| self.node(node))?.data)
    }
}

impl Cut {
    fn node(&self, plan: LogicalPlan) -> Result<Transformed<LogicalPlan>, DataFusionError> {
        let schema = merge_schema(&plan.inputs());
        let names = NamePreserver::new(&plan);
        plan.map_expressions(|expression| {
            let name = names.save(&expression);
            let compared = expression.transform_down(|part| self.compared(part, &schema))?;
            let cut = compared.transform_data(|it| it.transform_up(|it| self.part(it, &schema)))?;
            Ok(cut.update_data(|it| name.restore(it)))
        })
    }

    fn part(&self, part: Expr, schema: &DFSchema) -> Result<Transformed<Expr>, DataFusionError> {
        let cut = match &part {
            Expr::Cast(cast) => self.conversion(cast, schema),
            // To what the clock shows no instant fails to be turned.
            Expr::TryCast(cast) if !is_text(&cast.expr.get_type(schema)?) => {
                let cast = Cast { expr: cast.expr.clone(), field: Arc::clone(&cast.field) };
                self.conversion(&cast, schema)
            }
            Expr::ScalarFunction(call) => self.call(call, schema),
            Expr::BinaryExpr(sum) => self.moved(sum, schema),
            _ => None,
        };
        Ok(match cut {
            Some(cut) => Transformed::yes(cut),
            None => Transformed::no(part),
        })
    }

    fn clock(&self, turned: Turned, argument: Expr) -> Expr {
        clock(self.zone, turned, argument)
    }

    /// A comparison of an instant with a day, which the planner makes one of times without a zone,
    /// is one of instants: so it stays a bound of the column itself, by which files are left out.
    fn compared(
        &self,
        part: Expr,
        schema: &DFSchema,
    ) -> Result<Transformed<Expr>, DataFusionError> {
        let Expr::BinaryExpr(both) = &part else { return self.compared_range(part, schema) };
        if !COMPARISONS.contains(&both.op) {
            return Ok(Transformed::no(part));
        }
        let instants = |instant: &Expr, time: &Expr| self.as_instants(instant, [time], schema);
        let sides = match instants(&both.left, &both.right) {
            Some((left, [right])) => Some((left, right)),
            None => instants(&both.right, &both.left).map(|(right, [left])| (left, right)),
        };
        Ok(match sides {
            Some((left, right)) => {
                let both = BinaryExpr::new(Box::new(left), both.op, Box::new(right));
                Transformed::yes(Expr::BinaryExpr(both))
            }
            None => Transformed::no(part),
        })
    }

    fn compared_range(
        &self,
        part: Expr,
        schema: &DFSchema,
    ) -> Result<Transformed<Expr>, DataFusionError> {
        let Expr::Between(range) = &part else { return Ok(Transformed::no(part)) };
        Ok(match self.as_instants(&range.expr, [&range.low, &range.high], schema) {
            Some((instant, [low, high])) => Transformed::yes(Expr::Between(Between::new(
                Box::new(instant),
                range.negated,
                Box::new(low),
                Box::new(high),
            ))),
            None => Transformed::no(part),
        })
    }

    /// The instant whose zone a conversion drops, and the times beside it as instants of its type.
    fn as_instants<const N: usize>(
        &self,
        dropped: &Expr,
        times: [&Expr; N],
        schema: &DFSchema,
    ) -> Option<(Expr, [Expr; N])> {
        let Expr::Cast(Cast { expr: instant, field }) = dropped else { return None };
        let DataType::Timestamp(_, None) = field.data_type() else { return None };
        let kind = instant.get_type(schema).ok()?;
        let DataType::Timestamp(unit, Some(typed)) = &kind else { return None };
        let zone = zone_of(typed, self.zone)?;
        let instants = times.map(|time| {
            let instant = clock(zone, Turned::Instant(*unit), time.clone());
            if is_stored(typed) { instant } else { converted(instant, kind.clone()) }
        });
        Some((instant.as_ref().clone(), instants))
    }

    /// Between a stored instant and what clocks and calendars show.
    fn conversion(&self, cast: &Cast, schema: &dyn ExprSchema) -> Option<Expr> {
        let (from, to) = (cast.expr.get_type(schema).ok()?, cast.field.data_type());
        let inner = || cast.expr.as_ref().clone();
        match (&from, to) {
            (DataType::Timestamp(_, Some(zone)), DataType::Date32) if is_stored(zone) => {
                Some(self.clock(Turned::LocalDate, inner()))
            }
            (DataType::Timestamp(unit, Some(zone)), to) if is_stored(zone) && is_text(to) => {
                let shown = DataType::Timestamp(*unit, Some(self.zone.name().into()));
                let is_shown = self.zone.name() == STORED;
                (!is_shown).then(|| converted(converted(inner(), shown), to.clone()))
            }
            (DataType::Timestamp(_, Some(zone)), to) if is_stored(zone) && is_local(to) => {
                Some(converted(self.clock(Turned::LocalTime, inner()), to.clone()))
            }
            (DataType::Timestamp(_, Some(typed)), DataType::Timestamp(_, None)) => {
                let zone = zone_of(typed, self.zone)?;
                Some(converted(clock(zone, Turned::LocalTime, inner()), to.clone()))
            }
            (from, DataType::Timestamp(unit, Some(zone)))
                if (is_stored(zone) || **zone == *self.zone.name())
                    && (is_local(from) || is_text(from)) =>
            {
                let shown = as_written(&cast.expr, schema).clone();
                let instant = self.clock(Turned::Instant(*unit), shown);
                Some(if is_stored(zone) { instant } else { converted(instant, to.clone()) })
            }
            _ => None,
        }
    }

    /// Functions that read a clock or a calendar.
    fn call(&self, call: &ScalarFunction, schema: &dyn ExprSchema) -> Option<Expr> {
        let (place, turned) = match (call.func.name(), &call.args[..]) {
            ("date_part", [Expr::Literal(part, _), _]) => {
                let part = part.try_as_str().flatten()?;
                (!part.eq_ignore_ascii_case("epoch")).then_some((1, Turned::LocalTime))?
            }
            ("to_local_time", [_]) => (0, Turned::LocalTime),
            ("to_date", [_]) => (0, Turned::LocalDate),
            _ => return None,
        };
        let DataType::Timestamp(_, Some(typed)) = call.args[place].get_type(schema).ok()? else {
            return None;
        };
        let zone = zone_of(&typed, self.zone)?;
        let mut call = call.clone();
        let instant = std::mem::take(&mut call.args[place]);
        let shown = clock(zone, turned, instant);
        if call.args.len() == 1 {
            return Some(shown);
        }
        call.args[place] = shown;
        Some(Expr::ScalarFunction(call))
    }

    /// An instant some months and days later or earlier: at the same time of the clock.
    fn moved(&self, sum: &BinaryExpr, schema: &dyn ExprSchema) -> Option<Expr> {
        let ((Operator::Plus, Expr::Literal(by, _), instant)
        | (Operator::Plus | Operator::Minus, instant, Expr::Literal(by, _))) =
            (sum.op, &*sum.left, &*sum.right)
        else {
            return None;
        };
        let ScalarValue::IntervalMonthDayNano(Some(by)) = by else { return None };
        let kind = instant.get_type(schema).ok()?;
        let DataType::Timestamp(unit, Some(typed)) = &kind else { return None };
        let zone = zone_of(typed, self.zone)?;
        if by.months == 0 && by.days == 0 {
            return None;
        }
        let step = |months, days, nanos| {
            let by = IntervalMonthDayNanoType::make_value(months, days, nanos);
            Box::new(Expr::Literal(ScalarValue::IntervalMonthDayNano(Some(by)), None))
        };
        let plus = |left, right| Expr::BinaryExpr(BinaryExpr::new(Box::new(left), sum.op, right));
        let local = clock(zone, Turned::LocalTime, instant.clone());
        let moved = plus(local, step(by.months, by.days, 0));
        let moved = converted(moved, DataType::Timestamp(*unit, None));
        let instant = clock(zone, Turned::Instant(*unit), moved);
        let instant = match by.nanoseconds {
            0 => instant,
            nanos => plus(instant, step(0, 0, nanos)),
        };
        Some(if is_stored(typed) { instant } else { converted(instant, kind.clone()) })
    }
}

/// The text that a time was read from: it may name its offset, which the time has not kept.
fn as_written<'a>(time: &'a Expr, schema: &dyn ExprSchema) -> &'a Expr {
    match time {
        Expr::Cast(Cast { expr, field })
            if matches!(field.data_type(), DataType::Timestamp(_, None))
                && expr.get_type(schema).is_ok_and(|it| is_text(&it)) =>
        {
            expr
        }
        other => other,
    }
}

fn clock(zone: Tz, turned: Turned, argument: Expr) -> Expr {
    let function = Arc::new(ScalarUDF::from(Clock::new(zone, turned)));
    Expr::ScalarFunction(ScalarFunction::new_udf(function, vec![argument]))
}

fn converted(expression: Expr, to: DataType) -> Expr {
    Expr::Cast(Cast::new(Box::new(expression), to))
}

fn is_stored(zone: &Arc<str>) -> bool {
    **zone == *STORED
}

fn is_text(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
}

/// Whether values of a type are what clocks or calendars show.
fn is_local(data_type: &DataType) -> bool {
    use DataType::{Date32, Date64, Time32, Time64, Timestamp};
    matches!(data_type, Date32 | Date64 | Time32(_) | Time64(_) | Timestamp(_, None))
}
