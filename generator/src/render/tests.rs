//! The rendered text of each kind of object, from an API built by hand.

use super::{parted, render, sample};
use crate::{Layout, format, ir};

/// The text of one file.
fn file(api: &ir::Api, path: &str) -> String {
    let files = format::format(render(api, Layout::Crate));
    let found = files.into_iter().find(|file| file.path == path);
    found.map(|file| file.text).unwrap_or_default()
}

/// Fails unless the file holds each of the pieces.
#[track_caller]
fn holds(path: &str, pieces: &[&str]) {
    let text = file(&sample::api(), path);
    for piece in pieces {
        assert!(text.contains(piece), "no `{piece}` in {path}:\n{text}");
    }
}

const ORDERS: &str = "src/generated/operations/orders.rs";
const ORDER_TYPES: &str = "src/generated/types/orders.rs";
const SHARED_TYPES: &str = "src/generated/types/shared.rs";

#[test]
fn everything_is_a_rust_file() {
    for api in [sample::api(), sample::single_client_api()] {
        for module in render(&api, Layout::Crate).modules {
            for part in module.parts() {
                let parsed = syn::parse2::<syn::File>(parted(module.part(part).items));
                assert!(parsed.is_ok(), "{}: {:?}", module.path, parsed.err());
            }
        }
    }
}

#[test]
fn twice_is_the_same_in_the_order_of_paths() {
    let api = sample::api();
    let twice = [(); 2].map(|()| format::format(render(&api, Layout::Crate)));
    assert_eq!(twice[0], twice[1]);
    assert!(twice[0].is_sorted_by_key(|file| &file.path));
    let marked = twice[0].iter().all(|file| {
        let first = file.text.lines().next();
        first.is_some_and(|line| line.contains("@generated"))
    });
    assert!(marked);
}

#[test]
fn sources_are_the_generated_and_the_runtime_files() {
    let api = sample::api();
    for file in format::format(render(&api, Layout::Sources)) {
        let known = ["src/generated/", "src/runtime/"];
        assert!(
            known.iter().any(|folder| file.path.starts_with(folder)),
            "{}",
            file.path
        );
    }
}

#[test]
fn an_operation_is_a_method_with_a_bound() {
    holds(
        ORDERS,
        &[
            "    /// Lists the orders of a customer.\n    ///\n    /// `GET /orders/{customerNumber}`\n",
            "    /// Required besides: [`x_trace`](ListOrders#method.x_trace).\n",
            "    /// # Errors\n    ///\n    /// [`ListOrdersError`] names the documented refusals.\n",
            "        customer_number: impl Into<types::CustomerNumber>,\n",
            "    where\n        M: UserToken,\n",
            "        call.path(\"customerNumber\", false, &customer_number.into());\n",
            "        call.require_header(\"X-Trace\", \"x_trace\");\n",
            "    #[deprecated]\n    #[inline]\n    pub fn create_order(",
        ],
    );
}

#[test]
fn a_parameter_is_set_then_checked() {
    holds(
        ORDERS,
        &[
            "    pub fn status(mut self, value: Vec<types::Status>) -> Self {\n        \
             self.0.query(\"status\", QueryStyle::FORM_EXPLODE, &value);\n",
            "        let value: String = value.into();\n        \
             self.0.header(\"X-Trace\", false, &value);\n        \
             self.0.check().length(\"X-Trace\", &value, None, Some(10));\n",
        ],
    );
}

#[test]
fn an_optional_body_is_a_setter() {
    holds(
        "src/generated/operations/type.rs",
        &[
            "    pub fn body(mut self, body: types::Nothing) -> Self {\n        \
             self.0.json_as(\"application/merge-patch+json\", &body);\n",
            "/// A call of [`TypeHandle::type`].\npub type Type = Request<Text, TypeError>;\n",
        ],
    );
}

#[test]
fn responses_are_chosen_by_status() {
    holds(
        ORDERS,
        &[
            "            400 => error.body_as().map(Self::BadRequest),\n            \
             404 => Some(Self::NotFound),\n            \
             500..=599 => Some(Self::ServerError(error.text())),\n            \
             _ => None,\n",
            "            200 => reply.json().map(Self::Ok),\n            \
             202 => Ok(Self::Accepted),\n            \
             201 | 203..=299 => Ok(Self::Success(reply.text())),\n            \
             _ => Err(reply.undocumented()),\n",
            "    CreateOrderError of CREATE_ORDER {\n        \
             /// Any other status: Default\n        \
             _ => Default(types::ApiError),\n    }\n",
        ],
    );
}

#[test]
fn the_four_presences_are_four_declarations() {
    holds(
        ORDER_TYPES,
        &[
            "        product_code: Required given ProductCode = \"productCode\",\n",
            "        r#type: Optional into Status = \"type\",\n",
            "        cancelled_at: Nullable own jiff::Timestamp = \"cancelledAt\",\n",
            "        note: Patched into String,\n",
            "        parent: Optional boxed Order,\n",
            "        ..additional_properties: BTreeMap<String, serde_json::Value>,\n    }\n",
        ],
    );
}

#[test]
fn sensitive_values_are_not_shown() {
    holds(
        ORDER_TYPES,
        &[
            ")\n    Debug = false\n}\n",
            ".field(\"secret\", &Redacted)\n",
        ],
    );
    holds(
        SHARED_TYPES,
        &[
            "f.debug_tuple(\"Secret\").field(&Redacted).finish()",
            "string_newtype!(Secret, sensitive);",
        ],
    );
}

#[test]
fn limits_are_checks() {
    holds(
        ORDER_TYPES,
        &[
            "        check.field(\"productCode\", &self.product_code);\n        \
             check.range(\"count\", &self.count, 0..=32767);\n",
            "        check.items(\"matrix\", &self.matrix, Some(1), None);\n",
        ],
    );
    holds(
        SHARED_TYPES,
        &[
            "        check.pattern(\"\", &self.0, pattern!(\"^[A-Z]+$\"));\n",
            "impl Check for CustomerNumber {}\n",
        ],
    );
}

#[test]
fn a_string_enum_keeps_what_it_does_not_know() {
    holds(
        ORDER_TYPES,
        &[
            "\nstring_enum! {\n    /// ",
            "        Closed = \"closed\",\n    }\n}\n",
        ],
    );
}

#[test]
fn a_type_of_responses_alone_has_no_setters_and_checks() {
    let text = file(&sample::api(), SHARED_TYPES);
    let (_, error) = text.split_once("pub struct ApiError {").unwrap_or_default();
    let (error, _) = error.split_once("\n}\n").unwrap_or_default();
    assert!(!error.is_empty() && !error.contains(" into ") && !error.contains(" own "));
    assert!(!text.contains("Check for ApiError"));
}

#[test]
fn a_description_without_client_types_has_one_client() {
    let api = sample::single_client_api();
    let clients = file(&api, "src/generated/clients.rs");
    assert!(clients.contains("pub type Client = crate::runtime::Client<Any>;"));
    let orders = file(&api, ORDERS);
    assert!(orders.contains("impl Client {\n") && orders.contains("pub struct Orders {\n"));
    assert!(!orders.contains("where"));
}

#[test]
fn servers_have_their_variables() {
    holds(
        "src/generated/servers.rs",
        &[
            "    #[default]\n    Production,\n",
            "\"https://{}.example.com/{}\", server.region.as_str(), server.r#type\n",
            "    /// `eu` when it is not set.\n",
            "pub enum RegionalServerRegion {",
        ],
    );
}

#[test]
fn headers_are_accessors() {
    holds(
        "src/generated/headers.rs",
        &[
            "-> Option<i64> {\n        self.parse(\"X-RateLimit-Remaining\")\n",
            "-> Option<&str> {\n        self.get(\"X-Version\")\n",
        ],
    );
}

#[test]
fn only_what_is_needed_is_brought_along() {
    let mut api = sample::api();
    api.capabilities.clear();
    let manifest = file(&api, "Cargo.toml");
    for dependency in ["base64", "regex", "uuid"] {
        assert!(
            !manifest.contains(&format!("\n{dependency} = ")),
            "{manifest}"
        );
    }
    let root = file(&api, "src/runtime/mod.rs");
    assert!(
        !root.contains("lenient") && !root.contains("patch"),
        "{root}"
    );
    assert!(file(&api, "src/runtime/lenient.rs").is_empty());
}
