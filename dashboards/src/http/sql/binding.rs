//! What a query's placeholders stand for, as a URL, a command line or JSON says it.

use std::collections::BTreeMap;

use marea_query::{Parameter, Parameters};
use serde_json::Value;

/// Values by the name of their placeholder: all numbers (`$1`), or all names (`$from`).
#[derive(Debug, Default)]
pub(crate) struct Bindings(BTreeMap<String, Parameter>);

impl Bindings {
    /// Takes a value that is text. It becomes what its place in the query wants, unless the name
    /// is followed by a type: `from:date`.
    ///
    /// # Errors
    /// What is wrong with the name or the value.
    pub(crate) fn take(&mut self, name: &str, text: &str) -> Result<(), String> {
        let (name, kind) =
            name.split_once(':').map_or((name, None), |(name, kind)| (name, Some(kind)));
        self.put(name, typed(kind, text)?)
    }

    /// Takes an array of values for `$1`, `$2` and so on, or an object of values by name.
    ///
    /// # Errors
    /// What is wrong, and with which of them.
    pub(crate) fn take_json(&mut self, values: &Value) -> Result<(), String> {
        let named: Vec<(String, &Value)> = match values {
            Value::Null => Vec::new(),
            Value::Array(values) => {
                (1..).zip(values).map(|(at, value)| (at.to_string(), value)).collect()
            }
            Value::Object(values) => {
                values.iter().map(|(name, value)| (name.clone(), value)).collect()
            }
            _ => return Err("parameters: expected an array, or an object of names".into()),
        };
        for (name, value) in named {
            let wrong = |what: String| format!("parameters: {name}: {what}");
            let parameter =
                Parameter::from_json(value).map_err(|error| wrong(error.to_string()))?;
            self.put(&name, parameter).map_err(wrong)?;
        }
        Ok(())
    }

    /// Whether nothing is bound.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What the query service is to bind.
    ///
    /// # Errors
    /// Where numbers and names are mixed, or a number is left out.
    pub(crate) fn parameters(self) -> Result<Parameters, String> {
        let numbers = self.0.keys().filter(|name| position(name).is_some()).count();
        if self.0.is_empty() {
            return Ok(Parameters::None);
        }
        if numbers == 0 {
            return Ok(Parameters::Named(self.0));
        }
        if numbers < self.0.len() {
            return Err(
                "parameters: expected numbers for $1, $2, or names for $name, not both".into()
            );
        }
        let by_position: BTreeMap<usize, Parameter> = self
            .0
            .into_iter()
            .filter_map(|(name, value)| Some((position(&name)?, value)))
            .collect();
        let last = by_position.keys().next_back().copied().unwrap_or(0);
        match (1..=last).find(|at| !by_position.contains_key(at)) {
            Some(missing) => Err(format!("parameters: {missing} is missing, {last} is there")),
            None => Ok(Parameters::Positional(by_position.into_values().collect())),
        }
    }

    fn put(&mut self, name: &str, value: Parameter) -> Result<(), String> {
        if position(name).is_none() && !is_name(name) {
            return Err("expected a number from 1 on, or a name of letters, digits and _".into());
        }
        match self.0.insert(name.to_owned(), value) {
            None => Ok(()),
            Some(_) => Err("said twice; say it once".into()),
        }
    }
}

/// The value that a text stands for, as a type names it.
fn typed(kind: Option<&str>, text: &str) -> Result<Parameter, String> {
    match kind {
        None => Ok(Parameter::Text(text.to_owned())),
        Some("null") => Ok(Parameter::Null),
        Some(kind) => Parameter::typed(kind, text).map_err(|error| error.to_string()),
    }
}

/// The place of a placeholder such as `$2`; canonical, so that `2` and `02` are not two.
fn position(name: &str) -> Option<usize> {
    let canonical = !name.starts_with('0') && name.bytes().all(|byte| byte.is_ascii_digit());
    name.parse().ok().filter(|at| canonical && (1..=999).contains(at))
}

fn is_name(name: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_';
    name.bytes().next().is_some_and(letter)
        && name.bytes().all(|byte| letter(byte) || byte.is_ascii_digit())
}

#[cfg(test)]
mod tests;
