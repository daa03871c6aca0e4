//! Postcode areas of Spain and Portugal: centres to a tenth of a degree.
//!
//! A comment names the province, or the town that an area is served from.

use super::area::{Area, one};

/// By the first two digits: the 50 provinces, Ceuta (51) and Melilla (52).
pub(super) const SPAIN: &[Area] = &[
    one("01", 428, -27),  // Vitoria-Gasteiz
    one("02", 388, -19),  // Albacete
    one("03", 384, -6),   // Alicante
    one("04", 371, -24),  // Almería
    one("05", 406, -50),  // Ávila
    one("06", 387, -62),  // Badajoz
    one("07", 396, 29),   // Palma
    one("08", 416, 20),   // Barcelona
    one("09", 423, -36),  // Burgos
    one("10", 397, -62),  // Cáceres
    one("11", 365, -59),  // Cádiz
    one("12", 401, -1),   // Castellón de la Plana
    one("13", 389, -38),  // Ciudad Real
    one("14", 379, -48),  // Córdoba
    one("15", 431, -84),  // A Coruña
    one("16", 400, -22),  // Cuenca
    one("17", 421, 27),   // Girona
    one("18", 373, -34),  // Granada
    one("19", 408, -28),  // Guadalajara
    one("20", 432, -22),  // San Sebastián
    one("21", 375, -69),  // Huelva
    one("22", 422, -2),   // Huesca
    one("23", 379, -35),  // Jaén
    one("24", 426, -58),  // León
    one("25", 419, 10),   // Lleida
    one("26", 423, -25),  // Logroño
    one("27", 430, -75),  // Lugo
    one("28", 405, -37),  // Madrid
    one("29", 368, -47),  // Málaga
    one("30", 379, -14),  // Murcia
    one("31", 427, -16),  // Pamplona
    one("32", 422, -76),  // Ourense
    one("33", 433, -59),  // Oviedo
    one("34", 424, -45),  // Palencia
    one("35", 283, -149), // Las Palmas de Gran Canaria
    one("36", 424, -86),  // Pontevedra
    one("37", 408, -60),  // Salamanca
    one("38", 284, -169), // Santa Cruz de Tenerife
    one("39", 432, -40),  // Santander
    one("40", 412, -40),  // Segovia
    one("41", 374, -58),  // Sevilla
    one("42", 416, -26),  // Soria
    one("43", 411, 10),   // Tarragona
    one("44", 407, -8),   // Teruel
    one("45", 398, -41),  // Toledo
    one("46", 394, -7),   // Valencia
    one("47", 416, -48),  // Valladolid
    one("48", 432, -28),  // Bilbao
    one("49", 417, -60),  // Zamora
    one("50", 416, -10),  // Zaragoza
    one("51", 359, -53),  // Ceuta
    one("52", 353, -29),  // Melilla
];

/// By the first two digits, or the first where no two are known; 9 alone could be Madeira or the
/// Azores, so there is no such row.
pub(super) const PORTUGAL: &[Area] = &[
    one("1", 387, -91),   // Lisboa
    one("10", 387, -91),  // Lisboa
    one("11", 387, -91),  // Lisboa
    one("12", 387, -91),  // Lisboa
    one("13", 387, -92),  // Lisboa
    one("14", 387, -92),  // Lisboa
    one("15", 387, -92),  // Lisboa
    one("16", 388, -92),  // Lisboa
    one("17", 388, -91),  // Lisboa
    one("18", 388, -91),  // Lisboa
    one("19", 387, -91),  // Lisboa
    one("2", 391, -89),   // Santarém
    one("20", 392, -87),  // Santarém
    one("21", 389, -86),  // Coruche
    one("22", 395, -83),  // Abrantes
    one("23", 396, -84),  // Tomar
    one("24", 397, -88),  // Leiria
    one("25", 393, -92),  // Caldas da Rainha
    one("26", 389, -91),  // Loures
    one("27", 388, -93),  // Sintra
    one("28", 386, -91),  // Almada
    one("29", 385, -89),  // Setúbal
    one("3", 405, -83),   // Coimbra
    one("30", 402, -85),  // Coimbra
    one("31", 399, -87),  // Pombal
    one("32", 401, -82),  // Lousã
    one("33", 402, -80),  // Arganil
    one("34", 404, -78),  // Oliveira do Hospital
    one("35", 407, -78),  // Viseu
    one("36", 409, -78),  // Castro Daire
    one("37", 407, -85),  // Águeda
    one("38", 406, -86),  // Aveiro
    one("4", 414, -84),   // Porto
    one("40", 412, -86),  // Porto
    one("41", 412, -86),  // Porto
    one("42", 412, -86),  // Porto
    one("43", 412, -86),  // Porto
    one("44", 412, -86),  // Vila Nova de Gaia
    one("45", 411, -85),  // Gondomar
    one("46", 412, -82),  // Penafiel
    one("47", 415, -84),  // Braga
    one("48", 415, -82),  // Guimarães
    one("49", 418, -86),  // Viana do Castelo
    one("5", 415, -73),   // Vila Real
    one("50", 413, -77),  // Vila Real
    one("51", 411, -76),  // Lamego
    one("52", 414, -65),  // Mogadouro
    one("53", 416, -69),  // Bragança
    one("54", 417, -75),  // Chaves
    one("6", 402, -75),   // Castelo Branco
    one("60", 399, -75),  // Castelo Branco
    one("61", 398, -80),  // Sertã
    one("62", 402, -75),  // Covilhã
    one("63", 405, -73),  // Guarda
    one("64", 408, -72),  // Pinhel
    one("7", 384, -80),   // Évora
    one("70", 386, -79),  // Évora
    one("71", 388, -75),  // Estremoz
    one("72", 384, -74),  // Reguengos de Monsaraz
    one("73", 392, -74),  // Portalegre
    one("74", 392, -79),  // Ponte de Sor
    one("75", 380, -87),  // Santiago do Cacém
    one("76", 376, -85),  // Odemira
    one("77", 376, -80),  // Almodôvar
    one("78", 380, -77),  // Beja
    one("79", 382, -80),  // Cuba
    one("8", 372, -82),   // Faro
    one("80", 370, -79),  // Faro
    one("81", 372, -80),  // Loulé
    one("82", 371, -82),  // Albufeira
    one("83", 372, -84),  // Silves
    one("84", 371, -85),  // Lagoa
    one("85", 372, -86),  // Portimão
    one("86", 371, -88),  // Lagos
    one("87", 371, -78),  // Olhão
    one("88", 372, -76),  // Tavira
    one("89", 373, -75),  // Vila Real de Santo António
    one("90", 327, -169), // Funchal
    one("91", 327, -168), // Santa Cruz
    one("92", 327, -168), // Machico
    one("93", 327, -170), // Câmara de Lobos
    one("94", 331, -163), // Porto Santo
    one("95", 378, -256), // Ponta Delgada
    one("96", 378, -254), // Ribeira Grande
    one("97", 387, -272), // Angra do Heroísmo
    one("98", 387, -281), // Velas
    one("99", 385, -285), // Horta
];
