//! The writer as a whole, through its public doors: beside a plain model, and in a simulated shop.

mod actors;
mod agreement;
mod auditor;
mod command;
mod model;
mod shop;
mod simulation;
mod told;
mod verdict;
