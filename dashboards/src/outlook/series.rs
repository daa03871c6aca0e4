//! Which series of a shop are forecast, and what they are called.

use std::fmt;

/// What stands between a SKU and its warehouse in a series' name; no SKU holds it.
const BETWEEN: char = '\u{1f}';

/// What the demand is added up over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Level {
    /// The whole shop.
    Shop,
    /// A category of products.
    Category,
    /// A channel.
    Channel,
    /// A country that goods go to.
    Country,
    /// A warehouse that goods come from.
    Warehouse,
    /// A SKU.
    Sku,
    /// A SKU in one warehouse.
    SkuWarehouse,
}

impl Level {
    /// Those with few series, which are forecast first.
    pub(crate) const COARSE: [Self; 5] =
        [Self::Shop, Self::Category, Self::Channel, Self::Country, Self::Warehouse];
    /// All, from the whole to its parts.
    const ALL: [Self; 7] = [
        Self::Shop,
        Self::Category,
        Self::Channel,
        Self::Country,
        Self::Warehouse,
        Self::Sku,
        Self::SkuWarehouse,
    ];

    /// The name in SQL.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Shop => "shop",
            Self::Category => "category",
            Self::Channel => "channel",
            Self::Country => "country",
            Self::Warehouse => "warehouse",
            Self::Sku => "sku",
            Self::SkuWarehouse => "sku_warehouse",
        }
    }
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Measure {
    /// Units that were ordered and not cancelled, by day of the order.
    Units,
    /// Sales of these, net, in the shop's currency, by day of the order.
    Revenue,
    /// Units that came back or were credited, by the day of it.
    Returns,
}

impl Measure {
    /// All of them.
    pub(crate) const ALL: [Self; 3] = [Self::Units, Self::Revenue, Self::Returns];

    /// The name in SQL.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Units => "units",
            Self::Revenue => "revenue",
            Self::Returns => "returns",
        }
    }
}

/// A series of the shop: its level, its measure, and which of the level's it is. An empty key is
/// what has none, as orders that name no country.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct SeriesName {
    pub level: Level,
    pub measure: Measure,
    key: String,
}

impl SeriesName {
    /// The whole shop's.
    pub(crate) fn shop(measure: Measure) -> Self {
        Self { level: Level::Shop, measure, key: String::new() }
    }

    /// One of a level's; of [`Level::SkuWarehouse`] use [`SeriesName::stocked`].
    pub(crate) fn of(level: Level, measure: Measure, key: &str) -> Self {
        Self { level, measure, key: key.to_owned() }
    }

    /// A SKU's in a warehouse.
    pub(crate) fn stocked(sku: &str, warehouse: &str) -> Self {
        let key = format!("{sku}{BETWEEN}{warehouse}");
        Self { level: Level::SkuWarehouse, measure: Measure::Units, key }
    }

    /// Reads a name as [`fmt::Display`] writes it.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '/');
        let (level, measure) = (parts.next()?, parts.next()?);
        let level = Level::ALL.into_iter().find(|it| it.as_str() == level)?;
        let measure = Measure::ALL.into_iter().find(|it| it.as_str() == measure)?;
        Some(Self { level, measure, key: parts.next().unwrap_or_default().to_owned() })
    }

    /// The SKU, where it is of one.
    pub(crate) fn sku(&self) -> Option<&str> {
        match self.level {
            Level::Sku => Some(&self.key),
            Level::SkuWarehouse => self.key.split(BETWEEN).next(),
            _ => None,
        }
    }

    /// The warehouse, where it is of one.
    pub(crate) fn warehouse(&self) -> Option<&str> {
        match self.level {
            Level::SkuWarehouse => self.key.split(BETWEEN).nth(1).filter(|key| !key.is_empty()),
            level => self.key_of(Level::Warehouse).filter(|_| level == Level::Warehouse),
        }
    }

    /// What it is of, as people read it.
    pub(crate) fn words(&self) -> String {
        let key = if self.key.is_empty() { "unknown" } else { self.key.as_str() };
        key.replace(BETWEEN, " in ")
    }

    /// Which of its level's it is.
    pub(crate) fn key(&self) -> &str {
        &self.key
    }

    /// The key, where the series is of this level and has one.
    pub(crate) fn key_of(&self, level: Level) -> Option<&str> {
        Some(self.key.as_str()).filter(|key| self.level == level && !key.is_empty())
    }
}

impl fmt::Display for SeriesName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}/{}", self.level.as_str(), self.measure.as_str())?;
        if self.level == Level::Shop { Ok(()) } else { write!(out, "/{}", self.key) }
    }
}

#[cfg(test)]
mod tests;
