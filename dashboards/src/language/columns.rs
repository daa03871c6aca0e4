//! What the columns of forecasts and plans are called and mean, in every language.

use super::{Language, Word};

/// What the values of a column count, and so how they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Text,
    Number,
    Units,
    /// Units, or money where the row's measure is revenue.
    UnitsOrMoney,
    Money,
    Share,
    Days,
    Hours,
    People,
    Date,
    Time,
    YesOrNo,
}

impl Unit {
    /// Its name, with the currency and the zone of the shop.
    pub(crate) fn name(self, language: Language, currency: &str, zone: &str) -> String {
        let word = match self {
            Self::Text => Word::PlainText,
            Self::Number => Word::Number,
            Self::Units => Word::Units,
            Self::UnitsOrMoney => {
                return format!("{} / {currency}", language.word(Word::Units));
            }
            Self::Money => return currency.to_owned(),
            Self::Share => Word::Fraction,
            Self::Days => Word::Days,
            Self::Hours => Word::Hours,
            Self::People => Word::People,
            Self::Date => Word::Date,
            Self::Time => return language.phrase(Word::Time, &[zone]),
            Self::YesOrNo => Word::YesOrNo,
        };
        language.word(word).to_owned()
    }
}

/// A column of a forecast or plan.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ColumnWords {
    /// Its name in SQL.
    pub(super) name: &'static str,
    /// What its values count.
    pub(crate) unit: Unit,
    pub(super) heads: [&'static str; 4],
    pub(super) abouts: [&'static str; 4],
}

impl ColumnWords {
    /// The words of a column of forecasts and plans, by its name in SQL.
    pub(crate) fn of(name: &str) -> Option<&'static Self> {
        COLUMNS.iter().find(|column| column.name == name)
    }

    /// What it is called.
    pub(crate) fn head(&self, language: Language) -> &'static str {
        self.heads[language as usize]
    }

    /// What it is.
    pub(crate) fn about(&self, language: Language) -> &'static str {
        self.abouts[language as usize]
    }
}

/// Makes the table from rows of name, unit, four heads and four explanations.
macro_rules! columns {
    ($($name:ident $unit:ident: $heads:tt $abouts:tt;)+) => {
        /// Every column of forecasts and plans.
        pub(super) const COLUMNS: &[ColumnWords] = &[$(ColumnWords {
            name: stringify!($name), unit: Unit::$unit, heads: $heads, abouts: $abouts,
        },)+];
    };
}

columns! {
    level Text: ["Level", "Nivel", "Niveau", "Nivel"] ["What is forecast: shop, category, channel, country, warehouse, SKU, or SKU in a warehouse", "Qué se prevé: tienda, categoría, canal, país, almacén, SKU o SKU en un almacén", "Ce qui est prévu : boutique, catégorie, canal, pays, entrepôt, article ou article dans un entrepôt", "Que se prevé: tenda, categoría, canle, país, almacén, SKU ou SKU nun almacén"];
    measure Text: ["Measure", "Medida", "Mesure", "Medida"] ["Units, revenue or returns", "Unidades, ingresos o devoluciones", "Unités, chiffre d’affaires ou retours", "Unidades, ingresos ou devolucións"];
    sku Text: ["SKU", "SKU", "Article", "SKU"] ["The article", "El artículo", "L’article", "O artigo"];
    name Text: ["Name", "Nombre", "Nom", "Nome"] ["What the article is called", "Cómo se llama el artículo", "Le nom de l’article", "Como se chama o artigo"];
    category Text: ["Category", "Categoría", "Catégorie", "Categoría"] ["What the article belongs to", "A qué pertenece el artículo", "Ce à quoi l’article appartient", "A que pertence o artigo"];
    channel Text: ["Channel", "Canal", "Canal", "Canle"] ["Where the order came from", "De dónde vino el pedido", "D’où vient la commande", "De onde veu o pedido"];
    country Text: ["Country", "País", "Pays", "País"] ["Where the order goes", "Adónde va el pedido", "Où va la commande", "Onde vai o pedido"];
    warehouse Text: ["Warehouse", "Almacén", "Entrepôt", "Almacén"] ["Where the stock or the work is", "Dónde están las existencias o el trabajo", "Où se trouve le stock ou le travail", "Onde están as existencias ou o traballo"];
    supplier Text: ["Supplier", "Proveedor", "Fournisseur", "Provedor"] ["Whom to order from", "A quién pedir", "À qui commander", "A quen pedir"];
    date Date: ["Day", "Día", "Jour", "Día"] ["The shop’s day", "El día de la tienda", "Le jour de la boutique", "O día da tenda"];
    horizon Days: ["Days ahead", "Días de antelación", "Jours d’avance", "Días de antelación"] ["Days after the last day of history", "Días desde el último día del histórico", "Jours après le dernier jour de l’historique", "Días desde o último día do histórico"];
    value UnitsOrMoney: ["Forecast", "Previsión", "Prévision", "Previsión"] ["The expected value", "El valor esperado", "La valeur attendue", "O valor agardado"];
    value_in_all UnitsOrMoney: ["In all", "En total", "Au total", "En total"] ["The expected sum of all days", "La suma esperada de todos los días", "La somme attendue de tous les jours", "A suma agardada de todos os días"];
    lower_80 UnitsOrMoney: ["80 % from", "80 % desde", "80 % de", "80 % desde"] ["Lower end of the 80 % interval", "Extremo inferior del intervalo del 80 %", "Borne inférieure de l’intervalle à 80 %", "Extremo inferior do intervalo do 80 %"];
    upper_80 UnitsOrMoney: ["80 % to", "80 % hasta", "80 % à", "80 % ata"] ["Upper end of the 80 % interval", "Extremo superior del intervalo del 80 %", "Borne supérieure de l’intervalle à 80 %", "Extremo superior do intervalo do 80 %"];
    lower_95 UnitsOrMoney: ["95 % from", "95 % desde", "95 % de", "95 % desde"] ["Lower end of the 95 % interval", "Extremo inferior del intervalo del 95 %", "Borne inférieure de l’intervalle à 95 %", "Extremo inferior do intervalo do 95 %"];
    upper_95 UnitsOrMoney: ["95 % to", "95 % hasta", "95 % à", "95 % ata"] ["Upper end of the 95 % interval", "Extremo superior del intervalo del 95 %", "Borne supérieure de l’intervalle à 95 %", "Extremo superior do intervalo do 95 %"];
    model Text: ["Model", "Modelo", "Modèle", "Modelo"] ["Which model made the forecast", "Qué modelo hizo la previsión", "Le modèle qui a fait la prévision", "Que modelo fixo a previsión"];
    mase Number: ["MASE", "MASE", "MASE", "MASE"] ["Mean absolute scaled error in the back-test; 1 is a naive forecast", "Error absoluto medio escalado en el contraste; 1 es una previsión ingenua", "Erreur absolue moyenne normalisée au test rétrospectif ; 1 est une prévision naïve", "Erro absoluto medio escalado no contraste; 1 é unha previsión inxenua"];
    mase_seasonal_naive Number: ["MASE of seasonal naive", "MASE del ingenuo estacional", "MASE du naïf saisonnier", "MASE do inxenuo estacional"] ["The same error of the forecast that everybody can make", "El mismo error de la previsión que cualquiera puede hacer", "La même erreur pour la prévision que chacun peut faire", "O mesmo erro da previsión que calquera pode facer"];
    rmsse Number: ["RMSSE", "RMSSE", "RMSSE", "RMSSE"] ["Root mean squared scaled error in the back-test", "Raíz del error cuadrático medio escalado en el contraste", "Racine de l’erreur quadratique moyenne normalisée", "Raíz do erro cadrático medio escalado no contraste"];
    pinball Number: ["Quantile loss", "Pérdida cuantílica", "Perte quantile", "Perda cuantílica"] ["Mean quantile loss of all bounds, in units of the naive error", "Pérdida cuantílica media de todos los límites, en unidades del error ingenuo", "Perte quantile moyenne des bornes, en unités de l’erreur naïve", "Perda cuantílica media de todos os límites, en unidades do erro inxenuo"];
    wape Share: ["Error (WAPE)", "Error (WAPE)", "Erreur (WAPE)", "Erro (WAPE)"] ["Sum of absolute errors over sum of demand", "Suma de errores absolutos entre suma de la demanda", "Somme des erreurs absolues sur somme de la demande", "Suma de erros absolutos entre suma da demanda"];
    bias Share: ["Bias", "Sesgo", "Biais", "Nesgo"] ["Mean error over mean demand; above zero is too high", "Error medio entre demanda media; sobre cero es demasiado alto", "Erreur moyenne sur demande moyenne ; au-dessus de zéro, trop haut", "Erro medio entre demanda media; sobre cero é alto de máis"];
    coverage_80 Share: ["Inside 80 %", "Dentro del 80 %", "Dans les 80 %", "Dentro do 80 %"] ["Share of days inside the 80 % interval", "Proporción de días dentro del intervalo del 80 %", "Part des jours dans l’intervalle à 80 %", "Proporción de días dentro do intervalo do 80 %"];
    coverage_95 Share: ["Inside 95 %", "Dentro del 95 %", "Dans les 95 %", "Dentro do 95 %"] ["Share of days inside the 95 % interval", "Proporción de días dentro del intervalo del 95 %", "Part des jours dans l’intervalle à 95 %", "Proporción de días dentro do intervalo do 95 %"];
    value_added_over_seasonal_naive Share: ["Better than seasonal naive", "Mejor que el ingenuo estacional", "Mieux que le naïf saisonnier", "Mellor que o inxenuo estacional"] ["How much lower the error is than that of seasonal naive", "Cuánto menor es el error que el del ingenuo estacional", "De combien l’erreur est inférieure à celle du naïf saisonnier", "Canto menor é o erro que o do inxenuo estacional"];
    chosen YesOrNo: ["Published", "Publicado", "Publié", "Publicado"] ["Whether this model’s forecast is the published one", "Si la previsión de este modelo es la publicada", "Si la prévision de ce modèle est publiée", "Se a previsión deste modelo é a publicada"];
    observations Number: ["Comparisons", "Comparaciones", "Comparaisons", "Comparacións"] ["Pairs of forecast and actual that were compared", "Pares de previsión y realidad comparados", "Paires de prévision et de réel comparées", "Pares de previsión e realidade comparados"];
    folds Number: ["Origins", "Orígenes", "Origines", "Orixes"] ["Days that the back-test forecast from", "Días desde los que previó el contraste", "Jours d’où le test rétrospectif a prévu", "Días desde os que previu o contraste"];
    origin Date: ["Last day of history", "Último día del histórico", "Dernier jour de l’historique", "Último día do histórico"] ["The last day that the forecast saw", "El último día que vio la previsión", "Le dernier jour vu par la prévision", "O último día que viu a previsión"];
    history_lsn Number: ["Log position", "Posición del registro", "Position du journal", "Posición do rexistro"] ["Everything up to here is in the history", "Todo hasta aquí está en el histórico", "Tout jusqu’ici est dans l’historique", "Todo ata aquí está no histórico"];
    computed_at Time: ["Made at", "Elaborado", "Établi", "Elaborado"] ["When it was made", "Cuándo se hizo", "Quand cela a été fait", "Cando se fixo"];
    fitted_at Time: ["Model fitted", "Modelo ajustado", "Modèle ajusté", "Modelo axustado"] ["When the model was fitted and tested; since then it went on with each day", "Cuándo se ajustó y probó el modelo; desde entonces siguió con cada día", "Quand le modèle a été ajusté et testé ; depuis, il suit chaque jour", "Cando se axustou e probou o modelo; desde entón seguiu con cada día"];
    age_days Days: ["Days since the fit", "Días desde el ajuste", "Jours depuis l’ajustement", "Días desde o axuste"] ["Days that the model took in since it was fitted", "Días que el modelo incorporó desde su ajuste", "Jours que le modèle a pris en compte depuis son ajustement", "Días que o modelo incorporou desde o seu axuste"];
    run Text: ["Run", "Ejecución", "Exécution", "Execución"] ["Which run of the forecasts", "Qué ejecución de las previsiones", "Quelle exécution des prévisions", "Que execución das previsións"];
    scenario Text: ["Scenario", "Escenario", "Scénario", "Escenario"] ["Base, or the name of assumptions", "Base, o el nombre de los supuestos", "Base, ou le nom des hypothèses", "Base, ou o nome dos supostos"];
    order_quantity Units: ["Order", "Pedir", "Commander", "Pedir"] ["Units to order now", "Unidades que pedir ahora", "Unités à commander maintenant", "Unidades que pedir agora"];
    order_value Money: ["Order value", "Importe del pedido", "Montant de la commande", "Importe do pedido"] ["What they cost, as they stand on the order", "Lo que cuestan, tal como van en el pedido", "Leur coût, tel qu’il figure sur la commande", "O que custan, tal como van no pedido"];
    reason Text: ["Reason", "Motivo", "Raison", "Motivo"] ["Why just that", "Por qué justo eso", "Pourquoi cela", "Por que xusto iso"];
    order_by Date: ["Order by", "Pedir antes del", "Commander avant le", "Pedir antes do"] ["The last day to order so that stock lasts with the wanted probability", "El último día para pedir y que las existencias duren con la probabilidad deseada", "Dernier jour pour commander afin que le stock suffise avec la probabilité voulue", "O último día para pedir e que as existencias duren coa probabilidade desexada"];
    late YesOrNo: ["Late", "Tarde", "En retard", "Tarde"] ["Whether even an order of today is likely to come too late", "Si incluso un pedido de hoy llegaría probablemente tarde", "Si même une commande d’aujourd’hui arriverait sans doute trop tard", "Se mesmo un pedido de hoxe chegaría probablemente tarde"];
    expected_arrival Date: ["Arrives", "Llega", "Arrive", "Chega"] ["When an order of today is expected", "Cuándo se espera un pedido de hoy", "Quand une commande d’aujourd’hui est attendue", "Cando se agarda un pedido de hoxe"];
    stock_out_expected Date: ["Runs out", "Se agota", "Rupture", "Esgótase"] ["The day by which stock is as likely to be out as not", "El día en que es tan probable que se haya agotado como que no", "Jour où la rupture est aussi probable que non", "O día no que é tan probable que se esgotase como que non"];
    on_hand Units: ["On hand", "En almacén", "En stock", "En almacén"] ["In the warehouse", "En el almacén", "Dans l’entrepôt", "No almacén"];
    available Units: ["Available", "Disponible", "Disponible", "Dispoñible"] ["What can be promised now", "Lo que se puede prometer ahora", "Ce qui peut être promis maintenant", "O que se pode prometer agora"];
    incoming Units: ["Incoming", "En camino", "En route", "En camiño"] ["On its way here", "De camino aquí", "En route vers ici", "De camiño aquí"];
    backordered Units: ["Waiting", "En espera", "En attente", "En espera"] ["What orders wait for", "Lo que esperan los pedidos", "Ce que les commandes attendent", "O que agardan os pedidos"];
    position Units: ["Position", "Posición", "Position", "Posición"] ["What there will be before an order of the next review could come", "Lo que habrá antes de que llegue un pedido de la próxima revisión", "Ce qu’il y aura avant qu’une commande de la prochaine revue n’arrive", "O que haberá antes de que chegue un pedido da próxima revisión"];
    reorder_point Units: ["Reorder point", "Punto de pedido", "Point de commande", "Punto de pedido"] ["The position below which an order is placed", "La posición por debajo de la cual se pide", "La position sous laquelle on commande", "A posición por debaixo da cal se pide"];
    order_up_to Units: ["Order up to", "Pedir hasta", "Commander jusqu’à", "Pedir ata"] ["The position after an order", "La posición después de un pedido", "La position après une commande", "A posición despois dun pedido"];
    safety_stock Units: ["Safety stock", "Existencias de seguridad", "Stock de sécurité", "Existencias de seguridade"] ["What the reorder point holds beyond expected demand", "Lo que el punto de pedido guarda más allá de la demanda esperada", "Ce que le point de commande garde au-delà de la demande attendue", "O que o punto de pedido garda máis alá da demanda agardada"];
    economic_quantity Units: ["Economic quantity", "Cantidad económica", "Quantité économique", "Cantidade económica"] ["The quantity at which ordering and holding cost least", "La cantidad con la que pedir y almacenar cuestan menos", "La quantité où commander et stocker coûtent le moins", "A cantidade coa que pedir e almacenar custan menos"];
    lead_time_days Days: ["Lead time", "Plazo", "Délai", "Prazo"] ["Expected days from order to receipt", "Días esperados del pedido a la recepción", "Jours attendus de la commande à la réception", "Días agardados do pedido á recepción"];
    lead_time_demand Units: ["Demand until then", "Demanda hasta entonces", "Demande d’ici là", "Demanda ata entón"] ["Expected demand until an order of today can be sold", "Demanda esperada hasta que un pedido de hoy se pueda vender", "Demande attendue jusqu’à ce qu’une commande d’aujourd’hui soit vendable", "Demanda agardada ata que un pedido de hoxe se poida vender"];
    lead_time_demand_quantile Units: ["High demand until then", "Demanda alta hasta entonces", "Demande haute d’ici là", "Demanda alta ata entón"] ["Demand until then that is not exceeded with the wanted probability", "Demanda hasta entonces que no se supera con la probabilidad deseada", "Demande d’ici là non dépassée avec la probabilité voulue", "Demanda ata entón que non se supera coa probabilidade desexada"];
    service_level Share: ["Service level", "Nivel de servicio", "Niveau de service", "Nivel de servizo"] ["The wanted probability that stock lasts until the next order comes", "La probabilidad deseada de que las existencias duren hasta el próximo pedido", "La probabilité voulue que le stock suffise jusqu’à la prochaine livraison", "A probabilidade desexada de que as existencias duren ata o próximo pedido"];
    days_of_cover Days: ["Days of cover", "Días de cobertura", "Jours de couverture", "Días de cobertura"] ["Days that stock lasts at expected demand", "Días que duran las existencias con la demanda esperada", "Jours que dure le stock à la demande attendue", "Días que duran as existencias coa demanda agardada"];
    unit_cost Money: ["Unit cost", "Coste unitario", "Coût unitaire", "Custo unitario"] ["What a unit costs", "Lo que cuesta una unidad", "Ce que coûte une unité", "O que custa unha unidade"];
    price Money: ["Price", "Precio", "Prix", "Prezo"] ["What a unit was sold for of late, net", "A cuánto se vendió últimamente una unidad, neto", "Prix de vente récent d’une unité, net", "A canto se vendeu ultimamente unha unidade, neto"];
    holding_cost Money: ["Holding cost", "Coste de almacenar", "Coût de stockage", "Custo de almacenar"] ["Cost of holding stock over the horizon, with the order", "Coste de mantener existencias en el horizonte, con el pedido", "Coût de stockage sur l’horizon, avec la commande", "Custo de manter existencias no horizonte, co pedido"];
    lost_sales_cost Money: ["Lost margin", "Margen perdido", "Marge perdue", "Marxe perdida"] ["Margin of sales expected to be lost over the horizon", "Margen de ventas que se espera perder en el horizonte", "Marge des ventes qu’on s’attend à perdre sur l’horizon", "Marxe de vendas que se agarda perder no horizonte"];
    lost_sales_cost_without_order Money: ["Lost margin without order", "Margen perdido sin pedir", "Marge perdue sans commande", "Marxe perdida sen pedir"] ["The same if nothing is ordered", "Lo mismo si no se pide nada", "La même si rien n’est commandé", "O mesmo se non se pide nada"];
    overstock_quantity Units: ["Over-stock", "Exceso", "Surstock", "Exceso"] ["Units beyond what sells within the horizon even if demand is high", "Unidades más allá de lo que se vende en el horizonte aun con demanda alta", "Unités au-delà de ce qui se vend sur l’horizon, même si la demande est haute", "Unidades máis alá do que se vende no horizonte aínda con demanda alta"];
    overstock_value Money: ["Value of over-stock", "Valor del exceso", "Valeur du surstock", "Valor do exceso"] ["What they cost", "Lo que cuestan", "Leur coût", "O que custan"];
    overstock_sells_by Date: ["Over-stock sells by", "El exceso se vende antes del", "Surstock vendu avant le", "O exceso véndese antes do"] ["By when they are expected to sell", "Cuándo se espera venderlas", "Quand on s’attend à les vendre", "Cando se agarda vendelas"];
    clearance_price Money: ["Clearance price", "Precio de liquidación", "Prix de déstockage", "Prezo de liquidación"] ["The price of a unit above which clearing is better than keeping", "El precio por unidad sobre el cual liquidar es mejor que guardar", "Le prix unitaire au-dessus duquel déstocker vaut mieux que garder", "O prezo por unidade sobre o cal liquidar é mellor que gardar"];
    demand_basis Text: ["Demand from", "Demanda según", "Demande selon", "Demanda segundo"] ["The model, or the recent pace where there is too little history", "El modelo, o el ritmo reciente si hay poco histórico", "Le modèle, ou le rythme récent s’il y a trop peu d’historique", "O modelo, ou o ritmo recente se hai pouco histórico"];
    probability Share: ["Risk", "Riesgo", "Risque", "Risco"] ["The probability that stock is out within the horizon, if nothing is ordered", "La probabilidad de que se agote en el horizonte si no se pide nada", "La probabilité de rupture sur l’horizon si rien n’est commandé", "A probabilidade de que se esgote no horizonte se non se pide nada"];
    earliest Date: ["Out at the earliest", "Se agota como pronto", "Rupture au plus tôt", "Esgótase como pronto"] ["Out by then with a probability of a tenth", "Agotado para entonces con una probabilidad de un décimo", "Rupture d’ici là avec une probabilité d’un dixième", "Esgotado para entón cunha probabilidade dun décimo"];
    expected Date: ["Out as expected", "Se agota según lo previsto", "Rupture attendue", "Esgótase segundo o previsto"] ["As likely to be out by then as not", "Tan probable que se haya agotado para entonces como que no", "Aussi probable que non d’être en rupture d’ici là", "Tan probable que se esgotase para entón como que non"];
    latest Date: ["Out at the latest", "Se agota como tarde", "Rupture au plus tard", "Esgótase como tarde"] ["Out by then with a probability of nine tenths", "Agotado para entonces con una probabilidad de nueve décimos", "Rupture d’ici là avec une probabilité de neuf dixièmes", "Esgotado para entón cunha probabilidade de nove décimos"];
    lost_units Units: ["Lost units", "Unidades perdidas", "Unités perdues", "Unidades perdidas"] ["Units expected to be wanted and not there over the horizon", "Unidades que se espera que se pidan y no haya en el horizonte", "Unités qui devraient être demandées et manquer sur l’horizon", "Unidades que se agarda que se pidan e non haxa no horizonte"];
    stock_at_end Units: ["Stock at the end", "Existencias al final", "Stock à la fin", "Existencias ao final"] ["Stock expected at the end of the horizon, if nothing is ordered", "Existencias esperadas al final del horizonte si no se pide nada", "Stock attendu à la fin de l’horizon si rien n’est commandé", "Existencias agardadas ao final do horizonte se non se pide nada"];
    horizon_end Date: ["End of horizon", "Fin del horizonte", "Fin de l’horizon", "Fin do horizonte"] ["The last day that is looked at", "El último día que se mira", "Le dernier jour considéré", "O último día que se mira"];
    role Text: ["Role", "Puesto", "Poste", "Posto"] ["What people do", "Lo que hace la gente", "Ce que font les gens", "O que fai a xente"];
    hour Hours: ["Hour", "Hora", "Heure", "Hora"] ["The hour by the shop’s clock, 0 to 23", "La hora del reloj de la tienda, de 0 a 23", "L’heure à l’horloge de la boutique, de 0 à 23", "A hora do reloxo da tenda, de 0 a 23"];
    starts_at Time: ["Begins", "Empieza", "Commence", "Empeza"] ["When the hour begins", "Cuándo empieza la hora", "Quand l’heure commence", "Cando empeza a hora"];
    people People: ["People to call in", "Personas que convocar", "Personnel à prévoir", "Persoas que convocar"] ["People on the roster, so that enough are at work in spite of breaks, illness and leave", "Personas en el cuadrante para que basten pese a pausas, bajas y permisos", "Personnel au planning pour suffire malgré pauses, maladies et congés", "Persoas no cadrante para que abonden malia pausas, baixas e permisos"];
    working People: ["At work", "Trabajando", "Au travail", "Traballando"] ["People at work", "Personas que trabajan", "Personnes au travail", "Persoas que traballan"];
    work_hours Hours: ["Work", "Trabajo", "Travail", "Traballo"] ["Hours of work that are done in it", "Horas de trabajo que se hacen en ella", "Heures de travail effectuées", "Horas de traballo que se fan nela"];
    waiting_hours Hours: ["Work waiting", "Trabajo en espera", "Travail en attente", "Traballo en espera"] ["Hours of work that wait at its end, none beyond their deadline", "Horas de trabajo que esperan a su fin, ninguna fuera de plazo", "Heures de travail en attente à la fin, aucune hors délai", "Horas de traballo que agardan á súa fin, ningunha fóra de prazo"];
    driver Text: ["Counted in", "Contado en", "Compté en", "Contado en"] ["What comes in: orders, parcels or lines", "Lo que llega: pedidos, paquetes o líneas", "Ce qui arrive : commandes, colis ou lignes", "O que chega: pedidos, paquetes ou liñas"];
    expected_arrivals Number: ["Arrivals expected", "Llegadas esperadas", "Arrivées attendues", "Chegadas agardadas"] ["How many are expected to come in", "Cuántas se espera que lleguen", "Combien sont attendues", "Cantas se agarda que cheguen"];
    planned_arrivals Number: ["Arrivals planned for", "Llegadas planificadas", "Arrivées planifiées", "Chegadas planificadas"] ["How many are planned for, at the quantile", "Para cuántas se planifica, en el cuantil", "Pour combien on planifie, au quantile", "Para cantas se planifica, no cuantil"];
    quantile Share: ["Quantile", "Cuantil", "Quantile", "Cuantil"] ["The share of days on which no more than that comes in", "La proporción de días en que no llega más que eso", "La part des jours où il n’arrive pas plus", "A proporción de días nos que non chega máis ca iso"];
    learned_from Number: ["Learned from", "Aprendido de", "Appris de", "Aprendido de"] ["Pieces of the shop’s own work that standard times were corrected by", "Trabajos propios con los que se corrigieron los tiempos estándar", "Travaux de la boutique qui ont corrigé les temps standards", "Traballos propios cos que se corrixiron os tempos estándar"];
    stock Units: ["Stock", "Existencias", "Stock", "Existencias"] ["What can be promised at the end of the day, as expected, if nothing is ordered", "Lo que se podrá prometer al final del día si no se pide nada", "Ce qui sera disponible à la fin du jour si rien n’est commandé", "O que se poderá prometer ao final do día se non se pide nada"];
    stock_with_order Units: ["Stock with order", "Existencias con pedido", "Stock avec commande", "Existencias co pedido"] ["The same with the proposed order", "Lo mismo con el pedido propuesto", "Le même avec la commande proposée", "O mesmo co pedido proposto"];
    lower_80_with_order Units: ["With order, 80 % from", "Con pedido, 80 % desde", "Avec commande, 80 % de", "Co pedido, 80 % desde"] ["Lower end of the 80 % range with the order", "Extremo inferior del rango del 80 % con el pedido", "Borne basse de la plage à 80 % avec la commande", "Extremo inferior do rango do 80 % co pedido"];
    upper_80_with_order Units: ["With order, 80 % to", "Con pedido, 80 % hasta", "Avec commande, 80 % à", "Co pedido, 80 % ata"] ["Upper end of the 80 % range with the order", "Extremo superior del rango del 80 % con el pedido", "Borne haute de la plage à 80 % avec la commande", "Extremo superior do rango do 80 % co pedido"];
    demand Units: ["Demand", "Demanda", "Demande", "Demanda"] ["Units expected to be wanted on the day", "Unidades que se espera que se pidan ese día", "Unités demandées attendues ce jour", "Unidades que se agarda que se pidan ese día"];
    staff Text: ["Staff", "Plantilla", "Équipe", "Persoal"] ["Which group of people", "Qué grupo de personas", "Quel groupe de personnes", "Que grupo de persoas"];
    person Number: ["Person", "Persona", "Personne", "Persoa"] ["Which of the group, from 1", "Cuál del grupo, desde 1", "Laquelle du groupe, à partir de 1", "Cal do grupo, desde 1"];
    shift Text: ["Shift", "Turno", "Poste horaire", "Quenda"] ["Which kind of shift", "Qué tipo de turno", "Quel type d’horaire", "Que tipo de quenda"];
    ends_at Time: ["Ends", "Termina", "Se termine", "Remata"] ["When it ends", "Cuándo termina", "Quand il se termine", "Cando remata"];
    break_starts_at Time: ["Break from", "Pausa desde", "Pause de", "Pausa desde"] ["When the first break begins", "Cuándo empieza la primera pausa", "Quand commence la première pause", "Cando empeza a primeira pausa"];
    break_ends_at Time: ["Break to", "Pausa hasta", "Pause à", "Pausa ata"] ["When the first break ends", "Cuándo termina la primera pausa", "Quand finit la première pause", "Cando remata a primeira pausa"];
    paid_hours Hours: ["Paid hours", "Horas pagadas", "Heures payées", "Horas pagadas"] ["Hours that are paid", "Horas que se pagan", "Heures payées", "Horas que se pagan"];
    cost Money: ["Cost", "Coste", "Coût", "Custo"] ["Pay with premiums, without overtime", "Paga con pluses, sin horas extra", "Paie avec primes, hors heures supplémentaires", "Paga con pluses, sen horas extra"];
    plan_cost Money: ["Cost of the plan", "Coste del plan", "Coût du plan", "Custo do plan"] ["Pay of all shifts of the warehouse, with overtime and idle contract hours", "Paga de todos los turnos del almacén, con horas extra y horas de contrato sin trabajo", "Paie de tous les horaires de l’entrepôt, heures supplémentaires et contractuelles comprises", "Paga de todas as quendas do almacén, con horas extra e horas de contrato sen traballo"];
    plan_gap Share: ["Gap", "Margen", "Écart", "Marxe"] ["How much cheaper the cheapest plan can be at most", "Cuánto más barato puede ser como mucho el plan óptimo", "De combien le plan optimal peut au plus être moins cher", "Canto máis barato pode ser como moito o plan óptimo"];
    missing_hours Hours: ["Hours open", "Horas sin cubrir", "Heures non couvertes", "Horas sen cubrir"] ["Hours of the warehouse that nobody works", "Horas del almacén que nadie cubre", "Heures de l’entrepôt que personne ne couvre", "Horas do almacén que ninguén cobre"];
    first_day Date: ["First day", "Primer día", "Premier jour", "Primeiro día"] ["The first day of the peak", "El primer día del pico", "Le premier jour du pic", "O primeiro día do pico"];
    last_day Date: ["Last day", "Último día", "Dernier jour", "Último día"] ["The last day of the peak", "El último día del pico", "Le dernier jour du pic", "O último día do pico"];
    short_of Text: ["Short of", "Falta", "Manque", "Falta"] ["A role or a resource", "Un puesto o un recurso", "Un poste ou une ressource", "Un posto ou un recurso"];
    load Share: ["Load", "Carga", "Charge", "Carga"] ["What the worst day needs as a share of what there is", "Lo que pide el peor día sobre lo que hay", "Ce que demande le pire jour sur ce qu’il y a", "O que pide o peor día sobre o que hai"];
    more Number: ["More", "Más", "En plus", "Máis"] ["People, or units of the resource, that are needed beyond that", "Personas, o unidades del recurso, que hacen falta además", "Personnes, ou unités de la ressource, en plus", "Persoas, ou unidades do recurso, que fan falta ademais"];
    more_hours Hours: ["More hours", "Más horas", "Heures en plus", "Máis horas"] ["Hours of people that are needed beyond those there are, over all its days", "Horas de personas que hacen falta además, en todos sus días", "Heures de personnel en plus, sur tous ses jours", "Horas de persoas que fan falta ademais, en todos os seus días"];
    usual_hours Hours: ["Usual hours", "Horas habituales", "Heures habituelles", "Horas habituais"] ["Hours of people that there are on a day", "Horas de personas que hay en un día", "Heures de personnel par jour", "Horas de persoas que hai nun día"];
    call_in_by Date: ["Call in by", "Convocar antes del", "Appeler avant le", "Convocar antes do"] ["By when to call people in", "Cuándo hay que convocar", "Quand appeler du renfort", "Cando hai que convocar"];
    too_late YesOrNo: ["Too late", "Demasiado tarde", "Trop tard", "Demasiado tarde"] ["Whether that day has passed", "Si ese día ya pasó", "Si ce jour est passé", "Se ese día xa pasou"];
}
