//! Which columns of the calendar have been seen often enough to mean something.

use super::Panel;

/// Times that a number must have come round, on average.
const ROUNDS: usize = 2;

/// Places on the time line that must share a number, on average: what all series did on a few days
/// of the same number is chance, however many series there are.
const PLACES: usize = 12;

/// The columns to tell, judged by what is known before the last `cut` places. A month passes after
/// two years, a day of the month after one, a weekday after a quarter; a day of the year never. What
/// does not change within a day is judged by days, however many periods they have.
pub(super) fn telling<'a>(panel: &Panel<'a>, cut: usize) -> Vec<&'a [f64]> {
    let begin = panel.members.iter().map(|member| member.start()).min().unwrap_or(0);
    let end = panel.members.iter().map(|member| member.end).max().unwrap_or(0);
    let known = begin..end.saturating_sub(cut).max(begin);
    let columns = panel.calendar.iter().map(Vec::as_slice);
    let a_day = (panel.year / 365).max(1);
    columns.filter(|column| is_telling(&column[known.clone()], a_day)).collect()
}

fn is_telling(column: &[f64], a_day: usize) -> bool {
    let mut numbers: Vec<f64> = column.iter().copied().filter(|number| !number.is_nan()).collect();
    let changes = numbers.windows(2).filter(|pair| pair[0].total_cmp(&pair[1]).is_ne()).count();
    let days = numbers.len() / a_day;
    let places = if changes > days { numbers.len() } else { days };
    numbers.sort_unstable_by(f64::total_cmp);
    numbers.dedup_by(|left, right| left.total_cmp(right).is_eq());
    let distinct = numbers.len();
    distinct > 1 && changes + 1 >= ROUNDS * distinct && places >= PLACES * distinct
}

#[cfg(test)]
mod tests;
