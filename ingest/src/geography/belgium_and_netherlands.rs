//! Postcode areas of Belgium and the Netherlands: centres to a tenth of a degree.
//!
//! A comment names the largest town.

use super::area::{Area, one};

/// By the first two digits.
pub(super) const BELGIUM: &[Area] = &[
    one("10", 508, 44), // Brussels
    one("11", 508, 44), // Brussels
    one("12", 508, 44), // Brussels
    one("13", 507, 47), // Wavre
    one("14", 506, 44), // Nivelles
    one("15", 507, 42), // Halle
    one("16", 508, 42), // Sint-Pieters-Leeuw
    one("17", 509, 42), // Asse
    one("18", 509, 44), // Vilvoorde
    one("19", 509, 45), // Zaventem
    one("20", 512, 44), // Antwerp
    one("21", 512, 45), // Antwerp
    one("22", 512, 47), // Herentals
    one("23", 513, 49), // Turnhout
    one("24", 512, 51), // Mol
    one("25", 511, 45), // Lier
    one("26", 512, 44), // Antwerp
    one("28", 510, 44), // Mechelen
    one("29", 513, 45), // Kapellen
    one("30", 509, 47), // Leuven
    one("31", 510, 47), // Haacht
    one("32", 510, 49), // Aarschot
    one("33", 508, 49), // Tienen
    one("34", 508, 51), // Landen
    one("35", 509, 53), // Hasselt
    one("36", 510, 56), // Genk
    one("37", 508, 55), // Tongeren
    one("38", 508, 52), // Sint-Truiden
    one("39", 512, 54), // Lommel
    one("40", 506, 56), // Liège
    one("41", 505, 56), // Seraing
    one("42", 507, 52), // Waremme
    one("43", 507, 53), // Waremme
    one("44", 506, 55), // Flémalle
    one("45", 505, 53), // Huy
    one("46", 507, 57), // Herstal
    one("47", 506, 61), // Eupen
    one("48", 506, 58), // Verviers
    one("49", 504, 59), // Malmedy
    one("50", 505, 48), // Namur
    one("51", 505, 47), // Floreffe
    one("53", 504, 50), // Andenne
    one("55", 501, 49), // Dinant
    one("56", 502, 45), // Philippeville
    one("60", 504, 44), // Charleroi
    one("61", 504, 43), // Fontaine-l'Évêque
    one("62", 504, 45), // Châtelet
    one("64", 501, 44), // Chimay
    one("65", 503, 42), // Beaumont
    one("66", 500, 57), // Bastogne
    one("67", 496, 57), // Arlon
    one("68", 498, 53), // Neufchâteau
    one("69", 502, 54), // Marche-en-Famenne
    one("70", 505, 39), // Mons
    one("71", 505, 42), // La Louvière
    one("73", 504, 38), // Boussu
    one("75", 506, 34), // Tournai
    one("76", 505, 36), // Péruwelz
    one("77", 507, 32), // Mouscron
    one("78", 506, 38), // Ath
    one("79", 506, 36), // Leuze-en-Hainaut
    one("80", 512, 32), // Brugge
    one("82", 512, 31), // Zedelgem
    one("83", 513, 33), // Knokke-Heist
    one("84", 512, 29), // Oostende
    one("85", 508, 33), // Kortrijk
    one("86", 511, 28), // Diksmuide
    one("87", 510, 33), // Tielt
    one("88", 509, 31), // Roeselare
    one("89", 508, 29), // Ieper
    one("90", 511, 37), // Gent
    one("91", 512, 41), // Sint-Niklaas
    one("92", 510, 40), // Dendermonde
    one("93", 509, 40), // Aalst
    one("94", 508, 40), // Ninove
    one("95", 508, 39), // Geraardsbergen
    one("96", 508, 36), // Ronse
    one("97", 509, 36), // Oudenaarde
    one("98", 510, 35), // Deinze
    one("99", 512, 36), // Eeklo
];

/// By the first two digits.
pub(super) const NETHERLANDS: &[Area] = &[
    one("10", 524, 49), // Amsterdam
    one("11", 523, 49), // Amstelveen
    one("12", 522, 52), // Hilversum
    one("13", 524, 52), // Almere
    one("14", 524, 50), // Purmerend
    one("15", 525, 48), // Zaandam
    one("16", 527, 51), // Hoorn
    one("17", 528, 48), // Den Helder
    one("18", 526, 47), // Alkmaar
    one("19", 525, 46), // Beverwijk
    one("20", 524, 46), // Haarlem
    one("21", 523, 46), // Hoofddorp
    one("22", 522, 44), // Katwijk
    one("23", 522, 45), // Leiden
    one("24", 521, 47), // Alphen aan den Rijn
    one("25", 521, 43), // Den Haag
    one("26", 520, 44), // Delft
    one("27", 521, 45), // Zoetermeer
    one("28", 520, 47), // Gouda
    one("29", 519, 46), // Capelle aan den IJssel
    one("30", 519, 45), // Rotterdam
    one("31", 519, 43), // Schiedam
    one("32", 518, 42), // Spijkenisse
    one("33", 518, 47), // Dordrecht
    one("34", 521, 50), // Nieuwegein
    one("35", 521, 51), // Utrecht
    one("36", 522, 50), // Maarssen
    one("37", 521, 53), // Zeist
    one("38", 522, 55), // Amersfoort
    one("39", 520, 55), // Veenendaal
    one("40", 519, 55), // Tiel
    one("41", 519, 52), // Culemborg
    one("42", 518, 50), // Gorinchem
    one("43", 516, 38), // Middelburg
    one("44", 515, 39), // Goes
    one("45", 513, 38), // Terneuzen
    one("46", 515, 43), // Bergen op Zoom
    one("47", 516, 45), // Roosendaal
    one("48", 516, 47), // Breda
    one("49", 517, 48), // Oosterhout
    one("50", 516, 51), // Tilburg
    one("51", 516, 50), // Waalwijk
    one("52", 517, 53), // 's-Hertogenbosch
    one("53", 518, 55), // Oss
    one("54", 516, 56), // Veghel
    one("55", 514, 54), // Valkenswaard
    one("56", 515, 55), // Eindhoven
    one("57", 515, 57), // Helmond
    one("58", 516, 60), // Venray
    one("59", 514, 61), // Venlo
    one("60", 512, 58), // Weert
    one("61", 510, 59), // Sittard
    one("62", 508, 57), // Maastricht
    one("63", 509, 59), // Valkenburg
    one("64", 509, 60), // Heerlen
    one("65", 518, 58), // Nijmegen
    one("66", 519, 57), // Wijchen
    one("67", 520, 57), // Ede
    one("68", 520, 59), // Arnhem
    one("69", 520, 61), // Zevenaar
    one("70", 520, 63), // Doetinchem
    one("71", 520, 66), // Winterswijk
    one("72", 522, 63), // Zutphen
    one("73", 522, 60), // Apeldoorn
    one("74", 523, 63), // Deventer
    one("75", 523, 69), // Enschede
    one("76", 524, 66), // Almelo
    one("77", 526, 65), // Hardenberg
    one("78", 528, 69), // Emmen
    one("79", 527, 64), // Hoogeveen
    one("80", 525, 61), // Zwolle
    one("81", 524, 62), // Raalte
    one("82", 525, 57), // Lelystad
    one("83", 528, 60), // Steenwijk
    one("84", 530, 60), // Heerenveen
    one("85", 529, 57), // Lemmer
    one("86", 530, 56), // Sneek
    one("87", 530, 55), // Bolsward
    one("88", 532, 55), // Harlingen
    one("89", 532, 58), // Leeuwarden
    one("90", 532, 58), // Grou
    one("91", 534, 59), // Dokkum
    one("92", 531, 61), // Drachten
    one("93", 531, 64), // Roden
    one("94", 529, 65), // Assen
    one("95", 530, 70), // Stadskanaal
    one("96", 531, 69), // Veendam
    one("97", 532, 66), // Groningen
    one("98", 532, 64), // Zuidhorn
    one("99", 533, 68), // Delfzijl
];
