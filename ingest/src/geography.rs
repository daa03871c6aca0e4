//! Where places are and how far apart they lie, to tell which warehouse is near a destination.
//!
//! A shop knows the coordinates of its warehouses, but of a destination only country and postcode.
//! [`locate`] places a destination at the centre of its postcode area, or of its country, from
//! tables that are part of the product: routing an order asks nobody outside.
//!
//! The tables hold geographic centres to a tenth of a degree (about 11 km), written down for this
//! product. That is enough to rank warehouses, and nothing finer is claimed for them.
//!
//! Invariant: everything here is a pure function; the same places always give the same metres.

mod alps;
mod area;
mod belgium_and_netherlands;
mod coordinates;
mod countries;
mod distance;
mod france;
mod germany;
mod great_britain;
mod ireland;
mod italy;
mod poland;
mod postcode;
mod spain_and_portugal;
mod united_states_east;
mod united_states_west;

use serde::{Deserialize, Serialize};

pub use coordinates::{Coordinates, CoordinatesError};
pub use distance::{Metres, distance};

use crate::identity::Country;

/// What a destination was located by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LocatedBy {
    /// The centre of the area that its postcode begins with: tens of kilometres off at most
    /// where people live densely, a few hundred in the emptiest areas.
    Postcode,
    /// The centre of its country, since the postcode is missing or not known: as far off as the
    /// country is large.
    Country,
}

/// Where a destination is taken to be, and what that rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Located {
    /// The centre of the area.
    pub coordinates: Coordinates,
    /// Which kind of area it is.
    pub by: LocatedBy,
}

/// Places a destination at the centre of its postcode area where that is known, else at the
/// centre of its country; `None` where the country is not an ISO 3166-1 alpha-2 code.
///
/// Letter case, blanks, hyphens and a country mark such as the `E-` of `E-28001` do not matter.
#[must_use]
pub fn locate(country: &Country, postcode: Option<&str>) -> Option<Located> {
    let code = country.as_str().to_ascii_uppercase();
    let by_postcode = || Some((postcode::centre(&code, postcode?)?, LocatedBy::Postcode));
    let by_country = || Some((countries::centre(&code)?, LocatedBy::Country));
    let (coordinates, by) = by_postcode().or_else(by_country)?;
    Some(Located { coordinates, by })
}

#[cfg(test)]
mod tests;
