//! Picking: what an order takes by the method it is picked with and the way there is to walk.

use serde::{Deserialize, Serialize};

use super::error::{StaffingError, not_negative, positive, within};
use super::role::Role;
use super::times::{Driver, StandardTime, time};

/// The pick area: parallel aisles between two cross aisles, goods stored at random.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Layout {
    /// Aisles.
    pub aisles: f64,
    /// Metres of an aisle.
    pub aisle_metres: f64,
    /// Metres between neighbouring aisles.
    pub aisle_spacing_metres: f64,
    /// Metres from the desk to the pick area, one way.
    pub desk_metres: f64,
    /// Metres a second with a trolley.
    pub metres_per_second: f64,
}

impl Default for Layout {
    /// A small shop's: ten aisles of fifteen metres, three metres apart, ten from the desk.
    fn default() -> Self {
        Self {
            aisles: 10.0,
            aisle_metres: 15.0,
            aisle_spacing_metres: 3.0,
            desk_metres: 10.0,
            metres_per_second: 1.2,
        }
    }
}

impl Layout {
    /// Expected metres of a tour of `lines` picks.
    ///
    /// After Hall 1993, "Distance approximations for routing manual pickers in a warehouse",
    /// traversal routing: `M (1 − (1 − 1/M)^N)` of `M` aisles hold one of `N` picks and are walked
    /// through, half an aisle is walked back where their number is odd, and the cross aisle is
    /// walked along there and back for `2 W (N − 1) ÷ (N + 1)`.
    fn tour_metres(&self, lines: f64) -> f64 {
        let visited = self.aisles * (1.0 - (1.0 - 1.0 / self.aisles).powf(lines));
        let width = (self.aisles - 1.0).max(0.0) * self.aisle_spacing_metres;
        let across = 2.0 * width * ((lines - 1.0) / (lines + 1.0)).max(0.0);
        2.0 * self.desk_metres + (visited + 0.5) * self.aisle_metres + across
    }

    /// One of `zones` equal parts.
    fn zone(&self, zones: f64) -> Self {
        Self { aisles: (self.aisles / zones).max(1.0), ..*self }
    }

    fn check(&self) -> Result<(), StaffingError> {
        within("aisles", self.aisles, self.aisles >= 1.0, "1 aisle or more")?;
        positive("aisle_metres", self.aisle_metres)?;
        positive("aisle_spacing_metres", self.aisle_spacing_metres)?;
        positive("metres_per_second", self.metres_per_second)?;
        not_negative("desk_metres", self.desk_metres).map(drop)
    }
}

/// How orders are brought together for picking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PickMethod {
    /// One order a tour.
    Single,
    /// Several orders a tour, each into its own box on the trolley.
    Batch {
        /// Orders on a tour.
        orders: u32,
    },
    /// Everybody stays in a part of the area; orders are brought together afterwards.
    Zone {
        /// Parts of the area.
        zones: u32,
        /// Orders on a tour.
        orders: u32,
    },
    /// All orders of a departure are picked together by zone and sorted by order afterwards.
    Wave {
        /// Parts of the area.
        zones: u32,
        /// Orders of a wave.
        orders: u32,
    },
}

/// What an order is like.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct OrderMix {
    /// Lines of an order.
    pub lines: f64,
    /// Units of a line.
    pub units_per_line: f64,
    /// Parcels of an order.
    pub parcels: f64,
}

/// How a shop picks.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Picking {
    /// The method.
    pub method: PickMethod,
    /// The area.
    pub layout: Layout,
    /// Seconds to begin and end a tour: list, trolley, boxes.
    pub setup_seconds: f64,
    /// Seconds to find the place of a line and confirm it.
    pub search_seconds: f64,
    /// Seconds to take a unit.
    pub unit_seconds: f64,
    /// Seconds a line to put it into the right one of several orders' boxes.
    pub sort_line_seconds: f64,
    /// Seconds a unit to sort a wave by order, or an order's zone to bring it together.
    pub consolidation_seconds: f64,
}

impl Picking {
    /// A method in a layout with times to plan with.
    ///
    /// With one order a tour they reproduce the shares of a picker's time that Tompkins et al.
    /// ("Facilities Planning", 2010) give: about half travels, a fifth searches, 15 % takes, 10 % sets up.
    #[must_use]
    pub fn new(method: PickMethod, layout: Layout) -> Self {
        Self {
            method,
            layout,
            setup_seconds: 12.0,
            search_seconds: 12.0,
            unit_seconds: 7.0,
            sort_line_seconds: 2.0,
            consolidation_seconds: 4.0,
        }
    }

    /// Seconds of travelling and setting up for an order of `mix`.
    ///
    /// # Errors
    ///
    /// A layout, method or mix out of range.
    pub fn tour_seconds(&self, mix: &OrderMix) -> Result<f64, StaffingError> {
        self.check(mix)?;
        let (zones, orders) = self.grouping();
        let lines = orders * mix.lines;
        // A tour goes only to the zones that hold one of its lines.
        let visited = zones * (1.0 - (1.0 - 1.0 / zones).powf(lines));
        let metres = self.layout.zone(zones).tour_metres(lines / visited);
        let tour = self.setup_seconds + metres / self.layout.metres_per_second;
        Ok(visited * tour / orders)
    }

    /// Standard times of picking an order of `mix` by this method.
    ///
    /// # Errors
    ///
    /// A layout, method or mix out of range.
    pub fn times(&self, mix: &OrderMix) -> Result<Vec<StandardTime>, StaffingError> {
        let tour = self.tour_seconds(mix)?;
        let travel = "tour length after Hall 1993, traversal routing";
        let shares = "planning value, in the shares of Tompkins et al. 2010";
        let (line, unit) = self.sorting(mix);
        Ok(vec![
            time(Role::Picking, Driver::Orders, tour, travel),
            time(Role::Picking, Driver::Lines, self.search_seconds + line, shares),
            time(Role::Picking, Driver::Units, self.unit_seconds + unit, shares),
        ])
    }

    /// Zones and orders of a tour.
    fn grouping(&self) -> (f64, f64) {
        let (zones, orders) = match self.method {
            PickMethod::Single => (1, 1),
            PickMethod::Batch { orders } => (1, orders),
            PickMethod::Zone { zones, orders } | PickMethod::Wave { zones, orders } => {
                (zones, orders)
            }
        };
        (f64::from(zones), f64::from(orders))
    }

    /// Seconds a line and a unit for keeping orders apart or bringing them together.
    fn sorting(&self, mix: &OrderMix) -> (f64, f64) {
        match self.method {
            PickMethod::Single => (0.0, 0.0),
            PickMethod::Batch { .. } => (self.sort_line_seconds, 0.0),
            PickMethod::Zone { zones, orders } => {
                let zones = f64::from(zones);
                let visited = zones * (1.0 - (1.0 - 1.0 / zones).powf(mix.lines));
                let sorts = if orders > 1 { self.sort_line_seconds } else { 0.0 };
                // An order in one zone only has nothing to be brought together with.
                (sorts + self.consolidation_seconds * (visited - 1.0).max(0.0) / mix.lines, 0.0)
            }
            PickMethod::Wave { .. } => (0.0, self.consolidation_seconds),
        }
    }

    fn check(&self, mix: &OrderMix) -> Result<(), StaffingError> {
        self.layout.check()?;
        let (zones, orders) = self.grouping();
        within("zones", zones, zones >= 1.0, "1 or more")?;
        within("orders of a tour", orders, orders >= 1.0, "1 or more")?;
        positive("lines of an order", mix.lines)?;
        positive("units of a line", mix.units_per_line)?;
        positive("parcels of an order", mix.parcels).map(drop)
    }
}

#[cfg(test)]
mod tests;
