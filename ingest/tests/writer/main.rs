//! The writer as a whole, through its public doors: beside a plain model, and in a simulated shop.

mod agreement;
mod command;
mod model;
mod shop;
mod told;
mod verdict;
