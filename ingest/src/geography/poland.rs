//! Postcode areas of Poland: centres to a tenth of a degree.
//!
//! A comment names the largest town.

use super::area::{Area, one, span};

/// By the first two digits.
pub(super) const AREAS: &[Area] = &[
    span("00", "04", 522, 210), // Warszawa
    one("05", 522, 210),        // Pruszków
    one("06", 528, 208),        // Ciechanów
    one("07", 528, 216),        // Ostrołęka
    one("08", 520, 221),        // Siedlce
    one("09", 527, 198),        // Płock
    one("10", 538, 205),        // Olsztyn
    one("11", 540, 211),        // Kętrzyn
    one("12", 536, 214),        // Szczytno
    one("13", 533, 202),        // Działdowo
    one("14", 538, 198),        // Ostróda
    one("15", 531, 232),        // Białystok
    one("16", 539, 230),        // Suwałki
    one("17", 527, 231),        // Bielsk Podlaski
    one("18", 531, 222),        // Łomża
    one("19", 538, 225),        // Ełk
    one("20", 512, 226),        // Lublin
    one("21", 517, 228),        // Biała Podlaska
    one("22", 509, 233),        // Zamość
    one("23", 508, 224),        // Kraśnik
    one("24", 513, 220),        // Puławy
    one("25", 509, 206),        // Kielce
    one("26", 512, 208),        // Radom
    one("27", 509, 214),        // Ostrowiec Świętokrzyski
    one("28", 505, 207),        // Busko-Zdrój
    one("29", 508, 200),        // Włoszczowa
    one("30", 501, 199),        // Kraków
    one("31", 501, 200),        // Kraków
    one("32", 501, 199),        // Kraków
    one("33", 498, 208),        // Tarnów
    one("34", 496, 197),        // Nowy Targ
    one("35", 500, 220),        // Rzeszów
    one("36", 502, 220),        // Rzeszów
    one("37", 502, 225),        // Przemyśl
    one("38", 496, 218),        // Krosno
    one("39", 503, 216),        // Mielec
    one("40", 503, 190),        // Katowice
    one("41", 503, 190),        // Sosnowiec
    one("42", 507, 191),        // Częstochowa
    one("43", 499, 190),        // Bielsko-Biała
    one("44", 502, 186),        // Gliwice
    one("45", 507, 179),        // Opole
    one("46", 508, 181),        // Opole
    one("47", 503, 181),        // Kędzierzyn-Koźle
    one("48", 503, 176),        // Nysa
    one("49", 508, 175),        // Brzeg
    span("50", "54", 511, 170), // Wrocław
    one("55", 511, 170),        // Oława
    one("56", 514, 171),        // Oleśnica
    one("57", 505, 167),        // Kłodzko
    one("58", 508, 160),        // Wałbrzych
    one("59", 512, 158),        // Legnica
    one("60", 524, 169),        // Poznań
    one("61", 524, 169),        // Poznań
    one("62", 524, 173),        // Gniezno
    one("63", 519, 175),        // Kalisz
    one("64", 525, 165),        // Piła
    one("65", 519, 155),        // Zielona Góra
    one("66", 523, 153),        // Gorzów Wielkopolski
    one("67", 517, 159),        // Nowa Sól
    one("68", 517, 151),        // Żary
    one("69", 524, 149),        // Słubice
    one("70", 534, 145),        // Szczecin
    one("71", 535, 145),        // Szczecin
    one("72", 538, 147),        // Świnoujście
    one("73", 533, 153),        // Stargard
    one("74", 530, 147),        // Gryfino
    one("75", 542, 162),        // Koszalin
    one("76", 543, 168),        // Słupsk
    one("77", 539, 172),        // Bytów
    one("78", 538, 161),        // Szczecinek
    one("80", 544, 186),        // Gdańsk
    one("81", 545, 185),        // Gdynia
    one("82", 541, 193),        // Elbląg
    one("83", 541, 183),        // Starogard Gdański
    one("84", 546, 180),        // Wejherowo
    one("85", 531, 180),        // Bydgoszcz
    one("86", 534, 184),        // Grudziądz
    one("87", 529, 189),        // Toruń
    one("88", 527, 182),        // Inowrocław
    one("89", 534, 175),        // Chojnice
    span("90", "94", 518, 195), // Łódź
    one("95", 518, 194),        // Zgierz
    one("96", 520, 202),        // Skierniewice
    one("97", 514, 196),        // Piotrków Trybunalski
    one("98", 515, 188),        // Sieradz
    one("99", 521, 195),        // Kutno
];
