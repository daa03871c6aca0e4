//! Postcode areas of the United States, ZIP codes that begin with 0 to 4: from Maine to Michigan
//! and Mississippi. Centres to a tenth of a degree.
//!
//! A comment names the town where mail is sorted, or one that people know.

use super::area::{Area, one, span};

/// By the first three digits. Those of military addresses abroad (090 to 098, 340) are left out on
/// purpose: they stand for no place in the country.
pub(super) const AREAS: &[Area] = &[
    one("005", 408, -730),         // Holtsville
    span("006", "007", 183, -664), // Puerto Rico
    one("008", 180, -648),         // US Virgin Islands
    one("009", 184, -661),         // San Juan
    span("010", "011", 422, -726), // Springfield
    one("012", 424, -732),         // Pittsfield
    one("013", 426, -725),         // Greenfield
    span("014", "016", 423, -719), // Worcester
    one("017", 423, -715),         // Framingham
    span("018", "019", 426, -710), // Lowell
    span("020", "024", 423, -711), // Boston
    span("025", "026", 417, -704), // Cape Cod
    one("027", 418, -711),         // New Bedford
    span("028", "029", 417, -715), // Providence
    span("030", "031", 429, -715), // Manchester
    span("032", "033", 435, -716), // Concord
    one("034", 429, -722),         // Keene
    one("035", 444, -716),         // Littleton
    one("036", 432, -723),         // Charlestown
    one("037", 437, -721),         // Lebanon
    one("038", 433, -710),         // Portsmouth
    span("039", "041", 437, -705), // Portland
    one("042", 443, -704),         // Lewiston
    one("043", 444, -698),         // Augusta
    one("044", 452, -688),         // Bangor
    one("045", 439, -697),         // Bath
    one("046", 446, -679),         // Ellsworth
    one("047", 466, -682),         // Houlton
    one("048", 441, -691),         // Rockland
    one("049", 448, -698),         // Waterville
    span("050", "051", 436, -725), // White River Junction
    one("052", 430, -731),         // Bennington
    one("053", 429, -727),         // Brattleboro
    one("054", 445, -731),         // Burlington
    one("055", 427, -711),         // Andover
    one("056", 444, -726),         // Montpelier
    one("057", 437, -730),         // Rutland
    span("058", "059", 447, -721), // Saint Johnsbury
    span("060", "061", 418, -727), // Hartford
    one("062", 418, -720),         // Willimantic
    one("063", 415, -721),         // New London
    span("064", "065", 414, -728), // New Haven
    one("066", 412, -732),         // Bridgeport
    one("067", 416, -732),         // Waterbury
    span("068", "069", 412, -734), // Stamford
    span("070", "073", 408, -742), // Newark
    span("074", "076", 410, -742), // Paterson
    one("077", 403, -741),         // Red Bank
    one("078", 408, -748),         // Dover
    one("079", 407, -745),         // Summit
    span("080", "081", 398, -750), // Camden
    span("082", "084", 393, -747), // Atlantic City
    span("085", "086", 403, -747), // Trenton
    one("087", 400, -742),         // Toms River
    span("088", "089", 405, -745), // New Brunswick
    span("100", "102", 408, -740), // New York
    one("103", 406, -742),         // Staten Island
    one("104", 408, -739),         // Bronx
    span("105", "108", 411, -738), // White Plains
    one("109", 412, -742),         // Suffern
    span("110", "111", 407, -738), // Queens
    one("112", 406, -739),         // Brooklyn
    span("113", "114", 407, -738), // Queens
    one("115", 407, -736),         // Mineola
    one("116", 406, -738),         // Far Rockaway
    span("117", "118", 408, -733), // Hicksville
    one("119", 409, -725),         // Riverhead
    span("120", "123", 427, -739), // Albany
    one("124", 421, -742),         // Kingston
    span("125", "126", 417, -739), // Poughkeepsie
    one("127", 417, -748),         // Monticello
    one("128", 434, -737),         // Glens Falls
    one("129", 445, -739),         // Plattsburgh
    span("130", "132", 430, -762), // Syracuse
    span("133", "135", 431, -752), // Utica
    one("136", 444, -755),         // Watertown
    span("137", "139", 423, -756), // Binghamton
    span("140", "143", 429, -788), // Buffalo
    span("144", "146", 430, -775), // Rochester
    one("147", 422, -790),         // Jamestown
    span("148", "149", 423, -771), // Elmira
    span("150", "153", 404, -800), // Pittsburgh
    span("154", "155", 399, -794), // Uniontown
    one("156", 404, -794),         // Greensburg
    span("157", "158", 409, -790), // DuBois
    one("159", 404, -789),         // Johnstown
    one("160", 409, -799),         // Butler
    one("161", 412, -803),         // New Castle
    one("162", 410, -794),         // Kittanning
    one("163", 416, -796),         // Oil City
    span("164", "165", 420, -800), // Erie
    one("166", 405, -783),         // Altoona
    one("167", 417, -785),         // Bradford
    one("168", 409, -779),         // State College
    one("169", 418, -773),         // Wellsboro
    span("170", "172", 401, -771), // Harrisburg
    span("173", "174", 399, -769), // York
    span("175", "176", 401, -763), // Lancaster
    one("177", 412, -771),         // Williamsport
    one("178", 409, -768),         // Sunbury
    one("179", 407, -762),         // Pottsville
    span("180", "181", 407, -755), // Allentown
    one("182", 409, -759),         // Hazleton
    one("183", 411, -752),         // Stroudsburg
    span("184", "185", 415, -755), // Scranton
    span("186", "187", 413, -760), // Wilkes-Barre
    one("188", 419, -761),         // Montrose
    one("189", 403, -751),         // Doylestown
    span("190", "194", 400, -753), // Philadelphia
    span("195", "196", 404, -759), // Reading
    span("197", "198", 397, -756), // Wilmington
    one("199", 388, -754),         // Dover
    span("200", "205", 389, -770), // Washington
    span("206", "207", 387, -768), // Waldorf
    span("208", "209", 391, -771), // Rockville
    span("210", "212", 393, -766), // Baltimore
    one("214", 390, -765),         // Annapolis
    one("215", 396, -790),         // Cumberland
    one("216", 389, -760),         // Easton
    one("217", 395, -775),         // Frederick
    one("218", 383, -756),         // Salisbury
    one("219", 396, -760),         // Elkton
    span("220", "223", 388, -773), // Fairfax
    span("224", "225", 382, -772), // Fredericksburg
    one("226", 390, -783),         // Winchester
    one("227", 385, -781),         // Culpeper
    one("228", 385, -788),         // Harrisonburg
    one("229", 380, -785),         // Charlottesville
    span("230", "232", 375, -774), // Richmond
    span("233", "237", 369, -762), // Norfolk
    one("238", 371, -776),         // Petersburg
    one("239", 371, -784),         // Farmville
    span("240", "241", 371, -800), // Roanoke
    one("242", 368, -822),         // Bristol
    one("243", 369, -809),         // Pulaski
    one("244", 381, -792),         // Staunton
    one("245", 371, -791),         // Lynchburg
    one("246", 372, -819),         // Richlands
    span("247", "248", 374, -813), // Bluefield
    one("249", 378, -804),         // Lewisburg
    span("250", "253", 383, -816), // Charleston
    one("254", 394, -780),         // Martinsburg
    span("255", "257", 382, -822), // Huntington
    span("258", "259", 378, -812), // Beckley
    one("260", 401, -806),         // Wheeling
    one("261", 392, -813),         // Parkersburg
    one("262", 389, -801),         // Buckhannon
    span("263", "264", 393, -803), // Clarksburg
    one("265", 395, -801),         // Morgantown
    one("266", 385, -807),         // Sutton
    one("267", 393, -789),         // Romney
    one("268", 390, -791),         // Petersburg
    span("270", "274", 361, -800), // Greensboro
    span("275", "277", 358, -787), // Raleigh
    one("278", 358, -775),         // Rocky Mount
    one("279", 362, -762),         // Elizabeth City
    span("280", "282", 353, -809), // Charlotte
    span("283", "284", 348, -786), // Fayetteville
    one("285", 350, -772),         // Jacksonville
    one("286", 360, -813),         // Hickory
    span("287", "289", 354, -828), // Asheville
    span("290", "292", 340, -810), // Columbia
    one("293", 349, -819),         // Spartanburg
    one("294", 330, -800),         // Charleston
    one("295", 341, -794),         // Florence
    one("296", 347, -824),         // Greenville
    one("297", 348, -809),         // Rock Hill
    one("298", 335, -816),         // Aiken
    one("299", 325, -809),         // Beaufort
    span("300", "303", 338, -843), // Atlanta
    one("304", 324, -820),         // Statesboro
    one("305", 344, -836),         // Gainesville
    one("306", 339, -833),         // Athens
    one("307", 347, -850),         // Dalton
    span("308", "309", 334, -822), // Augusta
    span("310", "312", 327, -836), // Macon
    span("313", "314", 320, -813), // Savannah
    one("315", 313, -822),         // Waycross
    one("316", 310, -833),         // Valdosta
    one("317", 314, -840),         // Albany
    span("318", "319", 324, -847), // Columbus
    span("320", "322", 301, -818), // Jacksonville
    one("323", 303, -840),         // Tallahassee
    one("324", 305, -855),         // Panama City
    one("325", 306, -868),         // Pensacola
    one("326", 296, -825),         // Gainesville
    span("327", "329", 286, -812), // Orlando
    span("330", "333", 259, -803), // Miami
    one("334", 266, -802),         // West Palm Beach
    span("335", "337", 279, -825), // Tampa
    one("338", 278, -817),         // Lakeland
    one("339", 266, -818),         // Fort Myers
    one("341", 262, -817),         // Naples
    one("342", 273, -824),         // Sarasota
    one("344", 290, -822),         // Ocala
    one("346", 284, -825),         // Brooksville
    one("347", 285, -815),         // Kissimmee
    one("349", 273, -804),         // Fort Pierce
    span("350", "352", 335, -868), // Birmingham
    one("354", 330, -878),         // Tuscaloosa
    one("355", 340, -876),         // Jasper
    span("356", "358", 347, -870), // Huntsville
    one("359", 343, -859),         // Gadsden
    span("360", "361", 323, -862), // Montgomery
    one("362", 335, -857),         // Anniston
    one("363", 312, -855),         // Dothan
    one("364", 315, -870),         // Evergreen
    span("365", "366", 309, -879), // Mobile
    one("367", 323, -876),         // Selma
    one("368", 326, -854),         // Auburn
    one("369", 323, -882),         // Butler
    span("370", "372", 361, -867), // Nashville
    span("373", "374", 352, -853), // Chattanooga
    one("375", 351, -900),         // Memphis
    one("376", 364, -824),         // Johnson City
    span("377", "379", 360, -840), // Knoxville
    span("380", "381", 353, -896), // Memphis
    one("382", 361, -887),         // McKenzie
    one("383", 355, -886),         // Jackson
    one("384", 355, -872),         // Columbia
    one("385", 362, -855),         // Cookeville
    one("386", 345, -897),         // Oxford
    one("387", 334, -909),         // Greenville
    one("388", 342, -887),         // Tupelo
    one("389", 337, -899),         // Grenada
    span("390", "392", 323, -902), // Jackson
    one("393", 325, -889),         // Meridian
    one("394", 315, -892),         // Hattiesburg
    one("395", 305, -889),         // Gulfport
    one("396", 313, -906),         // McComb
    one("397", 335, -887),         // Columbus
    one("398", 312, -846),         // Bainbridge
    one("399", 338, -844),         // Atlanta
    span("400", "402", 381, -856), // Louisville
    span("403", "405", 380, -843), // Lexington
    one("406", 382, -849),         // Frankfort
    span("407", "409", 370, -840), // London
    one("410", 388, -845),         // Covington
    span("411", "412", 381, -828), // Ashland
    span("413", "414", 377, -834), // Campton
    span("415", "416", 375, -824), // Pikeville
    span("417", "418", 372, -831), // Hazard
    one("420", 369, -885),         // Paducah
    one("421", 369, -862),         // Bowling Green
    one("422", 369, -873),         // Hopkinsville
    one("423", 375, -871),         // Owensboro
    one("424", 375, -877),         // Henderson
    span("425", "426", 370, -847), // Somerset
    one("427", 375, -858),         // Elizabethtown
    span("430", "432", 401, -830), // Columbus
    one("433", 405, -834),         // Marion
    span("434", "436", 415, -835), // Toledo
    span("437", "438", 399, -820), // Zanesville
    one("439", 402, -809),         // Steubenville
    span("440", "441", 414, -816), // Cleveland
    span("442", "443", 411, -815), // Akron
    span("444", "445", 411, -807), // Youngstown
    span("446", "447", 407, -815), // Canton
    span("448", "449", 409, -826), // Mansfield
    span("450", "452", 393, -844), // Cincinnati
    span("453", "455", 399, -842), // Dayton
    one("456", 391, -829),         // Chillicothe
    one("457", 394, -819),         // Athens
    one("458", 408, -841),         // Lima
    span("460", "462", 399, -861), // Indianapolis
    span("463", "464", 414, -872), // Gary
    span("465", "466", 415, -861), // South Bend
    span("467", "468", 411, -852), // Fort Wayne
    one("469", 407, -861),         // Kokomo
    one("470", 391, -851),         // Lawrenceburg
    one("471", 384, -859),         // New Albany
    one("472", 390, -858),         // Columbus
    one("473", 401, -852),         // Muncie
    one("474", 390, -866),         // Bloomington
    one("475", 386, -871),         // Washington
    span("476", "477", 381, -875), // Evansville
    one("478", 394, -873),         // Terre Haute
    one("479", 404, -869),         // Lafayette
    span("480", "483", 425, -832), // Detroit
    span("484", "485", 430, -835), // Flint
    span("486", "487", 438, -839), // Saginaw
    span("488", "489", 428, -845), // Lansing
    span("490", "491", 422, -857), // Kalamazoo
    one("492", 421, -844),         // Jackson
    span("493", "495", 431, -857), // Grand Rapids
    one("496", 446, -855),         // Traverse City
    one("497", 453, -845),         // Gaylord
    span("498", "499", 463, -876), // Marquette
];
