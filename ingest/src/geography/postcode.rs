//! Which area a postcode lies in, for the countries whose areas are known.

use super::{
    Coordinates, alps,
    area::{self, Area},
    belgium_and_netherlands, france, germany, great_britain, ireland, italy, poland,
    spain_and_portugal, united_states_east, united_states_west,
};

/// No postcode is longer; what follows is not looked at, however long a text is sent.
const LONGEST_POSTCODE: usize = 16;

/// How the postcodes of a country say which area they are in.
enum Form {
    /// By their first digits; all of them have one of these numbers of digits.
    Digits(&'static [usize]),
    /// By the letters before their first digit, all of them: `M1` is not in the area `ME`.
    AreaLetters,
    /// By a key of letters and digits in front.
    RoutingKey,
}

/// What is known of one country's postcodes.
struct Postcodes {
    /// ISO 3166-1 alpha-2.
    country: &'static str,
    form: Form,
    /// A table, or several that are one when put end to end.
    tables: &'static [&'static [Area]],
}

const UNITED_STATES: &[&[Area]] = &[united_states_east::AREAS, united_states_west::AREAS];

/// In ascending order of the country.
const POSTCODES: [Postcodes; 13] = [
    postcodes("AT", Form::Digits(&[4]), &[alps::AUSTRIA]),
    postcodes("BE", Form::Digits(&[4]), &[belgium_and_netherlands::BELGIUM]),
    postcodes("CH", Form::Digits(&[4]), &[alps::SWITZERLAND]),
    postcodes("DE", Form::Digits(&[5]), &[germany::AREAS]),
    postcodes("ES", Form::Digits(&[5]), &[spain_and_portugal::SPAIN]),
    postcodes("FR", Form::Digits(&[5]), &[france::AREAS]),
    postcodes("GB", Form::AreaLetters, &[great_britain::AREAS]),
    postcodes("IE", Form::RoutingKey, &[ireland::AREAS]),
    postcodes("IT", Form::Digits(&[5]), &[italy::AREAS]),
    postcodes("NL", Form::Digits(&[4]), &[belgium_and_netherlands::NETHERLANDS]),
    postcodes("PL", Form::Digits(&[5]), &[poland::AREAS]),
    postcodes("PT", Form::Digits(&[4, 7]), &[spain_and_portugal::PORTUGAL]),
    postcodes("US", Form::Digits(&[5, 9]), UNITED_STATES),
];

const fn postcodes(
    country: &'static str,
    form: Form,
    tables: &'static [&'static [Area]],
) -> Postcodes {
    Postcodes { country, form, tables }
}

/// The centre of the area that a postcode of a country, as ISO 3166-1 alpha-2, lies in.
pub(super) fn centre(country: &str, postcode: &str) -> Option<Coordinates> {
    let known = POSTCODES.binary_search_by_key(&country, |row| row.country).ok()?;
    let Postcodes { form, tables, .. } = &POSTCODES[known];
    let code = letters_and_digits(postcode);
    tables.iter().find_map(|areas| match form {
        Form::Digits(lengths) => area::centre_of_longest_prefix(areas, &digits(&code, lengths)),
        Form::AreaLetters => area::centre(areas, leading_letters(&code)),
        Form::RoutingKey => area::centre_of_longest_prefix(areas, &code),
    })
}

fn letters_and_digits(postcode: &str) -> String {
    let kept = postcode.chars().filter(char::is_ascii_alphanumeric).take(LONGEST_POSTCODE);
    kept.map(|character| character.to_ascii_uppercase()).collect()
}

fn leading_letters(code: &str) -> &str {
    let letters = code.find(|character: char| character.is_ascii_digit()).unwrap_or(code.len());
    &code[..letters]
}

/// The digits that a postcode begins with after a country mark. One digit short of a full postcode
/// means that a spreadsheet took it for a number and lost its leading zero, which comes back.
fn digits(code: &str, lengths: &[usize]) -> String {
    let unmarked = &code[leading_letters(code).len()..];
    let digits: String = unmarked.chars().take_while(char::is_ascii_digit).collect();
    let full = |length| lengths.contains(&length);
    let zero = if !full(digits.len()) && full(digits.len() + 1) { "0" } else { "" };
    format!("{zero}{digits}")
}

#[cfg(test)]
mod tests;
