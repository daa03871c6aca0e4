//! Names of things: each kind of identifier is a type of its own, so that two cannot be swapped.

use std::{borrow::Borrow, fmt, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// The longest identifier that is taken, in bytes. Channels stay far below it, and a bound keeps
/// one hostile record from bloating every key it is written under.
pub const LONGEST_IDENTIFIER: usize = 200;

/// Why a text cannot be an identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdentifierError {
    /// Nothing is left once the white space around it is gone.
    #[error("expected a non-empty identifier")]
    Empty,
    /// Longer than [`LONGEST_IDENTIFIER`].
    #[error("expected at most {LONGEST_IDENTIFIER} bytes, got {0}")]
    TooLong(usize),
    /// Holds a control character, which no channel's identifier does.
    #[error("expected no control characters")]
    ControlCharacter,
    /// Does not have the fixed form of its kind.
    #[error("expected {0}")]
    Form(&'static str),
}

fn checked(text: &str) -> Result<&str, IdentifierError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(IdentifierError::Empty);
    }
    if text.len() > LONGEST_IDENTIFIER {
        return Err(IdentifierError::TooLong(text.len()));
    }
    if text.chars().any(char::is_control) {
        return Err(IdentifierError::ControlCharacter);
    }
    Ok(text)
}

macro_rules! identifiers {
    ($($(#[$doc:meta])+ $name:ident;)+) => {$(
        $(#[$doc])+
        ///
        /// White space around it is dropped; what is left is non-empty, has no control
        /// characters and is at most [`LONGEST_IDENTIFIER`] bytes long. Cloning shares the text.
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Takes a text as this kind of identifier.
            ///
            /// # Errors
            /// An [`IdentifierError`] that says what was expected.
            pub fn new(text: &str) -> Result<Self, IdentifierError> {
                checked(text).map(|text| Self(text.into()))
            }

            /// The identifier as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&*self.0, out)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
                Self::new(&text).map_err(D::Error::custom)
            }
        }
    )+};
}

identifiers! {
    /// What a source calls an event; unique for ever together with the [`Source`].
    EventId;
    /// Who sent an event: a channel or a connector.
    Source;
    /// An order, as its channel names it.
    OrderId;
    /// A line within its order.
    LineId;
    /// A stock keeping unit.
    Sku;
    /// A place that holds stock.
    WarehouseId;
    /// Where an order came in: web shop, marketplace, point of sale, service desk.
    Channel;
    /// A customer, as the shop knows him.
    CustomerId;
    /// A payment transaction, as its provider names it.
    PaymentId;
    /// A return, as its channel names it.
    ReturnId;
    /// A parcel's or a pick's fulfilment.
    FulfilmentId;
    /// A stock transfer between two warehouses; ties its two legs together.
    TransferId;
    /// A supplier.
    SupplierId;
    /// A purchase order, as the shop names it.
    PurchaseOrderId;
    /// Who carries parcels.
    CarrierId;
    /// A supplier's bill, as the supplier names it.
    BillId;
    /// The putting together of a kit.
    AssemblyId;
    /// A place within a warehouse.
    Bin;
    /// Goods that were made or received together.
    Lot;
    /// A country: ISO 3166-1 alpha-2 where there is one, else the name that the source gave.
    Country;
}

/// A currency as in ISO 4217: three capital letters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// Takes a text as a currency code; small letters are raised.
    ///
    /// # Errors
    /// [`IdentifierError::Form`] where it is not three ASCII letters.
    pub fn new(text: &str) -> Result<Self, IdentifierError> {
        let form = IdentifierError::Form("an ISO 4217 currency code such as EUR");
        let bytes: [u8; 3] = text.trim().as_bytes().try_into().map_err(|_| form.clone())?;
        if !bytes.iter().all(u8::is_ascii_alphabetic) {
            return Err(form);
        }
        Ok(Self(bytes.map(|letter| letter.to_ascii_uppercase())))
    }

    /// The three letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // The constructor admits ASCII letters only.
        std::str::from_utf8(&self.0).unwrap_or("???")
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::new(&text).map_err(D::Error::custom)
    }
}

/// A log sequence number: the place of an event in the one order of all events. The first is 1;
/// 0 stands before all of them.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct Lsn(pub u64);

impl Lsn {
    /// The number after this one.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

impl fmt::Display for Lsn {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, out)
    }
}

#[cfg(test)]
mod tests;
