//! Postcode areas of Germany: centres to a tenth of a degree.
//!
//! A comment names the largest town.

use super::area::{Area, one};

/// By the first two digits.
pub(super) const AREAS: &[Area] = &[
    one("01", 511, 138), // Dresden
    one("02", 512, 147), // Bautzen
    one("03", 517, 142), // Cottbus
    one("04", 513, 125), // Leipzig
    one("06", 516, 119), // Halle
    one("07", 508, 118), // Gera
    one("08", 506, 125), // Zwickau
    one("09", 508, 130), // Chemnitz
    one("10", 525, 134), // Berlin
    one("12", 524, 135), // Berlin
    one("13", 526, 134), // Berlin
    one("14", 523, 129), // Potsdam
    one("15", 523, 141), // Frankfurt (Oder)
    one("16", 529, 133), // Oranienburg
    one("17", 536, 133), // Neubrandenburg
    one("18", 541, 126), // Rostock
    one("19", 535, 115), // Schwerin
    one("20", 536, 100), // Hamburg
    one("21", 534, 100), // Hamburg
    one("22", 536, 101), // Hamburg
    one("23", 539, 109), // Lübeck
    one("24", 543, 98),  // Kiel
    one("25", 542, 91),  // Itzehoe
    one("26", 533, 78),  // Oldenburg
    one("27", 533, 88),  // Bremerhaven
    one("28", 531, 88),  // Bremen
    one("29", 529, 104), // Celle
    one("30", 524, 97),  // Hannover
    one("31", 523, 95),  // Hildesheim
    one("32", 521, 88),  // Herford
    one("33", 518, 87),  // Paderborn
    one("34", 513, 94),  // Kassel
    one("35", 507, 87),  // Gießen
    one("36", 506, 97),  // Fulda
    one("37", 516, 99),  // Göttingen
    one("38", 522, 106), // Braunschweig
    one("39", 522, 116), // Magdeburg
    one("40", 512, 68),  // Düsseldorf
    one("41", 512, 64),  // Mönchengladbach
    one("42", 512, 71),  // Wuppertal
    one("44", 515, 74),  // Dortmund
    one("45", 515, 71),  // Essen
    one("46", 517, 67),  // Oberhausen
    one("47", 515, 66),  // Duisburg
    one("48", 521, 75),  // Münster
    one("49", 525, 80),  // Osnabrück
    one("50", 509, 69),  // Köln
    one("51", 510, 72),  // Köln
    one("52", 508, 63),  // Aachen
    one("53", 506, 70),  // Bonn
    one("54", 499, 67),  // Trier
    one("55", 499, 80),  // Mainz
    one("56", 503, 74),  // Koblenz
    one("57", 509, 80),  // Siegen
    one("58", 513, 76),  // Hagen
    one("59", 515, 80),  // Hamm
    one("60", 501, 87),  // Frankfurt am Main
    one("61", 503, 87),  // Bad Homburg
    one("63", 501, 91),  // Offenbach
    one("64", 497, 88),  // Darmstadt
    one("65", 501, 83),  // Wiesbaden
    one("66", 494, 71),  // Saarbrücken
    one("67", 495, 81),  // Ludwigshafen
    one("68", 495, 85),  // Mannheim
    one("69", 494, 88),  // Heidelberg
    one("70", 488, 92),  // Stuttgart
    one("71", 489, 91),  // Ludwigsburg
    one("72", 484, 90),  // Tübingen
    one("73", 487, 97),  // Göppingen
    one("74", 492, 94),  // Heilbronn
    one("75", 488, 87),  // Pforzheim
    one("76", 490, 83),  // Karlsruhe
    one("77", 485, 80),  // Offenburg
    one("78", 480, 86),  // Villingen-Schwenningen
    one("79", 478, 79),  // Freiburg
    one("80", 481, 115), // München
    one("81", 481, 116), // München
    one("82", 479, 112), // Starnberg
    one("83", 478, 122), // Rosenheim
    one("84", 484, 124), // Landshut
    one("85", 484, 116), // Ingolstadt
    one("86", 484, 108), // Augsburg
    one("87", 478, 104), // Kempten
    one("88", 479, 97),  // Ravensburg
    one("89", 485, 101), // Ulm
    one("90", 494, 110), // Nürnberg
    one("91", 493, 109), // Erlangen
    one("92", 494, 120), // Amberg
    one("93", 490, 123), // Regensburg
    one("94", 488, 130), // Passau
    one("95", 501, 118), // Bayreuth
    one("96", 501, 109), // Bamberg
    one("97", 499, 99),  // Würzburg
    one("98", 506, 107), // Suhl
    one("99", 510, 108), // Erfurt
];
