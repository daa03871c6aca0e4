//! Postcode areas of Austria and Switzerland: centres to a tenth of a degree.
//!
//! A comment names the largest town.

use super::area::{Area, one};

/// By the first two digits.
pub(super) const AUSTRIA: &[Area] = &[
    one("10", 482, 164), // Wien
    one("11", 482, 164), // Wien
    one("12", 482, 164), // Wien
    one("13", 481, 166), // Schwechat
    one("20", 485, 161), // Hollabrunn
    one("21", 486, 166), // Mistelbach
    one("22", 483, 167), // Gänserndorf
    one("23", 481, 163), // Mödling
    one("24", 480, 167), // Bruck an der Leitha
    one("25", 480, 162), // Baden
    one("26", 477, 160), // Neunkirchen
    one("27", 479, 162), // Wiener Neustadt
    one("28", 476, 162), // Aspang
    one("30", 482, 158), // Sankt Pölten
    one("31", 482, 156), // Sankt Pölten
    one("32", 480, 153), // Scheibbs
    one("33", 481, 148), // Amstetten
    one("34", 483, 161), // Tulln
    one("35", 484, 156), // Krems
    one("36", 483, 153), // Spitz
    one("37", 487, 157), // Horn
    one("38", 488, 153), // Waidhofen an der Thaya
    one("39", 486, 151), // Zwettl
    one("40", 483, 143), // Linz
    one("41", 485, 141), // Rohrbach
    one("42", 485, 145), // Freistadt
    one("43", 483, 147), // Perg
    one("44", 480, 144), // Steyr
    one("45", 479, 142), // Kirchdorf an der Krems
    one("46", 481, 140), // Wels
    one("47", 483, 137), // Grieskirchen
    one("48", 479, 137), // Vöcklabruck
    one("49", 482, 135), // Ried im Innkreis
    one("50", 478, 130), // Salzburg
    one("51", 480, 130), // Oberndorf bei Salzburg
    one("52", 481, 132), // Braunau am Inn
    one("53", 478, 133), // Mondsee
    one("54", 476, 132), // Hallein
    one("55", 473, 135), // Bischofshofen
    one("56", 472, 131), // Sankt Johann im Pongau
    one("57", 473, 127), // Zell am See
    one("60", 473, 114), // Innsbruck
    one("61", 472, 114), // Hall in Tirol
    one("62", 473, 118), // Schwaz
    one("63", 475, 122), // Kufstein
    one("64", 472, 109), // Imst
    one("65", 471, 105), // Landeck
    one("66", 474, 106), // Reutte
    one("67", 472, 99),  // Bludenz
    one("68", 473, 97),  // Feldkirch
    one("69", 475, 98),  // Bregenz
    one("70", 479, 166), // Eisenstadt
    one("71", 479, 169), // Neusiedl am See
    one("72", 477, 164), // Mattersburg
    one("73", 475, 165), // Oberpullendorf
    one("74", 473, 162), // Oberwart
    one("75", 471, 163), // Güssing
    one("80", 471, 154), // Graz
    one("81", 471, 154), // Graz
    one("82", 472, 159), // Hartberg
    one("83", 470, 159), // Feldbach
    one("84", 468, 156), // Leibnitz
    one("85", 469, 152), // Deutschlandsberg
    one("86", 475, 154), // Bruck an der Mur
    one("87", 473, 149), // Leoben
    one("88", 471, 142), // Murau
    one("89", 475, 142), // Liezen
    one("90", 466, 143), // Klagenfurt
    one("91", 466, 146), // Völkermarkt
    one("92", 467, 141), // Feldkirchen
    one("93", 469, 144), // Sankt Veit an der Glan
    one("94", 468, 148), // Wolfsberg
    one("95", 466, 139), // Villach
    one("96", 466, 133), // Hermagor
    one("97", 468, 134), // Spittal an der Drau
    one("98", 469, 134), // Spittal an der Drau
    one("99", 469, 126), // Lienz
];

/// By the first two digits.
pub(super) const SWITZERLAND: &[Area] = &[
    one("10", 466, 66),  // Lausanne
    one("11", 465, 64),  // Morges
    one("12", 462, 61),  // Genève
    one("13", 467, 65),  // Orbe
    one("14", 468, 67),  // Yverdon-les-Bains
    one("15", 468, 69),  // Payerne
    one("16", 466, 71),  // Bulle
    one("17", 468, 71),  // Fribourg
    one("18", 464, 69),  // Montreux
    one("19", 462, 73),  // Sion
    one("20", 470, 69),  // Neuchâtel
    one("21", 469, 66),  // Fleurier
    one("22", 470, 69),  // Neuchâtel
    one("23", 471, 69),  // La Chaux-de-Fonds
    one("24", 471, 67),  // Le Locle
    one("25", 471, 73),  // Biel/Bienne
    one("26", 472, 71),  // Saint-Imier
    one("27", 473, 73),  // Moutier
    one("28", 474, 73),  // Delémont
    one("29", 474, 71),  // Porrentruy
    one("30", 469, 74),  // Bern
    one("31", 469, 75),  // Münsingen
    one("32", 470, 73),  // Lyss
    one("33", 471, 75),  // Münchenbuchsee
    one("34", 471, 76),  // Burgdorf
    one("35", 469, 78),  // Langnau
    one("36", 467, 76),  // Thun
    one("37", 466, 76),  // Spiez
    one("38", 467, 80),  // Interlaken
    one("39", 463, 79),  // Visp
    one("40", 476, 76),  // Basel
    one("41", 475, 76),  // Binningen
    one("42", 474, 75),  // Laufen
    one("43", 475, 79),  // Rheinfelden
    one("44", 475, 78),  // Liestal
    one("45", 472, 76),  // Solothurn
    one("46", 473, 79),  // Olten
    one("47", 473, 77),  // Balsthal
    one("48", 473, 79),  // Zofingen
    one("49", 472, 78),  // Langenthal
    one("50", 474, 80),  // Aarau
    one("51", 474, 81),  // Brugg
    one("52", 475, 82),  // Brugg
    one("53", 475, 83),  // Bad Zurzach
    one("54", 475, 83),  // Baden
    one("55", 474, 83),  // Mellingen
    one("56", 473, 83),  // Wohlen
    one("57", 473, 81),  // Suhr
    one("60", 470, 83),  // Luzern
    one("61", 471, 81),  // Willisau
    one("62", 472, 81),  // Sursee
    one("63", 471, 85),  // Zug
    one("64", 469, 87),  // Schwyz
    one("65", 462, 90),  // Bellinzona
    one("66", 462, 87),  // Locarno
    one("67", 464, 89),  // Biasca
    one("68", 460, 90),  // Mendrisio
    one("69", 460, 89),  // Lugano
    one("70", 468, 95),  // Chur
    one("71", 467, 91),  // Ilanz
    one("72", 469, 97),  // Davos
    one("73", 471, 94),  // Sargans
    one("74", 467, 95),  // Thusis
    one("75", 466, 100), // Sankt Moritz
    one("76", 464, 96),  // Vicosoprano
    one("77", 463, 101), // Poschiavo
    one("80", 474, 85),  // Zürich
    one("81", 475, 85),  // Bülach
    one("82", 477, 87),  // Schaffhausen
    one("83", 474, 88),  // Pfäffikon
    one("84", 475, 87),  // Winterthur
    one("85", 476, 90),  // Frauenfeld
    one("86", 473, 87),  // Uster
    one("87", 471, 89),  // Küsnacht
    one("88", 472, 87),  // Horgen
    one("89", 474, 84),  // Dietikon
    one("90", 474, 94),  // Sankt Gallen
    one("91", 474, 93),  // Herisau
    one("92", 474, 92),  // Gossau
    one("93", 475, 94),  // Arbon
    one("94", 473, 96),  // Rorschach
    one("95", 475, 91),  // Wil
    one("96", 473, 91),  // Wattwil
];
