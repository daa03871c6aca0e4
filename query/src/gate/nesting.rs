//! What nests deeper than a query does is refused before it is parsed: the parser bounds how deep
//! expressions nest, but not how often a query is explained, nor how deep types and subqueries are.

use datafusion::sql::sqlparser::{
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
        (deepest_subquery(&tokens) > DEEPEST_SUBQUERY, "subqueries within subqueries"),
    ];
    match faults.iter().find(|(found, _)| *found) {
        Some((_, what)) => Err(QueryError::invalid(format!("{what} go too deep"))),
        None => Ok(()),
    }
}

fn is(token: &Token, keyword: Keyword) -> bool {
    matches!(token, Token::Word(word) if word.keyword == keyword && word.quote_style.is_none())
}

fn deepest_subquery(tokens: &[&Token]) -> usize {
    let (mut open, mut deepest) = (Vec::new(), 0);
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::LParen => {
                let next = tokens.get(at + 1);
                open.push(next.is_some_and(|it| is(it, Keyword::SELECT) || is(it, Keyword::WITH)));
                deepest = deepest.max(open.iter().filter(|it| **it).count());
            }
            Token::RParen => drop(open.pop()),
            _ => (),
        }
    }
    deepest
}
