//! Small linear programs, some of whose variables are whole numbers.
//!
//! `good_lp` with `microlp` solves them. Work is limited in nodes of the search tree, never in time,
//! so that the same program has the same answer on every machine.

use good_lp::solvers::microlp::{MicroLpProblem, microlp};
use good_lp::{Expression, ProblemVariables, SolverModel, Variable, variable};

use super::super::StaffingError;

/// Solutions may break a row by this much through rounding.
const TOLERANCE: f64 = 1e-6;

/// Minimise `cost · values` subject to `rows`, values between 0 and `most`.
#[derive(Debug, Clone, Default)]
pub(super) struct Program {
    variables: Vec<Quantity>,
    rows: Vec<Row>,
}

/// One variable.
#[derive(Debug, Clone, Copy)]
struct Quantity {
    cost: f64,
    most: f64,
    whole: bool,
}

/// `terms · values ≥ least`.
#[derive(Debug, Clone)]
struct Row {
    terms: Vec<(usize, f64)>,
    least: f64,
}

/// Values for all variables with what they cost.
#[derive(Debug, Clone)]
pub(super) struct Assignment {
    pub(super) values: Vec<f64>,
    pub(super) cost: f64,
}

impl Program {
    /// Adds a variable of whole numbers and gives its index.
    pub(super) fn add_whole(&mut self, cost: f64, most: u32) -> usize {
        self.variables.push(Quantity { cost, most: f64::from(most), whole: true });
        self.variables.len() - 1
    }

    /// Adds a variable of real numbers and gives its index.
    pub(super) fn add_real(&mut self, cost: f64, most: f64) -> usize {
        self.variables.push(Quantity { cost, most, whole: false });
        self.variables.len() - 1
    }

    /// Demands `terms · values ≥ least`.
    pub(super) fn at_least(&mut self, terms: Vec<(usize, f64)>, least: f64) {
        self.rows.push(Row { terms, least });
    }

    /// Demands `terms · values ≤ most`.
    pub(super) fn at_most(&mut self, mut terms: Vec<(usize, f64)>, most: f64) {
        terms.iter_mut().for_each(|(_, factor)| *factor = -*factor);
        self.rows.push(Row { terms, least: -most });
    }

    /// What `values` cost.
    pub(super) fn cost(&self, values: &[f64]) -> f64 {
        self.variables.iter().zip(values).map(|(quantity, value)| quantity.cost * value).sum()
    }

    /// The cheapest values if fractions of whole variables were allowed: a bound on every cost.
    pub(super) fn relaxed(&self) -> Result<Assignment, StaffingError> {
        let free = vec![true; self.variables.len()];
        let part = Part::new(self, &free, &vec![0.0; self.variables.len()], false);
        let values = part.solve(0)?.ok_or_else(|| failure("no feasible plan"))?;
        Ok(Assignment { cost: self.cost(&values), values })
    }

    /// Changes only the variables that are `free` so that the whole costs less, searching at most
    /// `nodes` nodes. Gives `start` back where nothing cheaper was found.
    pub(super) fn improved(
        &self,
        start: Assignment,
        free: &[bool],
        nodes: u64,
    ) -> Result<Assignment, StaffingError> {
        let part = Part::new(self, free, &start.values, true);
        let Some(values) = part.solve(nodes)? else { return Ok(start) };
        let cost = self.cost(&values);
        Ok(if cost < start.cost - TOLERANCE { Assignment { values, cost } } else { start })
    }

    /// Whether `values` meet every row.
    pub(super) fn holds(&self, values: &[f64]) -> bool {
        self.rows.iter().all(|row| row.left(values) >= row.least - TOLERANCE)
    }
}

impl Row {
    fn left(&self, values: &[f64]) -> f64 {
        self.terms.iter().map(|(index, factor)| factor * values[*index]).sum()
    }
}

/// A program with some variables held at their values.
struct Part {
    held: Vec<f64>,
    /// The solver's variable for each free one.
    free: Vec<Option<Variable>>,
    model: MicroLpProblem,
}

impl Part {
    fn new(program: &Program, free: &[bool], values: &[f64], whole: bool) -> Self {
        let mut solver = ProblemVariables::new();
        let mut objective = Expression::default();
        let mut variables = vec![None; free.len()];
        for (index, quantity) in
            program.variables.iter().enumerate().filter(|(index, _)| free[*index])
        {
            let bounded = variable().min(0.0).max(quantity.most);
            let bounded = if whole && quantity.whole { bounded.integer() } else { bounded };
            let added = solver.add(bounded);
            objective.add_mul(quantity.cost, added);
            variables[index] = Some(added);
        }
        let model = solver.minimise(objective).using(microlp);
        let mut part = Self { held: values.to_vec(), free: variables, model };
        program.rows.iter().for_each(|row| part.demand(row));
        part
    }

    /// Adds what a row demands of the free variables.
    fn demand(&mut self, row: &Row) {
        let mut expression = Expression::default();
        let (mut held, mut any) = (0.0, false);
        for (index, factor) in &row.terms {
            match self.free[*index] {
                Some(variable) => {
                    expression.add_mul(*factor, variable);
                    any = true;
                }
                None => held += factor * self.held[*index],
            }
        }
        if any {
            self.model.add_constraint(expression.geq(row.least - held));
        }
    }

    /// All values after at most `nodes` nodes; nothing if no feasible ones were found in them.
    fn solve(self, nodes: u64) -> Result<Option<Vec<f64>>, StaffingError> {
        let model = self.model.as_inner();
        let outcome = with_options(
            |options| model.solve_with(options),
            |options| options.node_limit = Some(nodes),
        );
        let outcome = outcome.map_err(|error| failure(&error.to_string()))?;
        let Ok(solution) = outcome.into_solution() else { return Ok(None) };
        let mut found = solution.iter().map(|(_, value)| value);
        let mut values = self.held;
        for (index, _) in self.free.iter().enumerate().filter(|(_, variable)| variable.is_some()) {
            let Some(value) = found.next() else { return Err(failure("a value is missing")) };
            values[index] = value;
        }
        Ok(Some(values))
    }
}

/// Edits the solver's options, whose type belongs to a crate that only `good_lp` names.
fn with_options<O: Default, T>(solve: impl FnOnce(O) -> T, edit: impl FnOnce(&mut O)) -> T {
    let mut options = O::default();
    edit(&mut options);
    solve(options)
}

fn failure(problem: &str) -> StaffingError {
    StaffingError::Solver(problem.to_owned())
}
