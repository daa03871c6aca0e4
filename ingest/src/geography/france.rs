//! Postcode areas of France: centres to a tenth of a degree.
//!
//! A comment names the seat of the department, or the territory overseas.

use super::area::{Area, one};

/// By the first two digits: the departments. Corsica shares 20, the territories overseas share 97
/// and 98 with Monaco, which France delivers to; the third digit tells them apart.
pub(super) const AREAS: &[Area] = &[
    one("01", 461, 53),      // Bourg-en-Bresse
    one("02", 496, 36),      // Laon
    one("03", 464, 32),      // Moulins
    one("04", 441, 62),      // Digne-les-Bains
    one("05", 447, 63),      // Gap
    one("06", 439, 71),      // Nice
    one("07", 448, 44),      // Privas
    one("08", 496, 46),      // Charleville-Mézières
    one("09", 429, 15),      // Foix
    one("10", 483, 42),      // Troyes
    one("11", 431, 24),      // Carcassonne
    one("12", 443, 27),      // Rodez
    one("13", 435, 51),      // Marseille
    one("14", 491, -4),      // Caen
    one("15", 451, 27),      // Aurillac
    one("16", 457, 2),       // Angoulême
    one("17", 458, -7),      // La Rochelle
    one("18", 471, 25),      // Bourges
    one("19", 454, 19),      // Tulle
    one("20", 421, 91),      // Corse
    one("200", 419, 89),     // Ajaccio
    one("201", 418, 90),     // Sartène
    one("202", 424, 92),     // Bastia
    one("206", 427, 94),     // Bastia
    one("21", 474, 48),      // Dijon
    one("22", 484, -29),     // Saint-Brieuc
    one("23", 461, 20),      // Guéret
    one("24", 451, 7),       // Périgueux
    one("25", 472, 64),      // Besançon
    one("26", 447, 52),      // Valence
    one("27", 491, 10),      // Évreux
    one("28", 484, 14),      // Chartres
    one("29", 483, -41),     // Quimper
    one("30", 440, 42),      // Nîmes
    one("31", 434, 12),      // Toulouse
    one("32", 437, 5),       // Auch
    one("33", 448, -6),      // Bordeaux
    one("34", 436, 34),      // Montpellier
    one("35", 482, -16),     // Rennes
    one("36", 468, 16),      // Châteauroux
    one("37", 473, 7),       // Tours
    one("38", 453, 56),      // Grenoble
    one("39", 467, 57),      // Lons-le-Saunier
    one("40", 440, -8),      // Mont-de-Marsan
    one("41", 476, 14),      // Blois
    one("42", 457, 42),      // Saint-Étienne
    one("43", 451, 38),      // Le Puy-en-Velay
    one("44", 474, -17),     // Nantes
    one("45", 479, 23),      // Orléans
    one("46", 446, 16),      // Cahors
    one("47", 444, 5),       // Agen
    one("48", 445, 35),      // Mende
    one("49", 474, -6),      // Angers
    one("50", 491, -13),     // Saint-Lô
    one("51", 489, 42),      // Châlons-en-Champagne
    one("52", 481, 52),      // Chaumont
    one("53", 481, -7),      // Laval
    one("54", 488, 62),      // Nancy
    one("55", 490, 54),      // Bar-le-Duc
    one("56", 478, -28),     // Vannes
    one("57", 490, 67),      // Metz
    one("58", 471, 35),      // Nevers
    one("59", 504, 32),      // Lille
    one("60", 494, 24),      // Beauvais
    one("61", 486, 1),       // Alençon
    one("62", 505, 23),      // Arras
    one("63", 457, 31),      // Clermont-Ferrand
    one("64", 433, -8),      // Pau
    one("65", 431, 2),       // Tarbes
    one("66", 426, 25),      // Perpignan
    one("67", 487, 76),      // Strasbourg
    one("68", 479, 73),      // Colmar
    one("69", 459, 46),      // Lyon
    one("70", 476, 61),      // Vesoul
    one("71", 466, 45),      // Mâcon
    one("72", 480, 2),       // Le Mans
    one("73", 455, 64),      // Chambéry
    one("74", 460, 64),      // Annecy
    one("75", 489, 23),      // Paris
    one("76", 497, 10),      // Rouen
    one("77", 486, 29),      // Melun
    one("78", 488, 18),      // Versailles
    one("79", 466, -3),      // Niort
    one("80", 500, 23),      // Amiens
    one("81", 438, 22),      // Albi
    one("82", 441, 13),      // Montauban
    one("83", 435, 62),      // Toulon
    one("84", 440, 52),      // Avignon
    one("85", 467, -13),     // La Roche-sur-Yon
    one("86", 466, 5),       // Poitiers
    one("87", 459, 12),      // Limoges
    one("88", 482, 64),      // Épinal
    one("89", 478, 36),      // Auxerre
    one("90", 476, 69),      // Belfort
    one("91", 485, 22),      // Évry
    one("92", 488, 22),      // Nanterre
    one("93", 489, 25),      // Bobigny
    one("94", 488, 25),      // Créteil
    one("95", 491, 21),      // Cergy
    one("971", 162, -615),   // Guadeloupe
    one("972", 147, -610),   // Martinique
    one("973", 39, -532),    // Guyane
    one("974", -211, 555),   // La Réunion
    one("975", 469, -563),   // Saint-Pierre-et-Miquelon
    one("976", -128, 451),   // Mayotte
    one("977", 179, -628),   // Saint-Barthélemy
    one("978", 181, -631),   // Saint-Martin
    one("980", 437, 74),     // Monaco
    one("986", -133, -1762), // Wallis-et-Futuna
    one("987", -177, -1494), // Polynésie française
    one("988", -213, 1657),  // Nouvelle-Calédonie
];
