//! Changes that make almost good input of good input: of bytes, of words and of JSON.

use rand::{RngExt as _, seq::IndexedRandom as _};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

/// Values where another is expected.
fn strange() -> Vec<Value> {
    vec![
        Value::Null,
        json!(true),
        json!(0),
        json!(-1),
        json!(0.1),
        json!(1e308),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(""),
        json!(" "),
        json!("\u{0}"),
        json!("'; DROP TABLE events; --"),
        json!("NaN"),
        json!("-0"),
        json!("1e400"),
        json!("99999999999999999999999999.999999"),
        json!("0.0000001"),
        json!("\u{202e}\u{200b}ａ"),
        json!("x".repeat(5_000)),
        json!("0000-00-00T00:00:00Z"),
        json!("9999-12-31T23:59:60+23:59"),
        json!("2026-02-30T10:00:00+01:00"),
        json!([]),
        json!([[[[[[[[]]]]]]]]),
        json!({}),
        json!({"a": {"b": {"c": null}}}),
        json!([null, 1, "a"]),
    ]
}

/// Changes a JSON object in one to four places: values, names, what is there twice or not at all.
pub fn of_json(value: &mut Value, others: &[Value], random: &mut ChaCha8Rng) {
    for _ in 0..random.random_range(1..=4) {
        let depth = random.random_range(0..3);
        change(value, others, depth, random);
    }
}

fn change(value: &mut Value, others: &[Value], depth: u32, random: &mut ChaCha8Rng) {
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            let place = random.random_range(0..fields.len());
            let name = fields.keys().nth(place).cloned().unwrap_or_default();
            match random.random_range(0..7) {
                0 => drop(fields.remove(&name)),
                1 => {
                    let renamed = format!("{name}{}", random.random_range(0..3));
                    let moved = fields.remove(&name).unwrap_or_default();
                    fields.insert(renamed, moved);
                }
                2 => {
                    let other = others.choose(random).and_then(Value::as_object);
                    fields.extend(other.into_iter().flatten().map(|(k, v)| (k.clone(), v.clone())));
                }
                _ => change_within(&mut fields[&name], others, depth, random),
            }
        }
        Value::Array(values) if !values.is_empty() => {
            let place = random.random_range(0..values.len());
            match random.random_range(0..4) {
                0 => drop(values.remove(place)),
                1 => values.push(values[place].clone()),
                _ => change_within(&mut values[place], others, depth, random),
            }
        }
        other => *other = some(&strange(), random),
    }
}

fn change_within(value: &mut Value, others: &[Value], depth: u32, random: &mut ChaCha8Rng) {
    let nested = value.is_object() || value.is_array();
    if nested && depth > 0 {
        change(value, others, depth - 1, random);
    } else {
        *value = some(&strange(), random);
    }
}

fn some(values: &[Value], random: &mut ChaCha8Rng) -> Value {
    values.choose(random).cloned().unwrap_or_default()
}

/// Changes bytes in one to eight places: flips, drops, repeats, inserts, or cuts off the rest.
pub fn of_bytes(bytes: &mut Vec<u8>, random: &mut ChaCha8Rng) {
    for _ in 0..random.random_range(1..=8) {
        if bytes.is_empty() {
            bytes.push(b'{');
        }
        let place = random.random_range(0..bytes.len());
        match random.random_range(0..6) {
            0 => bytes[place] ^= 1 << random.random_range(0..8),
            1 => drop(bytes.remove(place)),
            2 => bytes.insert(place, random.random_range(0..=255)),
            3 => bytes.insert(place, SIGNS.choose(random).copied().unwrap_or_default()),
            4 => {
                let end = (place + random.random_range(1..40)).min(bytes.len());
                let again = bytes[place..end].to_vec();
                bytes.splice(place..place, again);
            }
            _ if random.random_bool(0.1) => bytes.truncate(place),
            _ => bytes[place] = random.random_range(0..=255),
        }
    }
}

/// Changes words of SQL in one to five places: drops, doubles, swaps, or takes one of another.
pub fn of_words(sql: &str, others: &[String], random: &mut ChaCha8Rng) -> String {
    let mut words: Vec<String> = words(sql);
    for _ in 0..random.random_range(1..=5) {
        if words.is_empty() {
            words.push("SELECT".into());
        }
        let (one, other) =
            (random.random_range(0..words.len()), random.random_range(0..words.len()));
        match random.random_range(0..5) {
            0 => drop(words.remove(one)),
            1 => words.insert(one, words[other].clone()),
            2 => words.swap(one, other),
            3 => words[one] = SPECIAL.choose(random).copied().unwrap_or_default().to_owned(),
            _ => {
                let taken = others.choose(random).map(|other| self::words(other));
                let taken = taken.and_then(|words| words.choose(random).cloned());
                words[one] = taken.unwrap_or_default();
            }
        }
    }
    words.concat()
}

/// Signs that open, close or part something.
const SIGNS: &[u8] = b"{}[]\"',:;()\\-0\n\0";

/// Words that open, close or turn a statement.
const SPECIAL: [&str; 24] = [
    "(",
    ")",
    "'",
    "\"",
    ";",
    "--",
    "/*",
    "*/",
    "$$",
    "$1",
    "NULL",
    "*",
    "::",
    "[",
    "UNION",
    "OVER",
    "WITH",
    "LATERAL",
    "-9223372036854775808",
    "1e999",
    "''",
    "\u{0}",
    "CASE",
    "EXPLAIN",
];

/// Words, figures and signs, each with the blanks before it.
fn words(sql: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut inside = false;
    for character in sql.chars() {
        let part = character.is_alphanumeric() || character == '_';
        match words.last_mut() {
            Some(word) if (part && inside) || word.trim().is_empty() => word.push(character),
            _ => words.push(character.to_string()),
        }
        inside = part;
    }
    words
}
