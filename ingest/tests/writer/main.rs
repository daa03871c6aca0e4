//! The writer as a whole, through its public doors: beside a plain model, and in a simulated shop.

mod actors;
mod acts;
mod agreement;
mod auditor;
mod command;
mod effects;
mod mended;
mod model;
mod promises;
mod shop;
mod simulation;
mod told;
mod verdict;
