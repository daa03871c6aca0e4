//! Postcode areas of the United Kingdom and the Crown dependencies: centres to a tenth of a degree.
//!
//! A comment names the post town.

use super::area::{Area, one};

/// By the letters in front. Codes that stand for no place (`BF` of the forces, `BX` of banks) are
/// left out on purpose.
pub(super) const AREAS: &[Area] = &[
    one("AB", 573, -25), // Aberdeen
    one("AL", 518, -3),  // St Albans
    one("B", 525, -19),  // Birmingham
    one("BA", 512, -24), // Bath
    one("BB", 538, -24), // Blackburn
    one("BD", 538, -19), // Bradford
    one("BH", 508, -19), // Bournemouth
    one("BL", 536, -24), // Bolton
    one("BN", 509, -1),  // Brighton
    one("BR", 514, 1),   // Bromley
    one("BS", 514, -27), // Bristol
    one("BT", 546, -65), // Belfast
    one("CA", 547, -31), // Carlisle
    one("CB", 522, 2),   // Cambridge
    one("CF", 516, -33), // Cardiff
    one("CH", 533, -30), // Chester
    one("CM", 517, 5),   // Chelmsford
    one("CO", 519, 9),   // Colchester
    one("CR", 514, -1),  // Croydon
    one("CT", 513, 12),  // Canterbury
    one("CV", 524, -15), // Coventry
    one("CW", 531, -25), // Crewe
    one("DA", 514, 3),   // Dartford
    one("DD", 566, -29), // Dundee
    one("DE", 530, -16), // Derby
    one("DG", 550, -40), // Dumfries
    one("DH", 548, -16), // Durham
    one("DL", 544, -17), // Darlington
    one("DN", 535, -7),  // Doncaster
    one("DT", 508, -24), // Dorchester
    one("DY", 524, -22), // Dudley
    one("E", 515, 0),    // London
    one("EC", 515, -1),  // London
    one("EH", 559, -32), // Edinburgh
    one("EN", 517, -1),  // Enfield
    one("EX", 508, -37), // Exeter
    one("FK", 561, -40), // Falkirk
    one("FY", 538, -30), // Blackpool
    one("G", 559, -43),  // Glasgow
    one("GL", 518, -22), // Gloucester
    one("GU", 512, -7),  // Guildford
    one("GY", 495, -26), // Guernsey
    one("HA", 516, -4),  // Harrow
    one("HD", 536, -18), // Huddersfield
    one("HG", 540, -15), // Harrogate
    one("HP", 517, -7),  // Hemel Hempstead
    one("HR", 521, -28), // Hereford
    one("HS", 580, -68), // Stornoway
    one("HU", 538, -3),  // Hull
    one("HX", 537, -19), // Halifax
    one("IG", 516, 1),   // Ilford
    one("IM", 542, -45), // Isle of Man
    one("IP", 522, 11),  // Ipswich
    one("IV", 576, -48), // Inverness
    one("JE", 492, -21), // Jersey
    one("KA", 555, -46), // Kilmarnock
    one("KT", 514, -3),  // Kingston upon Thames
    one("KW", 586, -35), // Kirkwall
    one("KY", 562, -31), // Kirkcaldy
    one("L", 534, -29),  // Liverpool
    one("LA", 542, -29), // Lancaster
    one("LD", 522, -33), // Llandrindod Wells
    one("LE", 527, -11), // Leicester
    one("LL", 530, -37), // Llandudno
    one("LN", 532, -4),  // Lincoln
    one("LS", 538, -15), // Leeds
    one("LU", 519, -5),  // Luton
    one("M", 535, -22),  // Manchester
    one("ME", 514, 6),   // Maidstone
    one("MK", 521, -7),  // Milton Keynes
    one("ML", 557, -39), // Motherwell
    one("N", 516, -1),   // London
    one("NE", 552, -17), // Newcastle upon Tyne
    one("NG", 530, -10), // Nottingham
    one("NN", 523, -9),  // Northampton
    one("NP", 517, -30), // Newport
    one("NR", 527, 13),  // Norwich
    one("NW", 515, -2),  // London
    one("OL", 536, -21), // Oldham
    one("OX", 518, -13), // Oxford
    one("PA", 560, -53), // Paisley
    one("PE", 526, 0),   // Peterborough
    one("PH", 566, -40), // Perth
    one("PL", 504, -44), // Plymouth
    one("PO", 508, -10), // Portsmouth
    one("PR", 537, -27), // Preston
    one("RG", 514, -11), // Reading
    one("RH", 511, -2),  // Redhill
    one("RM", 516, 2),   // Romford
    one("S", 534, -14),  // Sheffield
    one("SA", 519, -44), // Swansea
    one("SE", 515, 0),   // London
    one("SG", 519, -2),  // Stevenage
    one("SK", 533, -21), // Stockport
    one("SL", 515, -6),  // Slough
    one("SM", 514, -2),  // Sutton
    one("SN", 515, -19), // Swindon
    one("SO", 510, -15), // Southampton
    one("SP", 511, -18), // Salisbury
    one("SR", 549, -14), // Sunderland
    one("SS", 516, 7),   // Southend-on-Sea
    one("ST", 529, -21), // Stoke-on-Trent
    one("SW", 515, -2),  // London
    one("SY", 525, -31), // Shrewsbury
    one("TA", 510, -31), // Taunton
    one("TD", 557, -25), // Galashiels
    one("TF", 527, -25), // Telford
    one("TN", 511, 5),   // Tonbridge
    one("TQ", 504, -37), // Torquay
    one("TR", 502, -52), // Truro
    one("TS", 546, -12), // Middlesbrough
    one("TW", 514, -4),  // Twickenham
    one("UB", 515, -4),  // Southall
    one("W", 515, -2),   // London
    one("WA", 534, -26), // Warrington
    one("WC", 515, -1),  // London
    one("WD", 517, -4),  // Watford
    one("WF", 537, -15), // Wakefield
    one("WN", 535, -26), // Wigan
    one("WR", 522, -22), // Worcester
    one("WS", 526, -19), // Walsall
    one("WV", 526, -22), // Wolverhampton
    one("YO", 541, -9),  // York
    one("ZE", 603, -13), // Lerwick
];
