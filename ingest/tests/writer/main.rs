//! The writer as a whole, through its public doors: beside a plain model, and in a simulated shop.

mod actors;
mod acts;
mod agreement;
mod auditor;
mod bins;
mod command;
mod effects;
mod mended;
mod model;
mod promises;
mod shelves;
mod shop;
mod simulation;
mod told;
mod verdict;
