//! Postcode areas of the United States, ZIP codes that begin with 5 to 9: from Wisconsin and
//! Illinois to Hawaii. Centres to a tenth of a degree.
//!
//! A comment names the town where mail is sorted, or one that people know.

use super::area::{Area, one, span};

/// By the first three digits. Those of military addresses abroad (962 to 966) are left out on
/// purpose: they stand for no place in the country.
pub(super) const AREAS: &[Area] = &[
    span("500", "503", 417, -936),  // Des Moines
    one("504", 431, -934),          // Mason City
    one("505", 426, -945),          // Fort Dodge
    span("506", "507", 426, -923),  // Waterloo
    one("508", 410, -945),          // Creston
    span("510", "513", 428, -959),  // Sioux City
    one("514", 420, -950),          // Carroll
    span("515", "516", 412, -955),  // Council Bluffs
    span("520", "521", 427, -913),  // Dubuque
    span("522", "524", 419, -918),  // Cedar Rapids
    one("525", 411, -922),          // Ottumwa
    one("526", 409, -914),          // Burlington
    span("527", "528", 417, -908),  // Davenport
    span("530", "532", 431, -881),  // Milwaukee
    one("534", 427, -879),          // Racine
    span("535", "537", 430, -894),  // Madison
    one("538", 430, -907),          // Prairie du Chien
    one("539", 437, -894),          // Portage
    one("540", 450, -925),          // Hudson
    span("541", "543", 448, -880),  // Green Bay
    one("544", 449, -899),          // Wausau
    one("545", 458, -898),          // Rhinelander
    one("546", 439, -910),          // La Crosse
    one("547", 447, -916),          // Eau Claire
    one("548", 459, -916),          // Spooner
    one("549", 442, -887),          // Oshkosh
    span("550", "551", 450, -930),  // Saint Paul
    span("553", "555", 450, -936),  // Minneapolis
    span("556", "558", 471, -922),  // Duluth
    one("559", 439, -922),          // Rochester
    one("560", 440, -941),          // Mankato
    one("561", 439, -956),          // Windom
    one("562", 450, -956),          // Willmar
    one("563", 457, -946),          // Saint Cloud
    one("564", 464, -944),          // Brainerd
    one("565", 468, -961),          // Detroit Lakes
    one("566", 479, -949),          // Bemidji
    one("567", 484, -964),          // Thief River Falls
    span("570", "571", 436, -969),  // Sioux Falls
    one("572", 449, -971),          // Watertown
    one("573", 440, -986),          // Mitchell
    one("574", 453, -988),          // Aberdeen
    one("575", 439, -1003),         // Pierre
    one("576", 454, -1009),         // Mobridge
    one("577", 440, -1031),         // Rapid City
    span("580", "581", 466, -973),  // Fargo
    one("582", 482, -977),          // Grand Forks
    one("583", 483, -992),          // Devils Lake
    one("584", 468, -989),          // Jamestown
    one("585", 468, -1010),         // Bismarck
    one("586", 467, -1028),         // Dickinson
    one("587", 484, -1014),         // Minot
    one("588", 482, -1035),         // Williston
    span("590", "591", 458, -1086), // Billings
    one("592", 483, -1053),         // Wolf Point
    one("593", 465, -1052),         // Miles City
    one("594", 477, -1112),         // Great Falls
    one("595", 485, -1092),         // Havre
    one("596", 466, -1119),         // Helena
    one("597", 457, -1123),         // Butte
    one("598", 469, -1141),         // Missoula
    one("599", 483, -1144),         // Kalispell
    span("600", "608", 419, -880),  // Chicago
    one("609", 410, -879),          // Kankakee
    span("610", "611", 421, -895),  // Rockford
    one("612", 414, -903),          // Rock Island
    one("613", 413, -892),          // La Salle
    one("614", 407, -904),          // Galesburg
    span("615", "616", 406, -897),  // Peoria
    one("617", 405, -889),          // Bloomington
    span("618", "619", 400, -880),  // Champaign
    span("620", "622", 386, -898),  // East Saint Louis
    one("623", 399, -910),          // Quincy
    one("624", 390, -881),          // Effingham
    span("625", "627", 398, -897),  // Springfield
    span("628", "629", 380, -888),  // Carbondale
    span("630", "631", 385, -905),  // Saint Louis
    one("633", 389, -910),          // Saint Charles
    one("634", 399, -918),          // Hannibal
    one("635", 402, -927),          // Kirksville
    one("636", 375, -905),          // Farmington
    one("637", 372, -896),          // Cape Girardeau
    one("638", 366, -897),          // Sikeston
    one("639", 369, -905),          // Poplar Bluff
    span("640", "641", 390, -943),  // Kansas City
    span("644", "645", 401, -947),  // Saint Joseph
    one("646", 399, -934),          // Chillicothe
    span("647", "649", 381, -942),  // Harrisonville
    span("650", "651", 384, -923),  // Jefferson City
    one("652", 391, -924),          // Columbia
    one("653", 388, -932),          // Sedalia
    span("654", "655", 377, -918),  // Rolla
    span("656", "658", 371, -932),  // Springfield
    span("660", "662", 389, -949),  // Kansas City
    span("664", "666", 391, -960),  // Topeka
    one("667", 375, -951),          // Fort Scott
    one("668", 384, -963),          // Emporia
    one("669", 397, -977),          // Concordia
    span("670", "672", 376, -975),  // Wichita
    one("673", 373, -959),          // Independence
    one("674", 388, -977),          // Salina
    one("675", 382, -987),          // Hutchinson
    one("676", 391, -994),          // Hays
    one("677", 393, -1010),         // Colby
    one("678", 377, -1006),         // Dodge City
    one("679", 371, -1012),         // Liberal
    span("680", "681", 413, -962),  // Omaha
    span("683", "685", 406, -967),  // Lincoln
    span("686", "687", 420, -974),  // Norfolk
    one("688", 410, -987),          // Grand Island
    one("689", 404, -990),          // Hastings
    one("690", 403, -1007),         // McCook
    one("691", 411, -1015),         // North Platte
    one("692", 427, -1006),         // Valentine
    one("693", 421, -1031),         // Alliance
    span("700", "701", 300, -902),  // New Orleans
    one("703", 297, -908),          // Houma
    one("704", 305, -902),          // Hammond
    one("705", 302, -921),          // Lafayette
    one("706", 304, -932),          // Lake Charles
    span("707", "708", 305, -911),  // Baton Rouge
    span("710", "711", 325, -936),  // Shreveport
    one("712", 325, -921),          // Monroe
    span("713", "714", 314, -925),  // Alexandria
    one("716", 339, -918),          // Pine Bluff
    one("717", 335, -929),          // Camden
    one("718", 337, -938),          // Hope
    one("719", 344, -935),          // Hot Springs
    span("720", "722", 349, -922),  // Little Rock
    one("723", 352, -904),          // West Memphis
    one("724", 360, -909),          // Jonesboro
    one("725", 360, -919),          // Batesville
    one("726", 361, -929),          // Harrison
    one("727", 361, -941),          // Fayetteville
    one("728", 353, -932),          // Russellville
    one("729", 353, -942),          // Fort Smith
    span("730", "731", 354, -976),  // Oklahoma City
    one("734", 342, -971),          // Ardmore
    one("735", 345, -985),          // Lawton
    one("736", 355, -993),          // Clinton
    one("737", 364, -982),          // Enid
    one("738", 364, -996),          // Woodward
    one("739", 368, -1013),         // Guymon
    span("740", "741", 362, -961),  // Tulsa
    one("743", 365, -950),          // Miami
    one("744", 356, -953),          // Muskogee
    one("745", 349, -956),          // McAlester
    one("746", 367, -971),          // Ponca City
    one("747", 341, -960),          // Durant
    one("748", 351, -966),          // Shawnee
    one("749", 351, -948),          // Poteau
    span("750", "753", 328, -967),  // Dallas
    one("754", 334, -958),          // Greenville
    one("755", 332, -944),          // Texarkana
    one("756", 323, -946),          // Longview
    one("757", 323, -954),          // Tyler
    one("758", 316, -956),          // Palestine
    one("759", 314, -945),          // Lufkin
    span("760", "762", 328, -974),  // Fort Worth
    one("763", 337, -987),          // Wichita Falls
    one("764", 324, -986),          // Stephenville
    span("765", "767", 314, -974),  // Waco
    one("768", 315, -992),          // Brownwood
    one("769", 312, -1005),         // San Angelo
    span("770", "775", 298, -954),  // Houston
    span("776", "777", 301, -940),  // Beaumont
    one("778", 307, -964),          // Bryan
    one("779", 288, -970),          // Victoria
    span("780", "782", 292, -986),  // San Antonio
    span("783", "784", 279, -977),  // Corpus Christi
    one("785", 262, -980),          // McAllen
    span("786", "787", 303, -978),  // Austin
    one("788", 292, -998),          // Uvalde
    one("789", 299, -970),          // Giddings
    span("790", "791", 353, -1015), // Amarillo
    one("792", 343, -1004),         // Childress
    span("793", "794", 335, -1020), // Lubbock
    span("795", "796", 326, -999),  // Abilene
    one("797", 319, -1024),         // Midland
    span("798", "799", 316, -1060), // El Paso
    span("800", "803", 398, -1050), // Denver
    one("804", 399, -1061),         // Golden
    span("805", "807", 403, -1045), // Greeley
    span("808", "809", 389, -1043), // Colorado Springs
    one("810", 378, -1038),         // Pueblo
    one("811", 375, -1060),         // Alamosa
    one("812", 385, -1060),         // Salida
    one("813", 374, -1082),         // Durango
    one("814", 386, -1079),         // Montrose
    one("815", 391, -1086),         // Grand Junction
    one("816", 399, -1075),         // Glenwood Springs
    one("820", 412, -1048),         // Cheyenne
    one("821", 447, -1105),         // Yellowstone
    one("822", 423, -1046),         // Wheatland
    one("823", 416, -1070),         // Rawlins
    one("824", 444, -1084),         // Worland
    one("825", 430, -1087),         // Riverton
    one("826", 430, -1062),         // Casper
    one("827", 443, -1051),         // Gillette
    one("828", 447, -1069),         // Sheridan
    span("829", "831", 421, -1099), // Rock Springs
    one("832", 430, -1120),         // Pocatello
    one("833", 429, -1144),         // Twin Falls
    one("834", 437, -1120),         // Idaho Falls
    one("835", 462, -1163),         // Lewiston
    span("836", "837", 437, -1164), // Boise
    one("838", 477, -1166),         // Coeur d'Alene
    span("840", "841", 406, -1117), // Salt Lake City
    span("842", "844", 414, -1120), // Ogden
    one("845", 391, -1102),         // Price
    span("846", "847", 387, -1122), // Provo
    span("850", "853", 334, -1121), // Phoenix
    one("855", 331, -1101),         // Globe
    span("856", "857", 321, -1107), // Tucson
    one("859", 342, -1098),         // Show Low
    one("860", 356, -1113),         // Flagstaff
    one("863", 347, -1124),         // Prescott
    one("864", 351, -1142),         // Kingman
    one("865", 361, -1095),         // Chambers
    span("870", "872", 351, -1067), // Albuquerque
    one("873", 354, -1086),         // Gallup
    one("874", 367, -1082),         // Farmington
    one("875", 361, -1060),         // Santa Fe
    one("877", 359, -1048),         // Las Vegas
    one("878", 340, -1070),         // Socorro
    one("879", 331, -1074),         // Truth or Consequences
    one("880", 323, -1073),         // Las Cruces
    one("881", 344, -1034),         // Clovis
    one("882", 329, -1039),         // Roswell
    one("883", 332, -1057),         // Alamogordo
    one("884", 356, -1036),         // Tucumcari
    one("885", 318, -1064),         // El Paso
    span("889", "891", 362, -1152), // Las Vegas
    one("893", 392, -1149),         // Ely
    span("894", "895", 396, -1193), // Reno
    one("897", 391, -1197),         // Carson City
    one("898", 409, -1156),         // Elko
    span("900", "908", 340, -1183), // Los Angeles
    span("910", "918", 341, -1180), // Pasadena
    span("919", "921", 329, -1170), // San Diego
    one("922", 336, -1161),         // Palm Springs
    span("923", "925", 341, -1172), // San Bernardino
    span("926", "928", 337, -1178), // Santa Ana
    span("930", "931", 343, -1193), // Oxnard
    span("932", "933", 357, -1190), // Bakersfield
    one("934", 350, -1205),         // San Luis Obispo
    one("935", 360, -1181),         // Mojave
    span("936", "938", 368, -1197), // Fresno
    one("939", 365, -1215),         // Salinas
    span("940", "941", 376, -1224), // San Francisco
    one("942", 386, -1215),         // Sacramento
    span("943", "944", 375, -1222), // Palo Alto
    span("945", "948", 379, -1221), // Oakland
    one("949", 381, -1227),         // San Rafael
    span("950", "951", 372, -1218), // San Jose
    span("952", "953", 378, -1208), // Stockton
    one("954", 388, -1229),         // Santa Rosa
    one("955", 407, -1240),         // Eureka
    span("956", "958", 387, -1212), // Sacramento
    one("959", 394, -1214),         // Marysville
    one("960", 410, -1222),         // Redding
    one("961", 400, -1205),         // Susanville
    one("967", 209, -1572),         // Hawaii
    one("968", 213, -1579),         // Honolulu
    one("969", 134, 1448),          // Guam
    span("970", "972", 454, -1226), // Portland
    one("973", 447, -1232),         // Salem
    one("974", 437, -1233),         // Eugene
    one("975", 424, -1229),         // Medford
    one("976", 424, -1214),         // Klamath Falls
    one("977", 442, -1208),         // Bend
    one("978", 452, -1185),         // Pendleton
    one("979", 439, -1173),         // Ontario
    span("980", "981", 475, -1222), // Seattle
    one("982", 484, -1223),         // Everett
    span("983", "984", 472, -1226), // Tacoma
    one("985", 469, -1231),         // Olympia
    one("986", 459, -1224),         // Vancouver
    one("988", 477, -1198),         // Wenatchee
    one("989", 466, -1205),         // Yakima
    span("990", "992", 478, -1176), // Spokane
    one("993", 462, -1191),         // Pasco
    one("994", 463, -1171),         // Clarkston
    span("995", "996", 608, -1512), // Anchorage
    one("997", 650, -1485),         // Fairbanks
    one("998", 582, -1350),         // Juneau
    one("999", 555, -1320),         // Ketchikan
];
