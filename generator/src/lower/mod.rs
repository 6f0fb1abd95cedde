//! From the typed description to the IR: the only place that knows both.

use crate::diagnostic::{Reported, Sink};
use crate::document::Document;
use crate::{Options, ir};

/// Lowers the description, or reports every reason why not.
///
/// # Errors
/// When something was reported that refuses the description.
pub fn lower(
    _document: &Document,
    options: &Options,
    sink: &mut Sink,
) -> Result<ir::Api, Reported> {
    sink.verdict()?;
    Ok(ir::Api {
        package: options.package.clone().unwrap_or_default(),
        title: String::new(),
        version: String::new(),
        description: None,
        servers: Vec::new(),
        schemes: Vec::new(),
        clients: Vec::new(),
        requirements: Vec::new(),
        tags: Vec::new(),
        schemas: Vec::new(),
        headers: Vec::new(),
        capabilities: std::collections::BTreeSet::new(),
    })
}
