//! The words that products and customers are named with.

pub(super) const LOOKS: [&str; 16] = [
    "striped",
    "plain",
    "speckled",
    "painted",
    "woven",
    "carved",
    "round",
    "tall",
    "folding",
    "quilted",
    "ribbed",
    "dotted",
    "rustic",
    "glazed",
    "brushed",
    "patterned",
];

pub(super) const MATERIALS: [&str; 16] = [
    "oak",
    "linen",
    "ceramic",
    "enamel",
    "cotton",
    "bamboo",
    "brass",
    "glass",
    "cork",
    "wool",
    "willow",
    "slate",
    "copper",
    "beech",
    "felt",
    "terracotta",
];

pub(super) const COLOURS: [&str; 12] = [
    "white", "sage", "navy", "ochre", "rose", "charcoal", "sand", "teal", "olive", "cream", "rust",
    "sky",
];

pub(super) const GIVEN_NAMES: [&str; 16] = [
    "Ana", "Lucía", "Marta", "Carmen", "Elena", "Sofía", "Paula", "Irene", "Javier", "Pablo",
    "Diego", "Andrés", "Sergio", "Manuel", "Hugo", "Óscar",
];

pub(super) const FAMILY_NAMES: [&str; 16] = [
    "García",
    "López",
    "Fernández",
    "Castro",
    "Vidal",
    "Romero",
    "Navarro",
    "Iglesias",
    "Ortega",
    "Molina",
    "Delgado",
    "Prieto",
    "Serrano",
    "Blanco",
    "Pereira",
    "Santos",
];

/// Towns of Spain with a postcode in each.
pub(super) const TOWNS: [(&str, &str); 8] = [
    ("Madrid", "28001"),
    ("Barcelona", "08001"),
    ("Vigo", "36201"),
    ("Valencia", "46001"),
    ("Sevilla", "41001"),
    ("Bilbao", "48001"),
    ("Zaragoza", "50001"),
    ("Málaga", "29001"),
];
