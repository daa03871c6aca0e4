//! What models, levels, measures and what work is counted by are called; in SQL they have names.

use super::Language;

/// What goes before a model's name where it forecasts what the effects of regressors leave.
const REGRESSION: &str = "regression_";
const WITH_REGRESSION: [&str; 4] =
    ["regression and {}", "regresión y {}", "régression et {}", "regresión e {}"];

/// A name in SQL, and what it is called in the order of `Language::ALL`.
type Named = (&'static str, [&'static str; 4]);

/// Models of forecasts. What has the name of its author or an acronym keeps it.
const MODELS: &[Named] = &[
    ("combination", ["combination", "combinación", "combinaison", "combinación"]),
    ("recent_pace", ["recent pace", "ritmo reciente", "rythme récent", "ritmo recente"]),
    (
        "seasonal_naive",
        ["seasonal naive", "ingenuo estacional", "naïf saisonnier", "inxenuo estacional"],
    ),
    (
        "seasonal_median",
        ["seasonal median", "mediana estacional", "médiane saisonnière", "mediana estacional"],
    ),
    (
        "seasonal_regression",
        [
            "seasonal regression",
            "regresión estacional",
            "régression saisonnière",
            "regresión estacional",
        ],
    ),
    ("window_average", ["moving average", "media móvil", "moyenne mobile", "media móbil"]),
    ("drift", ["drift", "deriva", "dérive", "deriva"]),
    (
        "simple_smoothing",
        [
            "exponential smoothing",
            "alisado exponencial",
            "lissage exponentiel",
            "alisado exponencial",
        ],
    ),
    (
        "damped_trend",
        ["damped trend", "tendencia amortiguada", "tendance amortie", "tendencia amortecida"],
    ),
    ("holt_winters", ["Holt-Winters", "Holt-Winters", "Holt-Winters", "Holt-Winters"]),
    (
        "ets",
        [
            "exponential smoothing (ETS)",
            "alisado exponencial (ETS)",
            "lissage exponentiel (ETS)",
            "alisado exponencial (ETS)",
        ],
    ),
    (
        "ces",
        [
            "complex smoothing (CES)",
            "alisado complejo (CES)",
            "lissage complexe (CES)",
            "alisado complexo (CES)",
        ],
    ),
    ("theta", ["Theta", "Theta", "Theta", "Theta"]),
    (
        "optimised_theta",
        ["optimised Theta", "Theta optimizado", "Theta optimisé", "Theta optimizado"],
    ),
    (
        "mstl",
        [
            "several seasons (MSTL)",
            "varias estaciones (MSTL)",
            "plusieurs saisons (MSTL)",
            "varias estacións (MSTL)",
        ],
    ),
    (
        "mstl_autoregression",
        [
            "several seasons and autoregression",
            "varias estaciones y autorregresión",
            "plusieurs saisons et autorégression",
            "varias estacións e autorregresión",
        ],
    ),
    ("weekly_yearly", ["week and year", "semana y año", "semaine et année", "semana e ano"]),
    ("croston_sba", ["Croston (SBA)", "Croston (SBA)", "Croston (SBA)", "Croston (SBA)"]),
    ("tsb", ["TSB", "TSB", "TSB", "TSB"]),
    ("adida", ["ADIDA", "ADIDA", "ADIDA", "ADIDA"]),
    ("imapa", ["IMAPA", "IMAPA", "IMAPA", "IMAPA"]),
    (
        "negative_binomial",
        ["negative binomial", "binomial negativa", "binomiale négative", "binomial negativa"],
    ),
    (
        "pooled_profile",
        ["shared profile", "perfil compartido", "profil partagé", "perfil compartido"],
    ),
    (
        "boosted_trees",
        ["boosted trees", "árboles potenciados", "arbres boostés", "árbores potenciadas"],
    ),
];

/// What is added up, and what is counted.
const LEVELS: &[Named] = &[
    ("shop", ["shop", "tienda", "boutique", "tenda"]),
    ("category", ["category", "categoría", "catégorie", "categoría"]),
    ("channel", ["channel", "canal", "canal", "canle"]),
    ("country", ["country", "país", "pays", "país"]),
    ("warehouse", ["warehouse", "almacén", "entrepôt", "almacén"]),
    ("sku", ["SKU", "SKU", "article", "SKU"]),
    (
        "sku_warehouse",
        ["SKU in a warehouse", "SKU en un almacén", "article dans un entrepôt", "SKU nun almacén"],
    ),
];
const MEASURES: &[Named] = &[
    ("units", ["units", "unidades", "unités", "unidades"]),
    ("revenue", ["revenue", "ingresos", "chiffre d’affaires", "ingresos"]),
    ("returns", ["returns", "devoluciones", "retours", "devolucións"]),
];

/// What work comes in by.
const DRIVERS: &[Named] = &[
    ("orders", ["orders", "pedidos", "commandes", "pedidos"]),
    (
        "return_parcels",
        ["parcels that come back", "paquetes devueltos", "colis retournés", "paquetes devoltos"],
    ),
    (
        "receipt_lines",
        ["lines of deliveries", "líneas de entrega", "lignes de livraison", "liñas de entrega"],
    ),
];
const SCENARIOS: &[Named] = &[
    ("base", ["base", "base", "base", "base"]),
    (
        "override",
        [
            "planner’s figure",
            "cifra del planificador",
            "chiffre du planificateur",
            "cifra do planificador",
        ],
    ),
];

impl Language {
    /// What a model is called; one that is not known keeps its name.
    pub(crate) fn model(self, name: &str) -> String {
        if let Some(rest) = name.strip_prefix(REGRESSION) {
            return WITH_REGRESSION[self as usize].replace("{}", &self.model(rest));
        }
        self.named(MODELS, name).map_or_else(|| name.replace('_', " "), str::to_owned)
    }

    /// What a value of a column is called, where it is one of a few.
    pub(super) fn known(self, column: &str, name: &str) -> Option<String> {
        let names = match column {
            "model" | "demand_basis" => return Some(self.model(name)),
            "level" => LEVELS,
            "measure" => MEASURES,
            "driver" => DRIVERS,
            "scenario" => SCENARIOS,
            _ => return None,
        };
        self.named(names, name).map(str::to_owned)
    }

    fn named(self, names: &[Named], name: &str) -> Option<&'static str> {
        let found = names.iter().find(|(known, _)| *known == name);
        found.map(|(_, texts)| texts[self as usize])
    }
}
