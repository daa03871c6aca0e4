//! Postcode areas of Italy: centres to a tenth of a degree.
//!
//! A comment names the chief town.

use super::area::{Area, one};

/// By the first two digits: a province, or a few neighbours.
pub(super) const AREAS: &[Area] = &[
    one("00", 419, 126), // Roma
    one("01", 424, 120), // Viterbo
    one("02", 424, 129), // Rieti
    one("03", 416, 135), // Frosinone
    one("04", 414, 132), // Latina
    one("05", 427, 123), // Terni
    one("06", 430, 125), // Perugia
    one("07", 408, 88),  // Sassari
    one("08", 402, 93),  // Nuoro
    one("09", 394, 89),  // Cagliari
    one("10", 451, 75),  // Torino
    one("11", 457, 74),  // Aosta
    one("12", 445, 76),  // Cuneo
    one("13", 455, 82),  // Vercelli
    one("14", 449, 82),  // Asti
    one("15", 448, 87),  // Alessandria
    one("16", 445, 90),  // Genova
    one("17", 442, 83),  // Savona
    one("18", 439, 78),  // Imperia
    one("19", 442, 98),  // La Spezia
    one("20", 455, 92),  // Milano
    one("21", 458, 88),  // Varese
    one("22", 459, 91),  // Como
    one("23", 461, 97),  // Sondrio
    one("24", 458, 98),  // Bergamo
    one("25", 456, 102), // Brescia
    one("26", 453, 97),  // Cremona
    one("27", 451, 90),  // Pavia
    one("28", 458, 84),  // Novara
    one("29", 449, 96),  // Piacenza
    one("30", 455, 124), // Venezia
    one("31", 458, 123), // Treviso
    one("32", 463, 121), // Belluno
    one("33", 461, 130), // Udine
    one("34", 458, 136), // Trieste
    one("35", 454, 118), // Padova
    one("36", 457, 115), // Vicenza
    one("37", 454, 110), // Verona
    one("38", 461, 111), // Trento
    one("39", 467, 114), // Bolzano
    one("40", 445, 113), // Bologna
    one("41", 446, 109), // Modena
    one("42", 446, 106), // Reggio nell'Emilia
    one("43", 447, 101), // Parma
    one("44", 448, 118), // Ferrara
    one("45", 450, 119), // Rovigo
    one("46", 452, 108), // Mantova
    one("47", 441, 122), // Forlì
    one("48", 444, 120), // Ravenna
    one("50", 438, 112), // Firenze
    one("51", 440, 108), // Pistoia
    one("52", 435, 118), // Arezzo
    one("53", 432, 114), // Siena
    one("54", 442, 100), // Massa
    one("55", 440, 104), // Lucca
    one("56", 435, 107), // Pisa
    one("57", 433, 105), // Livorno
    one("58", 427, 112), // Grosseto
    one("59", 439, 111), // Prato
    one("60", 435, 132), // Ancona
    one("61", 437, 127), // Pesaro
    one("62", 432, 132), // Macerata
    one("63", 430, 136), // Ascoli Piceno
    one("64", 427, 137), // Teramo
    one("65", 424, 140), // Pescara
    one("66", 421, 144), // Chieti
    one("67", 421, 136), // L'Aquila
    one("70", 410, 168), // Bari
    one("71", 415, 156), // Foggia
    one("72", 406, 177), // Brindisi
    one("73", 402, 182), // Lecce
    one("74", 405, 172), // Taranto
    one("75", 405, 165), // Matera
    one("76", 412, 162), // Andria
    one("80", 409, 143), // Napoli
    one("81", 412, 142), // Caserta
    one("82", 412, 148), // Benevento
    one("83", 410, 150), // Avellino
    one("84", 405, 152), // Salerno
    one("85", 405, 159), // Potenza
    one("86", 416, 146), // Campobasso
    one("87", 396, 164), // Cosenza
    one("88", 389, 165), // Catanzaro
    one("89", 384, 161), // Reggio Calabria
    one("90", 379, 136), // Palermo
    one("91", 378, 127), // Trapani
    one("92", 374, 135), // Agrigento
    one("93", 374, 140), // Caltanissetta
    one("94", 376, 144), // Enna
    one("95", 375, 149), // Catania
    one("96", 371, 150), // Siracusa
    one("97", 369, 147), // Ragusa
    one("98", 380, 151), // Messina
];
