//! Postcode areas of Ireland: centres to a tenth of a degree.
//!
//! A comment names the post town.

use super::area::{Area, one, span};

/// By the routing key, the first three characters of an Eircode.
pub(super) const AREAS: &[Area] = &[
    one("A41", 535, -63),         // Ballyboughal
    one("A42", 536, -64),         // Garristown
    one("A45", 535, -63),         // Oldtown
    one("A63", 531, -61),         // Greystones
    one("A67", 530, -61),         // Wicklow
    one("A75", 541, -67),         // Castleblayney
    one("A81", 540, -67),         // Carrickmacross
    one("A82", 537, -69),         // Kells
    one("A83", 534, -68),         // Enfield
    one("A84", 535, -64),         // Ashbourne
    one("A85", 535, -65),         // Dunshaughlin
    one("A86", 534, -65),         // Dunboyne
    one("A91", 540, -64),         // Dundalk
    one("A92", 537, -64),         // Drogheda
    one("A94", 533, -62),         // Blackrock
    one("A96", 533, -61),         // Dún Laoghaire
    one("A98", 532, -61),         // Bray
    one("C15", 537, -67),         // Navan
    span("D01", "D24", 533, -63), // Dublin
    one("D6W", 533, -63),         // Dublin
    one("E21", 524, -79),         // Cahir
    one("E25", 525, -79),         // Cashel
    one("E32", 523, -74),         // Carrick-on-Suir
    one("E34", 525, -82),         // Tipperary
    one("E41", 527, -78),         // Thurles
    one("E45", 529, -82),         // Nenagh
    one("E53", 530, -78),         // Roscrea
    one("E91", 524, -77),         // Clonmel
    one("F12", 537, -90),         // Claremorris
    one("F23", 539, -93),         // Castlebar
    one("F26", 541, -92),         // Ballina
    one("F28", 538, -96),         // Westport
    one("F31", 536, -92),         // Ballinrobe
    one("F35", 538, -88),         // Ballyhaunis
    one("F42", 536, -82),         // Roscommon
    one("F45", 538, -85),         // Castlerea
    one("F52", 540, -83),         // Boyle
    one("F56", 541, -85),         // Ballymote
    one("F91", 543, -85),         // Sligo
    one("F92", 550, -78),         // Letterkenny
    one("F93", 548, -75),         // Lifford
    one("F94", 547, -83),         // Donegal
    one("H12", 540, -74),         // Cavan
    one("H14", 541, -75),         // Belturbet
    one("H16", 541, -71),         // Cootehill
    one("H18", 542, -70),         // Monaghan
    one("H23", 542, -72),         // Clones
    one("H53", 533, -83),         // Ballinasloe
    one("H54", 535, -88),         // Tuam
    one("H62", 532, -86),         // Loughrea
    one("H65", 533, -87),         // Athenry
    one("H71", 535, -100),        // Clifden
    one("H91", 533, -91),         // Galway
    one("K32", 536, -62),         // Balbriggan
    one("K34", 536, -61),         // Skerries
    one("K36", 535, -62),         // Malahide
    one("K45", 535, -62),         // Lusk
    one("K56", 535, -61),         // Rush
    one("K67", 535, -62),         // Swords
    one("K78", 534, -64),         // Lucan
    one("N37", 534, -79),         // Athlone
    one("N39", 537, -78),         // Longford
    one("N41", 540, -80),         // Carrick-on-Shannon
    one("N91", 535, -74),         // Mullingar
    one("P12", 519, -90),         // Macroom
    one("P14", 518, -88),         // Crookstown
    one("P17", 517, -85),         // Kinsale
    one("P24", 519, -83),         // Cobh
    one("P25", 519, -82),         // Midleton
    one("P31", 519, -86),         // Ballincollig
    one("P32", 520, -88),         // Rylane
    one("P36", 520, -79),         // Youghal
    one("P43", 518, -84),         // Carrigaline
    one("P47", 517, -91),         // Dunmanway
    one("P51", 521, -86),         // Mallow
    one("P56", 524, -87),         // Charleville
    one("P61", 521, -83),         // Fermoy
    one("P67", 523, -83),         // Mitchelstown
    one("P72", 517, -87),         // Bandon
    one("P75", 517, -95),         // Bantry
    one("P81", 516, -93),         // Skibbereen
    one("P85", 516, -89),         // Clonakilty
    one("R14", 530, -70),         // Athy
    one("R21", 527, -70),         // Bagenalstown
    one("R32", 530, -73),         // Portlaoise
    one("R35", 533, -75),         // Tullamore
    one("R42", 531, -79),         // Birr
    one("R45", 533, -71),         // Edenderry
    one("R51", 532, -69),         // Kildare
    one("R56", 531, -68),         // Curragh
    one("R93", 528, -69),         // Carlow
    one("R95", 527, -73),         // Kilkenny
    one("T12", 519, -85),         // Cork
    one("T23", 519, -85),         // Cork
    one("T34", 520, -85),         // Carrignavar
    one("T45", 519, -84),         // Glanmire
    one("T56", 520, -83),         // Watergrasshill
    one("V14", 527, -89),         // Shannon
    one("V15", 526, -95),         // Kilrush
    one("V23", 519, -102),        // Cahersiveen
    one("V31", 524, -95),         // Listowel
    one("V35", 524, -86),         // Kilmallock
    one("V42", 524, -91),         // Newcastle West
    one("V92", 523, -97),         // Tralee
    one("V93", 521, -95),         // Killarney
    one("V94", 527, -86),         // Limerick
    one("V95", 528, -90),         // Ennis
    one("W12", 532, -68),         // Newbridge
    one("W23", 534, -65),         // Celbridge
    one("W34", 531, -71),         // Monasterevin
    one("W91", 532, -67),         // Naas
    one("X35", 521, -76),         // Dungarvan
    one("X42", 522, -74),         // Kilmacthomas
    one("X91", 523, -71),         // Waterford
    one("Y14", 528, -62),         // Arklow
    one("Y21", 525, -66),         // Enniscorthy
    one("Y25", 527, -63),         // Gorey
    one("Y34", 524, -69),         // New Ross
    one("Y35", 523, -65),         // Wexford
];
