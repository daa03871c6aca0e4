//! What nests deeper than a query does is refused before it is parsed, or before it is planned: the
//! parser bounds how deep expressions nest, but not how often a query is explained, nor how deep
//! types and subqueries are; and it and the planner take twice as long with each call around a call.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::{
    ast::{Expr, Function, Statement, Visit, Visitor},
    dialect::PostgreSqlDialect,
    keywords::Keyword,
    tokenizer::{Token, Tokenizer},
};

use crate::QueryError;

/// A query explains one other.
const MOST_EXPLAINED: usize = 1;
/// Arrays of arrays.
const DEEPEST_TYPE: usize = 8;
/// Subqueries within subqueries; to plan each takes twice as long as the one outside it.
const DEEPEST_SUBQUERY: usize = 12;

/// Words that may stand before a parenthesis and call nothing.
const BETWEEN_EXPRESSIONS: [Keyword; 16] = [
    Keyword::AND,
    Keyword::OR,
    Keyword::NOT,
    Keyword::IN,
    Keyword::AS,
    Keyword::ON,
    Keyword::BY,
    Keyword::FROM,
    Keyword::JOIN,
    Keyword::SELECT,
    Keyword::WHERE,
    Keyword::WHEN,
    Keyword::THEN,
    Keyword::ELSE,
    Keyword::BETWEEN,
    Keyword::VALUES,
];

/// Refuses a text that nests deeper than that.
pub(super) fn check(sql: &str) -> Result<(), QueryError> {
    let tokens = Tokenizer::new(&PostgreSqlDialect {}, sql).tokenize();
    let tokens = tokens.map_err(|error| QueryError::invalid(error.to_string()))?;
    let tokens: Vec<&Token> =
        tokens.iter().filter(|token| !matches!(token, Token::Whitespace(_))).collect();
    let explained = tokens.iter().filter(|token| is(token, Keyword::EXPLAIN)).count();
    let arrays = tokens.windows(2).filter(|it| is(it[0], Keyword::ARRAY) && *it[1] == Token::Lt);
    let faults = [
        (explained > MOST_EXPLAINED, "EXPLAIN of EXPLAIN"),
        (arrays.count() > DEEPEST_TYPE, "arrays of arrays"),
        (deepest(&tokens, is_subquery) > DEEPEST_SUBQUERY, "subqueries within subqueries"),
        (deepest(&tokens, is_call) > DEEPEST_CALL, CALLS),
    ];
    match faults.iter().find(|(found, _)| *found) {
        Some((_, what)) => Err(QueryError::invalid(format!("{what} go too deep"))),
        None => Ok(()),
    }
}

/// Calls within calls, of which each that the planner writes out twice counts as two.
const DEEPEST_CALL: usize = 16;
const CALLS: &str = "calls within calls (16 at most; coalesce, nullif, BETWEEN, IN and subqueries \
                     count twice)";
const WRITTEN_OUT: [&str; 6] = ["coalesce", "ifnull", "nullif", "nvl", "nvl2", "percentile_disc"];

/// Refuses a statement with calls that nest deeper than that.
pub(super) fn check_calls(statement: &Statement) -> Result<(), QueryError> {
    match statement.visit(&mut Calls(0)) {
        ControlFlow::Break(()) => Err(QueryError::invalid(format!("{CALLS} go too deep"))),
        ControlFlow::Continue(()) => Ok(()),
    }
}

/// How deep it is in calls.
struct Calls(usize);

impl Visitor for Calls {
    type Break = ();

    fn pre_visit_expr(&mut self, expression: &Expr) -> ControlFlow<()> {
        self.0 += depth(expression);
        if self.0 > DEEPEST_CALL { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn post_visit_expr(&mut self, expression: &Expr) -> ControlFlow<()> {
        self.0 -= depth(expression);
        ControlFlow::Continue(())
    }
}

fn depth(expression: &Expr) -> usize {
    match expression {
        Expr::Function(Function { name, .. }) => {
            let name = name.to_string();
            let twice = WRITTEN_OUT.iter().any(|known| name.eq_ignore_ascii_case(known));
            1 + usize::from(twice)
        }
        Expr::Between { .. }
        | Expr::InList { .. }
        | Expr::InSubquery { .. }
        | Expr::Exists { .. }
        | Expr::Subquery(_) => 2,
        Expr::Extract { .. }
        | Expr::Substring { .. }
        | Expr::Trim { .. }
        | Expr::Overlay { .. }
        | Expr::Position { .. }
        | Expr::Ceil { .. }
        | Expr::Floor { .. }
        | Expr::IsDistinctFrom(..)
        | Expr::IsNotDistinctFrom(..) => 1,
        _ => 0,
    }
}

fn is(token: &Token, keyword: Keyword) -> bool {
    matches!(token, Token::Word(word) if word.keyword == keyword && word.quote_style.is_none())
}

/// How many parentheses of one kind are open at once. It depends on the token before and behind.
fn deepest(tokens: &[&Token], kind: fn(Option<&Token>, Option<&Token>) -> bool) -> usize {
    let (mut open, mut deepest) = (Vec::new(), 0);
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::LParen => {
                let before = at.checked_sub(1).and_then(|before| tokens.get(before));
                open.push(kind(before.copied(), tokens.get(at + 1).copied()));
                deepest = deepest.max(open.iter().filter(|it| **it).count());
            }
            Token::RParen => drop(open.pop()),
            _ => (),
        }
    }
    deepest
}

fn is_subquery(_: Option<&Token>, next: Option<&Token>) -> bool {
    next.is_some_and(|it| is(it, Keyword::SELECT) || is(it, Keyword::WITH))
}

/// A word before it, but none of those that stand between expressions.
fn is_call(before: Option<&Token>, _: Option<&Token>) -> bool {
    matches!(before, Some(Token::Word(word)) if !BETWEEN_EXPRESSIONS.contains(&word.keyword))
}
