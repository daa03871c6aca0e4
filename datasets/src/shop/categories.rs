//! The groups of products, each with its nouns and its year.

/// A group of products with its own nouns and its own year.
pub(super) struct Category {
    pub(super) name: &'static str,
    /// Begins the SKUs.
    pub(super) prefix: &'static str,
    /// Relative demand in the middle of each month.
    pub(super) season: [f64; 12],
    pub(super) nouns: [&'static str; 8],
}

const EVEN: [f64; 12] = [1.0; 12];
const SUMMER: [f64; 12] = [0.25, 0.35, 0.8, 1.4, 2.0, 2.3, 2.0, 1.2, 0.6, 0.35, 0.25, 0.2];
const WINTER: [f64; 12] = [1.4, 1.2, 0.9, 0.7, 0.5, 0.4, 0.4, 0.5, 0.9, 1.3, 1.6, 1.7];
const CHRISTMAS: [f64; 12] = [0.25, 0.05, 0.04, 0.04, 0.05, 0.06, 0.1, 0.25, 0.7, 1.8, 4.2, 5.6];
const SCHOOL: [f64; 12] = [0.9, 0.8, 0.7, 0.7, 0.7, 0.8, 0.9, 2.3, 2.4, 1.0, 0.9, 0.8];
const GIFTS: [f64; 12] = [0.8, 1.0, 0.9, 0.9, 1.1, 0.9, 0.7, 0.6, 0.8, 0.9, 1.5, 2.2];

pub(super) const CHRISTMAS_CATEGORY: &str = "christmas";

pub(super) const CATEGORIES: [Category; 15] = [
    Category {
        name: "kitchen",
        prefix: "KIT",
        season: EVEN,
        nouns: [
            "serving board",
            "mixing bowl",
            "spice jar",
            "colander",
            "rolling pin",
            "ladle",
            "apron",
            "bread box",
        ],
    },
    Category {
        name: "tableware",
        prefix: "TAB",
        season: GIFTS,
        nouns: [
            "mug",
            "dinner plate",
            "soup bowl",
            "cake stand",
            "jug",
            "salt cellar",
            "glass",
            "tray",
        ],
    },
    Category {
        name: "textiles",
        prefix: "TEX",
        season: WINTER,
        nouns: [
            "throw",
            "cushion",
            "curtain",
            "rug",
            "table runner",
            "blanket",
            "doormat",
            "chair pad",
        ],
    },
    Category {
        name: "bedroom",
        prefix: "BED",
        season: EVEN,
        nouns: [
            "pillowcase",
            "bedspread",
            "night stand",
            "alarm clock",
            "duvet cover",
            "sheet",
            "headboard",
            "valet tray",
        ],
    },
    Category {
        name: "bathroom",
        prefix: "BAT",
        season: EVEN,
        nouns: [
            "soap dish",
            "hand towel",
            "bath mat",
            "toothbrush holder",
            "mirror",
            "robe",
            "shower curtain",
            "basket",
        ],
    },
    Category {
        name: "lighting",
        prefix: "LIG",
        season: WINTER,
        nouns: [
            "table lamp",
            "lampshade",
            "floor lamp",
            "pendant",
            "lantern",
            "wall light",
            "string of lights",
            "reading lamp",
        ],
    },
    Category {
        name: "garden",
        prefix: "GAR",
        season: SUMMER,
        nouns: [
            "planter",
            "watering can",
            "trowel",
            "bird feeder",
            "trellis",
            "garden gloves",
            "seed box",
            "plant label",
        ],
    },
    Category {
        name: "outdoor living",
        prefix: "OUT",
        season: SUMMER,
        nouns: [
            "folding chair",
            "parasol",
            "picnic basket",
            "hammock",
            "cool box",
            "garden bench",
            "fire bowl",
            "beach towel",
        ],
    },
    Category {
        name: CHRISTMAS_CATEGORY,
        prefix: "CHR",
        season: CHRISTMAS,
        nouns: [
            "bauble",
            "wreath",
            "nativity figure",
            "stocking",
            "advent calendar",
            "tree skirt",
            "garland",
            "star",
        ],
    },
    Category {
        name: "stationery",
        prefix: "STA",
        season: SCHOOL,
        nouns: [
            "notebook",
            "pencil case",
            "desk tidy",
            "planner",
            "fountain pen",
            "letter set",
            "folder",
            "satchel",
        ],
    },
    Category {
        name: "toys",
        prefix: "TOY",
        season: GIFTS,
        nouns: [
            "puzzle",
            "rag doll",
            "building set",
            "spinning top",
            "kite",
            "board game",
            "train",
            "puppet",
        ],
    },
    Category {
        name: "candles and scents",
        prefix: "CAN",
        season: WINTER,
        nouns: [
            "candle",
            "tealight holder",
            "diffuser",
            "incense box",
            "room spray",
            "wax melt",
            "candlestick",
            "sachet",
        ],
    },
    Category {
        name: "storage",
        prefix: "STO",
        season: EVEN,
        nouns: [
            "storage box",
            "coat hook",
            "shelf",
            "laundry basket",
            "key cabinet",
            "crate",
            "shoe rack",
            "drawer divider",
        ],
    },
    Category {
        name: "wall decoration",
        prefix: "WAL",
        season: EVEN,
        nouns: [
            "picture frame",
            "print",
            "wall clock",
            "hanging",
            "chalkboard",
            "map",
            "plate rail",
            "mirror tile",
        ],
    },
    Category {
        name: "gift wrap",
        prefix: "GIF",
        season: GIFTS,
        nouns: [
            "ribbon roll",
            "gift bag",
            "tissue paper",
            "greeting card",
            "gift box",
            "tag set",
            "wrapping roll",
            "bow",
        ],
    },
];
