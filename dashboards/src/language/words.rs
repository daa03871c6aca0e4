//! The table of words: each once, in every language.

/// Makes the words from a table of rows of English, Spanish, French and Galician.
macro_rules! words {
    ($($word:ident: $english:literal, $spanish:literal, $french:literal, $galician:literal;)+) => {
        /// A word or phrase of charts and spreadsheets. A `{}` in it stands for what is told.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Word { $($word,)+ }

        /// By word, in the order of `Language::ALL`.
        const TEXTS: &[[&str; 4]] = &[$([$english, $spanish, $french, $galician],)+];

        impl Word {
            /// All of them.
            #[cfg(test)]
            pub(super) const ALL: &'static [Self] = &[$(Self::$word,)+];
        }
    };
}

impl Word {
    /// The word in every language, in the order of `Language::ALL`.
    pub(super) fn texts(self) -> [&'static str; 4] {
        TEXTS[self as usize]
    }
}

words! {
    // Every chart.
    TimeZone: "Days in {}", "Días en {}", "Jours en {}", "Días en {}";
    NothingToDraw: "There is no history and no forecast to draw.", "No hay histórico ni previsión que dibujar.", "Il n’y a ni historique ni prévision à tracer.", "Non hai histórico nin previsión que debuxar.";
    NotEnoughHistory: "Not enough history", "Histórico insuficiente", "Historique insuffisant", "Histórico insuficiente";
    Million: "million {}", "millones de {}", "millions de {}", "millóns de {}";
    Billion: "billion {}", "miles de millones de {}", "milliards de {}", "miles de millóns de {}";
    Units: "units", "unidades", "unités", "unidades";
    UnknownFigure: "unknown", "desconocido", "inconnu", "descoñecido";

    // The demand chart.
    DemandOfShop: "Daily demand, {}", "Demanda diaria, {}", "Demande quotidienne, {}", "Demanda diaria, {}";
    DemandOfSku: "Daily demand for {}", "Demanda diaria de {}", "Demande quotidienne de {}", "Demanda diaria de {}";
    RevenueOfShop: "Daily revenue, {}", "Ingresos diarios, {}", "Chiffre d’affaires quotidien, {}", "Ingresos diarios, {}";
    DaysFrom: "{} days of forecast from {}", "{} días de previsión desde el {}", "{} jours de prévision à partir du {}", "{} días de previsión desde o {}";
    ExpectedInAll: "expected in all: {} {}", "previsión total: {} {}", "total prévu : {} {}", "previsión total: {} {}";
    History: "History", "Histórico", "Historique", "Histórico";
    Forecast: "Forecast", "Previsión", "Prévision", "Previsión";
    NoForecastYet: "No forecast yet", "Aún no hay previsión", "Pas encore de prévision", "Aínda non hai previsión";
    Interval: "{} interval", "Intervalo del {}", "Intervalle à {}", "Intervalo do {}";
    BackTest: "Back-test: forecast as of {}", "Contraste: previsión del {}", "Test rétrospectif : prévision du {}", "Contraste: previsión do {}";
    LastDayKnown: "last day known: {}", "último día conocido: {}", "dernier jour connu : {}", "último día coñecido: {}";
    ModelAndError: "model {} · origin {} · LSN {} · MASE {} (seasonal naive {})", "modelo {} · origen {} · LSN {} · MASE {} (ingenuo estacional {})", "modèle {} · origine {} · LSN {} · MASE {} (naïf saisonnier {})", "modelo {} · orixe {} · LSN {} · MASE {} (inxenuo estacional {})";

    // The seasonal profile.
    SeasonalProfileOfShop: "Seasonal profile of demand, {}", "Perfil estacional de la demanda, {}", "Profil saisonnier de la demande, {}", "Perfil estacional da demanda, {}";
    SeasonalProfileOfSku: "Seasonal profile of demand for {}", "Perfil estacional de la demanda de {}", "Profil saisonnier de la demande de {}", "Perfil estacional da demanda de {}";
    HistoryFromTo: "units ordered and not cancelled, {} to {}", "unidades pedidas y no canceladas, del {} al {}", "unités commandées et non annulées, du {} au {}", "unidades pedidas e non canceladas, do {} ao {}";
    ByWeekday: "By weekday", "Por día de la semana", "Par jour de la semaine", "Por día da semana";
    ByMonth: "By month", "Por mes", "Par mois", "Por mes";
    ByHour: "By hour of the day", "Por hora del día", "Par heure de la journée", "Por hora do día";
    AverageIndex: "Average", "Media", "Moyenne", "Media";
    MiddleHalf: "Spread: the middle half of weeks, all years", "Dispersión: mitad central de las semanas, todos los años", "Dispersion : moitié centrale des semaines, toutes les années", "Dispersión: metade central das semanas, todos os anos";
    LineOfAverage: "100: the average period", "100: el periodo medio", "100 : la période moyenne", "100: o período medio";
    OrdersSource: "source: order lines · LSN {}", "fuente: líneas de pedido · LSN {}", "source : lignes de commande · LSN {}", "fonte: liñas de pedido · LSN {}";

    // The accuracy chart.
    AccuracyOfShop: "How far forecasts were off, {}", "Cuánto erraron las previsiones, {}", "Écart des prévisions, {}", "Canto erraron as previsións, {}";
    AccuracyOfSku: "How far forecasts of {} were off", "Cuánto erraron las previsiones de {}", "Écart des prévisions de {}", "Canto erraron as previsións de {}";
    BackTestOf: "back-test of the published model by days ahead", "contraste del modelo publicado según los días de antelación", "test rétrospectif du modèle publié selon le nombre de jours d’avance", "contraste do modelo publicado segundo os días de antelación";
    ErrorPanel: "Error, % of demand (WAPE)", "Error, % de la demanda (WAPE)", "Erreur, % de la demande (WAPE)", "Erro, % da demanda (WAPE)";
    CoveragePanel: "Days inside the interval, %", "Días dentro del intervalo, %", "Jours dans l’intervalle, %", "Días dentro do intervalo, %";
    DaysAhead: "days ahead", "días de antelación", "jours d’avance", "días de antelación";
    PublishedForecast: "Published forecast", "Previsión publicada", "Prévision publiée", "Previsión publicada";
    SeasonalNaiveOverall: "Seasonal naive, over all days: {}", "Ingenuo estacional, todos los días: {}", "Naïf saisonnier, tous les jours : {}", "Inxenuo estacional, todos os días: {}";
    InsideInterval: "Inside the {} interval", "Dentro del intervalo del {}", "Dans l’intervalle à {}", "Dentro do intervalo do {}";
    Wanted: "dashed: what was promised", "a trazos: lo prometido", "tirets : ce qui est promis", "a trazos: o prometido";

    // The stock chart.
    StockOf: "Stock of {} in {}", "Existencias de {} en {}", "Stock de {} à {}", "Existencias de {} en {}";
    OutExpected: "expected to run out on {}", "se prevé que se agote el {}", "rupture prévue le {}", "prevese que se esgote o {}";
    OutBetween: "expected to run out on {} (between {} and {} in eight cases of ten)", "se prevé que se agote el {} (entre el {} y el {} en ocho casos de diez)", "rupture prévue le {} (entre le {} et le {} huit fois sur dix)", "prevese que se esgote o {} (entre o {} e o {} en oito casos de dez)";
    LastsBeyond: "expected to last beyond {}", "se prevé que dure hasta después del {}", "devrait durer au-delà du {}", "prevese que dure ata despois do {}";
    AvailableStock: "Available to promise", "Disponible para prometer", "Disponible à la vente", "Dispoñible para prometer";
    ProjectedStock: "Projected, if nothing is ordered", "Proyección sin pedir", "Projection sans commande", "Proxección sen pedir";
    StockWithOrder: "With the proposed order", "Con el pedido propuesto", "Avec la commande proposée", "Co pedido proposto";
    StockRange: "{} range", "Rango del {}", "Plage à {}", "Rango do {}";
    ReorderPoint: "Reorder point: {}", "Punto de pedido: {}", "Point de commande : {}", "Punto de pedido: {}";
    SafetyStock: "Safety stock: {}", "Existencias de seguridad: {}", "Stock de sécurité : {}", "Existencias de seguridade: {}";
    OrderBy: "Order by {}", "Pedir antes del {}", "À commander avant le {}", "Pedir antes do {}";
    OrderNow: "Order now: {} is already late", "Pedir ya: {} llega tarde", "À commander tout de suite : {} est trop tard", "Pedir xa: {} chega tarde";
    Incoming: "Incoming: {}", "En camino: {}", "En route : {}", "En camiño: {}";
    PlanSource: "demand: {} · origin {} · LSN {}", "demanda: {} · origen {} · LSN {}", "demande : {} · origine {} · LSN {}", "demanda: {} · orixe {} · LSN {}";

    // The staffing chart.
    PeopleNeeded: "People to call in, {}", "Personas que convocar, {}", "Personnel à prévoir, {}", "Persoas que convocar, {}";
    AllRoles: "all roles: {}", "todos los puestos: {}", "tous les postes : {}", "todos os postos: {}";
    OneRole: "role: {}", "puesto: {}", "poste : {}", "posto: {}";
    PlannedAt: "enough on {} of days", "suficiente el {} de los días", "suffisant {} des jours", "suficiente o {} dos días";
    PeopleEachHour: "people in each hour", "personas en cada hora", "personnes par heure", "persoas en cada hora";
    Nobody: "nobody", "nadie", "personne", "ninguén";
    WorkHours: "hours of work", "horas de trabajo", "heures de travail", "horas de traballo";
    NobodyNeeded: "Nobody is needed in these days.", "No se necesita a nadie en estos días.", "Personne n’est nécessaire ces jours-ci.", "Non se precisa ninguén nestes días.";
    StaffingSource: "arrivals: model {} · origin {} · LSN {}", "llegadas: modelo {} · origen {} · LSN {}", "arrivées : modèle {} · origine {} · LSN {}", "chegadas: modelo {} · orixe {} · LSN {}";
    Receiving: "receiving", "recepción", "réception", "recepción";
    PutAway: "put-away", "ubicación", "rangement", "localización";
    Picking: "picking", "preparación", "prélèvement", "preparación";
    Packing: "packing", "embalaje", "emballage", "embalaxe";
    Returns: "returns", "devoluciones", "retours", "devolucións";
    Counting: "counting", "recuento", "inventaire", "reconto";
    Contacts: "customer contacts", "atención al cliente", "service client", "atención á clientela";

    // Why a plan orders what it does, in English as the plan says it.
    EnoughStock: "Stock and incoming goods reach the reorder point: no order now.", "Las existencias y lo que está en camino alcanzan el punto de pedido: no se pide ahora.", "Le stock et les livraisons attendues atteignent le point de commande : rien à commander.", "As existencias e o que está en camiño chegan ao punto de pedido: non se pide agora.";
    NoDemand: "Nothing is expected to sell and nobody waits: no order.", "No se espera vender nada y nadie espera: no se pide.", "Aucune vente attendue et personne n’attend : rien à commander.", "Non se agarda vender nada e ninguén espera: non se pide.";
    BelowReorderPoint: "The position is below the reorder point: ordered up to the level.", "La posición está bajo el punto de pedido: se pide hasta el nivel.", "La position est sous le point de commande : commandé jusqu’au niveau.", "A posición está baixo o punto de pedido: pídese ata o nivel.";
    RaisedToMinimum: "The position is below the reorder point: ordered the supplier's minimum.", "La posición está bajo el punto de pedido: se pide el mínimo del proveedor.", "La position est sous le point de commande : commandé le minimum du fournisseur.", "A posición está baixo o punto de pedido: pídese o mínimo do provedor.";
    StockOutBeforeIncoming: "Stock is likely to be out before the incoming goods arrive: ordered to bridge.", "Es probable que se agote antes de que llegue lo que está en camino: se pide para cubrir el hueco.", "Rupture probable avant l’arrivée des livraisons attendues : commandé pour faire la jonction.", "É probable que se esgote antes de que chegue o que está en camiño: pídese para cubrir o oco.";
    CappedByShelfLife: "Ordered no more than sells before the goods expire.", "Se pide solo lo que se vende antes de que caduque.", "Commandé seulement ce qui se vend avant péremption.", "Pídese só o que se vende antes de que caduque.";
    MinimumBeyondShelfLife: "The supplier's minimum expires in part, but is worth its cost: ordered.", "El mínimo del proveedor caduca en parte, pero compensa: se pide.", "Le minimum du fournisseur périme en partie mais vaut son coût : commandé.", "O mínimo do provedor caduca en parte, pero compensa: pídese.";
    MinimumNotWorthIt: "The supplier's least order would mostly be left over: not worth its cost.", "El pedido mínimo del proveedor sobraría en su mayor parte: no compensa.", "La commande minimale du fournisseur resterait en grande partie : elle ne vaut pas son coût.", "O pedido mínimo do provedor sobraría na súa maior parte: non compensa.";
    OneSeason: "One buy for the season, where expected profit is greatest.", "Una sola compra para la temporada, donde el beneficio esperado es mayor.", "Un seul achat pour la saison, là où le profit attendu est maximal.", "Unha soa compra para a tempada, onde o beneficio agardado é maior.";
    SeasonCovered: "Stock is as large as the season's best buy: no order.", "Las existencias bastan para la temporada: no se pide.", "Le stock suffit pour la saison : rien à commander.", "As existencias abondan para a tempada: non se pide.";
    SeasonOverBeforeArrival: "An order would arrive after the season: no order.", "Un pedido llegaría después de la temporada: no se pide.", "Une commande arriverait après la saison : rien à commander.", "Un pedido chegaría despois da tempada: non se pide.";

    // Spreadsheets.
    About: "About", "Acerca de", "À propos", "Acerca de";
    Categories: "Categories", "Categorías", "Catégories", "Categorías";
    Channels: "Channels", "Canales", "Canaux", "Canles";
    Countries: "Countries", "Países", "Pays", "Países";
    Warehouses: "Warehouses", "Almacenes", "Entrepôts", "Almacéns";
    Skus: "SKUs", "SKU", "Articles", "SKU";
    SkusInWarehouses: "SKUs by warehouse", "SKU por almacén", "Articles par entrepôt", "SKU por almacén";
    ProjectionWithOrder: "Stock with order", "Existencias con pedido", "Stock avec commande", "Existencias co pedido";
    Shortened: "Laid out", "Disposición", "Présentation", "Disposición";
    ShortenedHow: "Shortened to fit a workbook: a column for each day, without intervals, and only published models. CSV and Parquet have all of it, and so has a workbook of one warehouse, category, level or SKU (?warehouse=, ?category=, ?level=, ?sku=).", "Abreviado para caber en un libro: una columna por día, sin intervalos, y solo los modelos publicados. CSV y Parquet lo tienen todo, y también un libro de un almacén, categoría, nivel o SKU (?warehouse=, ?category=, ?level=, ?sku=).", "Abrégé pour tenir dans un classeur : une colonne par jour, sans intervalles, et seulement les modèles publiés. CSV et Parquet contiennent tout, de même qu’un classeur d’un seul entrepôt, catégorie, niveau ou article (?warehouse=, ?category=, ?level=, ?sku=).", "Abreviado para caber nun libro: unha columna por día, sen intervalos, e só os modelos publicados. CSV e Parquet téñeno todo, e tamén un libro dun almacén, categoría, nivel ou SKU (?warehouse=, ?category=, ?level=, ?sku=).";
    Shop: "Shop", "Tienda", "Boutique", "Tenda";
    MadeAt: "Made at", "Elaborado el", "Établi le", "Elaborado o";
    LastDayOfHistory: "Last day of history", "Último día del histórico", "Dernier jour de l’historique", "Último día do histórico";
    TrueAt: "True at log position (LSN)", "Válido en la posición del registro (LSN)", "Vrai à la position du journal (LSN)", "Válido na posición do rexistro (LSN)";
    Zone: "Time zone of days and times", "Zona horaria de días y horas", "Fuseau horaire des jours et heures", "Fuso horario de días e horas";
    Currency: "Currency", "Moneda", "Devise", "Moeda";
    Models: "Models", "Modelos", "Modèles", "Modelos";
    Rows: "Rows", "Filas", "Lignes", "Filas";
    Sheet: "Sheet", "Hoja", "Feuille", "Folla";
    Column: "Column", "Columna", "Colonne", "Columna";
    NameInSql: "Name in SQL", "Nombre en SQL", "Nom en SQL", "Nome en SQL";
    Unit: "Unit", "Unidad", "Unité", "Unidade";
    WhatItIs: "What it is", "Qué es", "Ce que c’est", "Que é";
    Answer: "Answer", "Respuesta", "Réponse", "Resposta";
    DemandPlan: "Demand", "Demanda", "Demande", "Demanda";
    AccuracyPlan: "Accuracy", "Precisión", "Précision", "Precisión";
    ReorderPlan: "Orders", "Pedidos", "Commandes", "Pedidos";
    StockoutPlan: "Stock-outs", "Roturas", "Ruptures", "Roturas";
    StaffingPlan: "Staffing", "Personal", "Personnel", "Persoal";
    ShiftPlan: "Shifts", "Turnos", "Horaires", "Quendas";
    StaffingPeaks: "Peaks", "Picos", "Pics", "Picos";
    ProjectionPlan: "Stock by day", "Existencias por día", "Stock par jour", "Existencias por día";
    Fraction: "share", "proporción", "part", "proporción";
    Days: "days", "días", "jours", "días";
    Hours: "hours", "horas", "heures", "horas";
    People: "people", "personas", "personnes", "persoas";
    PlainText: "text", "texto", "texte", "texto";
    Date: "date", "fecha", "date", "data";
    Time: "time, {}", "hora, {}", "heure, {}", "hora, {}";
    Number: "number", "número", "nombre", "número";
    YesOrNo: "yes or no", "sí o no", "oui ou non", "si ou non";
}
