//! The lines that an event names, or means.

use super::{Denied, draft::Draft};
use crate::{
    amount::Quantity,
    event::LineQuantity,
    state::{Order, OrderItem},
};

/// The lines that an event names, with their places in the order; all that is left without lines.
pub(super) fn named_lines(
    draft: &mut Draft<'_>,
    order: &Order,
    named: Option<&[LineQuantity]>,
    left: fn(&OrderItem) -> Quantity,
    what: &str,
) -> Result<Vec<(usize, Quantity)>, Denied> {
    let Some(named) = named else {
        let lines = order.lines.iter().enumerate();
        let all: Vec<_> = lines.map(|(place, line)| (place, left(line))).collect();
        let all: Vec<_> = all.into_iter().filter(|(_, quantity)| quantity.is_positive()).collect();
        if all.is_empty() {
            let message = format!("nothing of order \"{}\" is left to be {what}", order.order_id);
            draft.object("invalid_transition", None, message)?;
        }
        return Ok(all);
    };
    let mut found = Vec::with_capacity(named.len());
    for (index, wanted) in named.iter().enumerate() {
        let Some(place) = order.lines.iter().position(|line| line.line_id == wanted.line_id) else {
            let message =
                format!("order \"{}\" has no line \"{}\"", order.order_id, wanted.line_id);
            draft.object("unknown_line", Some(format!("lines[{index}].line_id")), message)?;
            continue;
        };
        let left = left(&order.lines[place]).at_least_zero();
        if wanted.quantity > left {
            let line = &wanted.line_id;
            let message =
                format!("{} of line \"{line}\" are to be {what}, {left} are left", wanted.quantity);
            draft.object(
                "invalid_transition",
                Some(format!("lines[{index}].quantity")),
                message,
            )?;
        }
        found.push((place, wanted.quantity.at_most(left)));
    }
    found.retain(|(_, quantity)| quantity.is_positive());
    Ok(found)
}
