//! Which orders a list is asked for.

use std::ops::Deref;

use chrono::TimeDelta;
use marea_ingest::{
    identity::{Channel, CustomerId, Sku, WarehouseId},
    state::{FulfilmentStatus, Order, OrderStatus, PaymentStatus, ReturnStatus},
    store::{NamedBy, OrderList, Search},
    time::Instant,
};

use crate::{
    Application,
    attention::{self, STUCK_AFTER},
    http::{
        Problem,
        parameters::{
            first_page, hours, moment, one_of, page, parameters, unknown, wrong, yes_or_no,
        },
    },
};

const KNOWN: &str = "state, payment, fulfilment, return, channel, customer, external_id, tracking, \
                     code, sku, warehouse, open, ready, late, stuck, overlooked, backordered, \
                     abandoned, from, to, older_than, limit, after";

/// What an order is to be like.
#[derive(Default)]
pub(super) struct Wanted {
    statuses: Vec<OrderStatus>,
    payment: Option<PaymentStatus>,
    fulfilment: Option<FulfilmentStatus>,
    returned: Option<ReturnStatus>,
    channel: Option<Channel>,
    customer_id: Option<CustomerId>,
    external_id: Option<String>,
    tracking: Option<String>,
    code: Option<String>,
    /// A SKU that it sells, or that leaves the stock for it.
    sku: Option<Sku>,
    warehouse: Option<WarehouseId>,
    /// Whether goods are still owed for it.
    open: Option<bool>,
    ready: Option<bool>,
    late: Option<bool>,
    stuck: Option<TimeDelta>,
    overlooked: Option<bool>,
    backordered: Option<bool>,
    abandoned: Option<bool>,
}

/// What a list is asked for.
pub(super) struct Asked {
    /// The present instant.
    pub(super) now: Instant,
    pub(super) search: Search,
    wanted: Wanted,
}

impl Deref for Asked {
    type Target = Wanted;
    fn deref(&self) -> &Wanted {
        &self.wanted
    }
}

impl Asked {
    pub(super) fn read(query: &str, application: &Application) -> Result<Self, Problem> {
        let now = application.clock.now();
        let mut asked = Self { now, search: first_page(), wanted: Wanted::default() };
        for (name, value) in parameters(query)? {
            let known = page(&mut asked.search, &name, &value)?
                || asked.take_time(&name, &value, application)?
                || asked.wanted.take_name(&name, &value)?
                || asked.wanted.take_status(&name, &value)?
                || asked.wanted.take_attention(&name, &value)?;
            if !known {
                return Err(unknown(&name, KNOWN));
            }
        }
        // What was forgotten is old, so that is looked at first.
        asked.search.oldest_first = asked.stuck.is_some() || asked.overlooked == Some(true);
        Ok(asked)
    }

    fn take_time(
        &mut self,
        name: &str,
        value: &str,
        application: &Application,
    ) -> Result<bool, Problem> {
        let zone = application.ingest.shop().time_zone;
        let before = match name {
            "from" => {
                self.search.from = Some(moment(name, value, zone, 0)?);
                return Ok(true);
            }
            "to" => moment(name, value, zone, 1)?,
            "older_than" => (self.now.utc() - hours(name, value)?).into(),
            _ => return Ok(false),
        };
        let so_far = self.search.before.unwrap_or(before);
        self.search.before = Some(before.min(so_far));
        Ok(true)
    }

    /// After which time an order counts as stuck.
    pub(super) fn stuck_after(&self) -> TimeDelta {
        self.stuck.unwrap_or(STUCK_AFTER)
    }

    /// The shortest list that holds all that is asked for.
    pub(super) fn list(&self) -> OrderList {
        let named = |by, name: &str| OrderList::Named(by, name.to_owned());
        if let Some(name) = &self.external_id {
            named(NamedBy::ExternalId, name)
        } else if let Some(name) = &self.tracking {
            named(NamedBy::Tracking, name)
        } else if let Some(customer_id) = &self.customer_id {
            named(NamedBy::Customer, customer_id.as_str())
        } else if self.abandoned == Some(true) {
            named(NamedBy::AbandonedCart, "")
        } else if self.late == Some(true) {
            OrderList::Late { now: self.now }
        } else if let Some(name) = &self.code {
            named(NamedBy::OrderCode, name)
        } else if let Some(sku) = &self.sku {
            OrderList::OfSku { sku: sku.clone(), open: self.wants_open() }
        } else {
            OrderList::Statuses(self.listed_statuses())
        }
    }

    fn listed_statuses(&self) -> Vec<OrderStatus> {
        if !self.statuses.is_empty() {
            self.statuses.clone()
        } else if self.wants_open() {
            attention::open_statuses()
        } else {
            OrderStatus::ALL.to_vec()
        }
    }

    fn wants_open(&self) -> bool {
        let open = [self.open, self.ready, self.overlooked, self.backordered];
        open.contains(&Some(true)) || self.stuck.is_some()
    }

    /// Whether an order is as it was asked for.
    pub(super) fn admits(&self, order: &Order) -> bool {
        self.is_named(order) && self.is_of_status(order) && self.needs_attention(order)
    }

    fn is_named(&self, order: &Order) -> bool {
        let text = |wanted: &Option<String>, found: Option<&str>| {
            wanted.is_none() || wanted.as_deref() == found
        };
        let tracked = |number: &String| {
            order.shipments.iter().any(|parcel| parcel.tracking_number.as_ref() == Some(number))
        };
        self.channel.as_ref().is_none_or(|channel| *channel == order.channel)
            && (self.customer_id.is_none() || self.customer_id == order.customer_id)
            && text(&self.external_id, order.external_id.as_deref())
            && text(&self.code, order.order_code.as_deref())
            && self.tracking.as_ref().is_none_or(tracked)
            && self.sku.as_ref().is_none_or(|sku| sells(order, sku))
            && self.warehouse.as_ref().is_none_or(|warehouse| is_served_from(order, warehouse))
    }

    fn is_of_status(&self, order: &Order) -> bool {
        (self.statuses.is_empty() || self.statuses.contains(&order.status()))
            && self.payment.is_none_or(|status| status == order.payment_status())
            && self.fulfilment.is_none_or(|status| status == order.fulfilment_status())
            && self.returned.is_none_or(|status| status == order.return_status())
            && self.open.is_none_or(|open| open == order.is_open())
            && self.ready.is_none_or(|ready| ready == order.is_ready())
    }

    fn needs_attention(&self, order: &Order) -> bool {
        let is = |wanted: Option<bool>, found: bool| wanted.is_none_or(|wanted| wanted == found);
        is(self.late, attention::late(order, self.now).is_some())
            && is(self.overlooked, attention::overlooked(order, self.now).is_some())
            && is(self.backordered, attention::backordered(order).is_some())
            && is(self.abandoned, attention::abandoned(order).is_some())
            && self.stuck.is_none_or(|after| attention::stuck(order, self.now, after).is_some())
    }
}

fn sells(order: &Order, sku: &Sku) -> bool {
    let parts =
        |line: &marea_ingest::state::OrderItem| line.components.iter().any(|part| part.sku == *sku);
    order.lines.iter().any(|line| line.sku == *sku || parts(line))
}

fn is_served_from(order: &Order, warehouse: &WarehouseId) -> bool {
    let mut owed = order.lines.iter().flat_map(|line| &line.allocations);
    let mut sent = order.shipments.iter().flat_map(|parcel| &parcel.lines);
    owed.any(|it| it.warehouse == *warehouse)
        || sent.any(|it| it.warehouse.as_ref() == Some(warehouse))
}

impl Wanted {
    fn take_name(&mut self, name: &str, value: &str) -> Result<bool, Problem> {
        match name {
            "channel" => self.channel = Some(Channel::new(value).map_err(|e| wrong(name, e))?),
            "customer" => {
                self.customer_id = Some(CustomerId::new(value).map_err(|e| wrong(name, e))?);
            }
            "external_id" => self.external_id = Some(value.to_owned()),
            "tracking" => self.tracking = Some(value.to_owned()),
            "code" => self.code = Some(value.to_owned()),
            "sku" => self.sku = Some(Sku::new(value).map_err(|e| wrong(name, e))?),
            "warehouse" => {
                self.warehouse = Some(WarehouseId::new(value).map_err(|e| wrong(name, e))?);
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn take_status(&mut self, name: &str, value: &str) -> Result<bool, Problem> {
        match name {
            "state" => {
                for state in value.split(',') {
                    let all = OrderStatus::ALL;
                    self.statuses.push(one_of(name, state, all, OrderStatus::as_str)?);
                }
            }
            "payment" => {
                self.payment =
                    Some(one_of(name, value, PaymentStatus::ALL, PaymentStatus::as_str)?);
            }
            "fulfilment" => {
                let all = FulfilmentStatus::ALL;
                self.fulfilment = Some(one_of(name, value, all, FulfilmentStatus::as_str)?);
            }
            "return" => {
                self.returned = Some(one_of(name, value, ReturnStatus::ALL, ReturnStatus::as_str)?);
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn take_attention(&mut self, name: &str, value: &str) -> Result<bool, Problem> {
        let field = match name {
            "stuck" => {
                self.stuck = Some(hours(name, value)?);
                return Ok(true);
            }
            "open" => &mut self.open,
            "ready" => &mut self.ready,
            "late" => &mut self.late,
            "overlooked" => &mut self.overlooked,
            "backordered" => &mut self.backordered,
            "abandoned" => &mut self.abandoned,
            _ => return Ok(false),
        };
        // What is not asked for is not asked to be missing: `late=false` lists all.
        *field = Some(yes_or_no(name, value)?).filter(|wanted| *wanted);
        Ok(true)
    }
}
