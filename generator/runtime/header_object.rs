//! Response headers that are objects, in style `simple` or as JSON.

use serde::de::DeserializeOwned;
use url::form_urlencoded;

use super::headers::Headers;

impl Headers {
    /// The object in the header `name`, written as `R,100,G,200`, or exploded as `R=100,G=200`
    /// (OpenAPI 3.0.3 §4.7.12.2); `None` when it is missing or not a `T`.
    pub fn object<T: DeserializeOwned>(&self, name: &str, explode: bool) -> Option<T> {
        let items: Vec<&str> = self.get(name)?.split(',').map(str::trim).collect();
        let properties: Option<Vec<(&str, &str)>> = if explode {
            items.iter().map(|item| item.split_once('=')).collect()
        } else {
            let pairs = items.chunks(2).map(|pair| match pair {
                [name, value] => Some((*name, *value)),
                _ => None,
            });
            pairs.collect()
        };
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(properties?);
        serde_urlencoded::from_str(&form.finish()).ok()
    }

    /// The value in the header `name`, written as JSON; `None` when it is missing or not a `T`.
    pub fn json<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        serde_json::from_str(self.get(name)?).ok()
    }
}
