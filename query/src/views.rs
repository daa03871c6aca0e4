//! Views that are kept by increment, and exact.
//!
//! A view is a file here. It names the fact table it follows, how a row becomes a key and signed
//! measures, and the SQL that it is equal to at every LSN. Its rows are kept in partitions (a day,
//! a bucket of SKUs) that are shared between snapshots; a commit copies the partitions it touches,
//! a query turns only the changed ones into Arrow again.

mod inventory_position;
mod measure;
mod order_backlog;
mod revenue_daily;
mod view;

use std::{any::Any, sync::Arc};

use arrow::{array::RecordBatch, datatypes::SchemaRef};
use marea_ingest::store::Follower;

use self::view::{View, ViewImage};

/// A view as an analyst sees it.
#[derive(Debug, Clone, Copy)]
pub struct ViewDescription {
    /// The table's name in SQL.
    pub name: &'static str,
    /// What it holds.
    pub about: &'static str,
    /// The query over the facts that it is equal to, at every LSN.
    pub sql: &'static str,
}

/// What every view can be asked for, whatever it keeps.
trait Image: Send + Sync {
    fn schema(&self) -> SchemaRef;
    fn batches(&self) -> Vec<RecordBatch>;
}

type Read = fn(&(dyn Any + Send + Sync)) -> Option<&dyn Image>;

/// A view: what it is, how its image is read, what keeps it.
type Registered = (ViewDescription, Read, fn() -> Box<dyn Follower>);

/// All views, in the order of [`followers`].
const VIEWS: [Registered; 4] = [
    described::<revenue_daily::ByEventDate>(),
    described::<revenue_daily::ByOrderDate>(),
    described::<inventory_position::InventoryPosition>(),
    described::<order_backlog::OrderBacklog>(),
];

const fn described<D: view::Definition>() -> Registered {
    let description = ViewDescription { name: D::NAME, about: D::ABOUT, sql: D::SQL };
    let read: Read = |image| image.downcast_ref::<ViewImage<D>>().map(|image| image as &dyn Image);
    (description, read, || Box::new(View::<D>::default()))
}

/// The followers that keep the views; hand them to [`marea_ingest::store::Store::start`].
#[must_use]
pub fn followers() -> Vec<Box<dyn Follower>> {
    VIEWS.iter().map(|(_, _, follower)| follower()).collect()
}

/// All views.
pub fn descriptions() -> impl Iterator<Item = &'static ViewDescription> {
    VIEWS.iter().map(|(description, ..)| description)
}

/// The rows of each view, as the images of a snapshot hold them.
pub(crate) fn contents(
    images: &[Arc<dyn Any + Send + Sync>],
) -> impl Iterator<Item = (&'static str, SchemaRef, Vec<RecordBatch>)> {
    VIEWS.iter().zip(images).filter_map(|((description, read, _), image)| {
        let image = read(image.as_ref())?;
        Some((description.name, image.schema(), image.batches()))
    })
}
