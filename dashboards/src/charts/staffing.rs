//! The staffing chart: a heat map of people by day and hour, with the number in each cell.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::canvas::{Align, Mark};
use super::frame::{FOOTER, Room, TICK, coloured, frame, label, note};
use super::legend::{self, Entry};
use super::strokes::rectangle;
use super::{Caption, ChartSize, palette};
use crate::language::Word;

/// Weekday and day of the month over the columns.
const DAYS: f64 = 42.0;
/// The row of sums under the hours, with the gap over it.
const SUMS: f64 = 30.0;
/// Between cells.
const GAP: f64 = 1.5;
/// The lowest row that holds its number.
const LOWEST: f64 = 12.0;

/// How many people each hour needs.
#[derive(Debug, Clone, PartialEq)]
pub struct StaffingChart {
    /// What the chart says of itself.
    pub caption: Caption,
    /// Hours in which somebody is needed, in any order; hours of one day and hour add up.
    pub hours: Vec<StaffingHour>,
}

/// What an hour of a day needs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StaffingHour {
    /// The shop's day.
    pub date: NaiveDate,
    /// The hour, by the shop's clock, from 0 to 23.
    pub hour: u32,
    /// People on the roster.
    pub people: u32,
    /// Hours of work that are done in it.
    pub work_hours: f64,
}

/// People by day and hour, and where they stand.
struct Grid {
    cells: BTreeMap<(NaiveDate, u32), u32>,
    work: BTreeMap<NaiveDate, f64>,
    days: Vec<NaiveDate>,
    first_hour: u32,
    last_hour: u32,
    most: u32,
    room: Room,
}

/// Lays out `chart`.
pub(super) fn marks(chart: &StaffingChart, size: ChartSize) -> Vec<Mark> {
    let language = chart.caption.language;
    let mut marks = Vec::new();
    let mut room = frame(&chart.caption, size, &mut marks);
    let busy = chart.hours.iter().any(|hour| hour.people > 0);
    if !busy {
        note(language.word(Word::NobodyNeeded), room, &mut marks);
        return marks;
    }
    let mut grid = Grid::of(&chart.hours, room);
    room.top = legend::draw(&grid.entries(chart), (room.left, room.top), room.right, &mut marks);
    let hours = TICK.width("23:00").max(TICK.width(language.word(Word::WorkHours)) * 0.55);
    grid.room = Room {
        left: room.left + hours + 10.0,
        top: room.top + DAYS + 4.0,
        bottom: room.bottom - SUMS - 8.0,
        ..room
    };
    grid.days(chart, &mut marks);
    grid.hours(&mut marks);
    grid.cells(chart, &mut marks);
    grid.sums(chart, room.left, &mut marks);
    marks
}

impl Grid {
    fn of(hours: &[StaffingHour], room: Room) -> Self {
        let (mut cells, mut work) = (BTreeMap::new(), BTreeMap::new());
        for hour in hours {
            *cells.entry((hour.date, hour.hour)).or_default() += hour.people;
            *work.entry(hour.date).or_default() += hour.work_hours;
        }
        let used = || cells.iter().filter(|(_, people)| **people > 0).map(|(key, _)| *key);
        let (first, last) = (used().map(|it| it.0).min(), used().map(|it| it.0).max());
        let days = first.into_iter().flat_map(|day| day.iter_days());
        let days = days.take_while(|day| Some(*day) <= last).collect();
        Self {
            first_hour: used().map(|it| it.1).min().unwrap_or(0),
            last_hour: used().map(|it| it.1).max().unwrap_or(23),
            most: cells.values().copied().max().unwrap_or(0),
            days,
            cells,
            work,
            room,
        }
    }

    fn entries(&self, chart: &StaffingChart) -> Vec<Entry> {
        let language = chart.caption.language;
        let cell =
            |people: u32| Entry::area(&people.to_string(), palette::heat(self.share(people)));
        let mut steps = vec![1, self.most.div_ceil(2), self.most];
        steps.dedup();
        let mut entries = vec![Entry::note(language.word(Word::PeopleEachHour))];
        entries.push(Entry::area(language.word(Word::Nobody), palette::EMPTY));
        entries.extend(steps.into_iter().map(cell));
        entries
    }

    /// How dark a number of people is.
    fn share(&self, people: u32) -> f64 {
        let range = self.most.saturating_sub(1).max(1);
        f64::from(people.saturating_sub(1)) / f64::from(range)
    }

    fn column(&self) -> f64 {
        self.room.width() / self.days.len().max(1) as f64
    }

    fn row(&self) -> f64 {
        self.room.height() / f64::from(self.last_hour - self.first_hour + 1)
    }

    /// The left of a day's column.
    fn left(&self, at: usize) -> f64 {
        self.room.left + at as f64 * self.column()
    }

    /// Weekday and day of the month over each column; the month where it begins.
    fn days(&self, chart: &StaffingChart, marks: &mut Vec<Mark>) {
        let language = chart.caption.language;
        let fits = |text: &str| TICK.width(text) + 4.0 <= self.column();
        let all_fit = self.days.iter().all(|day| fits(language.weekday(day.weekday())));
        let with_month = |day: &NaiveDate| language.day_and_month(*day);
        let months_fit = self.days.iter().all(|day| fits(&with_month(day)));
        let pace = if fits("30") { 1 } else { 7 };
        for (at, day) in self.days.iter().enumerate().step_by(pace) {
            let centre = self.left(at) + self.column() / 2.0;
            let weekday = if all_fit {
                language.weekday(day.weekday())
            } else {
                language.weekday_initial(day.weekday())
            };
            let date = if months_fit { with_month(day) } else { day.day().to_string() };
            let top = self.room.top - DAYS;
            marks.push(label(weekday, (centre, top + 10.0), Align::Centre, TICK));
            marks.push(label(&date, (centre, top + 28.0), Align::Centre, TICK));
        }
    }

    /// The hours on the left: as many as there is room for.
    fn hours(&self, marks: &mut Vec<Mark>) {
        let pace = [1, 2, 3, 4, 6, 12, 24];
        let pace = pace.into_iter().find(|pace| f64::from(*pace) * self.row() >= 17.0);
        for hour in (self.first_hour..=self.last_hour).step_by(pace.unwrap_or(24) as usize) {
            let middle = self.room.top + (f64::from(hour - self.first_hour) + 0.5) * self.row();
            let place = (self.room.left - 8.0, middle);
            marks.push(label(&format!("{hour:02}:00"), place, Align::Right, TICK));
        }
    }

    fn cells(&self, chart: &StaffingChart, marks: &mut Vec<Mark>) {
        let language = chart.caption.language;
        for (at, day) in self.days.iter().enumerate() {
            for hour in self.first_hour..=self.last_hour {
                let people = self.cells.get(&(*day, hour)).copied().unwrap_or(0);
                let top = self.room.top + f64::from(hour - self.first_hour) * self.row();
                let (left, right) = (self.left(at) + GAP / 2.0, self.left(at + 1) - GAP / 2.0);
                let (top, bottom) = (top + GAP / 2.0, top + self.row() - GAP / 2.0);
                let share = self.share(people);
                let colour = if people == 0 { palette::EMPTY } else { palette::heat(share) };
                marks.push(rectangle((left, top), (right, bottom), colour));
                let text = language.number(f64::from(people), 0);
                let lettering = coloured(FOOTER, palette::on_heat(share));
                let fits = self.row() >= LOWEST && lettering.width(&text) <= right - left;
                if people > 0 && fits {
                    let place = (f64::midpoint(left, right), f64::midpoint(top, bottom));
                    marks.push(label(&text, place, Align::Centre, lettering));
                }
            }
        }
    }

    /// Hours of work of each day, under its column.
    fn sums(&self, chart: &StaffingChart, left: f64, marks: &mut Vec<Mark>) {
        let language = chart.caption.language;
        let middle = self.room.bottom + SUMS / 2.0 + 4.0;
        let of_day = |day: &NaiveDate| {
            language.number(self.work.get(day).copied().unwrap_or(0.0).round(), 0)
        };
        let texts: Vec<String> = self.days.iter().map(of_day).collect();
        let name = language.word(Word::WorkHours);
        let fits = texts.iter().all(|text| TICK.width(text) + 4.0 <= self.column());
        let name_room = self.room.left - left - 6.0;
        let lines = FOOTER.wrap(name, name_room, 2);
        for (row, line) in lines.iter().enumerate() {
            let down = (row as f64 - (lines.len() as f64 - 1.0) / 2.0) * 14.0;
            marks.push(label(line, (left, middle + down), Align::Left, FOOTER));
        }
        for (at, text) in texts.iter().enumerate().filter(|_| fits) {
            let centre = self.left(at) + self.column() / 2.0;
            marks.push(label(text, (centre, middle), Align::Centre, TICK));
        }
    }
}

#[cfg(test)]
mod tests;
