//! Scalars: type and format to a Rust type, and their limits.

use super::Lowering;
use super::pattern::{obstacle, translated};
use super::view::{Limit, View};
use crate::diagnostic::{Code, Reported};
use crate::ir::{Bound, Capability, Constraints, Scalar, TypeRef};
use crate::settings::Sited;
use crate::source::At;

impl Lowering<'_> {
    /// The Rust type that the settings give to the format, whose limits are its own affair.
    pub(super) fn replaced_format(&mut self, view: &View<'_>) -> Option<TypeRef> {
        let format = view.format?;
        self.uses.formats.insert(format.to_owned());
        let Sited { value, span } = self.decisions.format(format)?;
        self.uses.spans.insert(*span);
        self.capabilities.insert(Capability::Existing);
        Some(TypeRef::Existing(value.clone()))
    }

    /// The scalar of a type and format. A format that is not known is ignored (OpenAPI 3.0.3 §4.4:
    /// tools may treat the value by its type alone).
    pub(super) fn scalar(&mut self, view: &View<'_>, at: &At<'_>) -> Result<Scalar, Reported> {
        let scalar = match (view.r#type, view.format) {
            (Some("boolean"), _) => Scalar::Boolean,
            (Some("integer"), Some("int32" | "int16" | "int8")) => Scalar::Int32,
            (Some("integer"), Some("uint32" | "uint16" | "uint8")) => Scalar::Uint32,
            (Some("integer"), Some("uint64" | "uint")) => Scalar::Uint64,
            (Some("integer"), Some("epoch-millis")) => Scalar::EpochMillis,
            (Some("integer"), None) if is_beyond_signed(view) => Scalar::Uint64,
            (Some("integer"), _) => Scalar::Int64,
            (Some("number"), Some("float")) => Scalar::Float,
            (Some("number"), Some("decimal")) => Scalar::Decimal,
            (Some("number"), _) => Scalar::Double,
            (Some("string"), Some("date")) => Scalar::Date,
            (Some("string"), Some("date-time")) => Scalar::DateTime,
            (Some("string"), Some("uuid")) => Scalar::Uuid,
            (Some("string"), Some("byte")) => Scalar::Base64,
            (Some("string"), Some("decimal")) => Scalar::DecimalText,
            (Some("string"), _) => Scalar::String,
            (Some(other), _) => {
                return Err(self.unsupported(&at.key("type"), format!("`type: {other}`")));
            }
            (None, _) => return Ok(untyped(view)),
        };
        if scalar == Scalar::DecimalText {
            self.capabilities.insert(Capability::Decimal);
        }
        self.capabilities.extend(match scalar {
            Scalar::Base64 => Some(Capability::Base64),
            Scalar::Date | Scalar::DateTime => Some(Capability::DateTime),
            Scalar::Decimal => Some(Capability::Decimal),
            Scalar::DecimalText => Some(Capability::DecimalText),
            Scalar::EpochMillis => Some(Capability::EpochMillis),
            Scalar::Uuid => Some(Capability::Uuid),
            Scalar::Boolean
            | Scalar::Int32
            | Scalar::Int64
            | Scalar::Uint32
            | Scalar::Uint64
            | Scalar::Float
            | Scalar::Double
            | Scalar::String => None,
        });
        Ok(scalar)
    }

    /// The limits that are checked before a request is sent; only those that mean something for
    /// the type (JSON Schema validation §4.1: a keyword limits the values of its type only).
    pub(super) fn constraints(
        &mut self,
        view: &View<'_>,
        scalar: Option<Scalar>,
        at: &At<'_>,
    ) -> Constraints {
        let mut constraints = Constraints::default();
        self.check_range(view, scalar, at);
        match scalar {
            Some(
                Scalar::String
                | Scalar::DecimalText
                | Scalar::Base64
                | Scalar::Date
                | Scalar::DateTime
                | Scalar::Uuid,
            ) => {
                constraints.min_length = view.min_length.filter(|length| *length > 0);
                constraints.max_length = view.max_length;
                let patterns = view.patterns.iter();
                constraints.patterns = patterns
                    .filter_map(|pattern| self.pattern(pattern, at))
                    .collect();
            }
            Some(
                scalar @ (Scalar::Int32
                | Scalar::Int64
                | Scalar::Uint32
                | Scalar::Uint64
                | Scalar::Float
                | Scalar::Double
                | Scalar::Decimal
                | Scalar::EpochMillis),
            ) => {
                constraints.minimum = bound(view.minimum, view.exclusive_minimum, scalar, End::Low);
                constraints.maximum =
                    bound(view.maximum, view.exclusive_maximum, scalar, End::High);
                constraints.multiple_of = self.multiple_of(view, scalar, at);
            }
            Some(Scalar::Boolean) => {}
            None => {
                constraints.min_items = view.min_items.filter(|items| *items > 0);
                constraints.max_items = view.max_items;
                constraints.unique_items = view.unique_items;
                if view.unique_items {
                    self.capabilities.insert(Capability::JsonLimits);
                }
            }
        }
        constraints
    }

    /// JSON Schema Validation §6.2.1: the value of `multipleOf` is greater than 0.
    fn no_divisor(&mut self, divisor: Limit, at: &At<'_>) {
        let at = at.key("multipleOf");
        if self.warned.insert((at.pointer(), Code::Tolerated)) {
            let message = format!("nothing is a multiple of `{divisor}`");
            let diagnostic = self
                .diagnostic(Code::Tolerated, &at, message)
                .label("ignored")
                .help("write a number above 0");
            self.sink.warn(diagnostic);
        }
    }

    /// Warns of limits between which nothing is.
    fn check_range(&mut self, view: &View<'_>, scalar: Option<Scalar>, at: &At<'_>) {
        let is_above = |low: Option<usize>, high: Option<usize>| matches!((low, high), (Some(low), Some(high)) if low > high);
        let (low, high) = match scalar {
            Some(_) if view.has_empty_range() => ("minimum", "maximum"),
            Some(_) if is_above(view.min_length, view.max_length) => ("minLength", "maxLength"),
            None if is_above(view.min_items, view.max_items) => match view.r#type {
                Some("object") => ("minProperties", "maxProperties"),
                Some(_) | None => ("minItems", "maxItems"),
            },
            Some(_) | None => return,
        };
        let at = at.key(high);
        if !self.warned.insert((at.pointer(), Code::Tolerated)) {
            return;
        }
        let message = format!("no value is between this `{high}` and its `{low}`");
        let diagnostic = self
            .diagnostic(Code::Tolerated, &at, message)
            .label("a request that has such a value is refused before it is sent")
            .help(format!("write a `{high}` that is not below `{low}`"));
        self.sink.warn(diagnostic);
    }

    /// `multipleOf`, but for 1 of an integer, which says nothing.
    fn multiple_of(&mut self, view: &View<'_>, scalar: Scalar, at: &At<'_>) -> Vec<String> {
        let is_float = matches!(scalar, Scalar::Float | Scalar::Double | Scalar::Decimal);
        let divisors = view.multiple_of.iter();
        let divisors: Vec<_> = divisors
            .filter(|divisor| is_float || **divisor != Limit::Integer(1))
            .filter(|divisor| divisor.is_positive())
            .map(ToString::to_string)
            .collect();
        let refused = view
            .multiple_of
            .iter()
            .find(|divisor| !divisor.is_positive());
        if let Some(divisor) = refused {
            self.no_divisor(*divisor, at);
        }
        if !divisors.is_empty() {
            self.capabilities.insert(Capability::MultipleOf);
        }
        divisors
    }

    /// The pattern in the `regex` crate's syntax, when it has the same meaning there; a warning
    /// says that it isn't enforced otherwise.
    pub(super) fn pattern(&mut self, pattern: &str, at: &At<'_>) -> Option<String> {
        if let Some(translated) = translated(pattern) {
            self.capabilities.insert(Capability::Pattern);
            return Some(translated);
        }
        let diagnostic = self
            .diagnostic(
                Code::Pattern,
                &at.key("pattern"),
                format!("the pattern `{pattern}` is not enforced"),
            )
            .label(obstacle(pattern))
            .help("requests are sent without this check; the server still makes it");
        if self.warned.insert((at.pointer(), Code::Pattern)) {
            self.sink.warn(diagnostic);
        }
        None
    }
}

/// One end of a range as a literal of the scalar's type; one that no value of the type goes beyond
/// says nothing.
fn bound(limit: Option<Limit>, exclusive: bool, scalar: Scalar, end: End) -> Option<Bound> {
    let (low, high) = match scalar {
        Scalar::Int32 => (i128::from(i32::MIN), i128::from(i32::MAX)),
        Scalar::Uint32 => (0, i128::from(u32::MAX)),
        Scalar::Uint64 => (0, i128::from(u64::MAX)),
        Scalar::Int64
        | Scalar::Boolean
        | Scalar::Float
        | Scalar::Double
        | Scalar::String
        | Scalar::Base64
        | Scalar::Date
        | Scalar::DateTime
        | Scalar::Decimal
        | Scalar::DecimalText
        | Scalar::Uuid
        | Scalar::EpochMillis => (i128::from(i64::MIN), i128::from(i64::MAX)),
    };
    let last = match end {
        End::Low => low,
        End::High => high,
    };
    let float = matches!(scalar, Scalar::Float | Scalar::Double | Scalar::Decimal);
    let limit = match limit? {
        Limit::Integer(value) if float => separated(&format!("{value}.0")),
        Limit::Integer(value) if value == last && !exclusive => return None,
        Limit::Integer(value) if (low..=high).contains(&value) => separated(&value.to_string()),
        Limit::Float(value) if float => separated(&format!("{value:?}")),
        Limit::Integer(_) | Limit::Float(_) => return None,
    };
    Some(Bound { limit, exclusive })
}

/// Which end of a range.
#[derive(Clone, Copy)]
enum End {
    Low,
    High,
}

/// The literal with its thousands parted, as clippy asks for where there are many.
fn separated(literal: &str) -> String {
    let whole = literal.trim_start_matches('-');
    let digits = whole.bytes().take_while(u8::is_ascii_digit).count();
    if digits < 6 {
        return literal.to_owned();
    }
    let sign = literal.len() - whole.len();
    let mut text = literal[..sign].to_owned();
    for (index, digit) in whole[..digits].chars().enumerate() {
        if index > 0 && (digits - index).is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    text + &whole[digits..]
}

/// The scalar that keywords mean where no `type` says it: publishers write them for one type.
fn untyped(view: &View<'_>) -> Scalar {
    let is_number = view.minimum.is_some()
        || view.maximum.is_some()
        || !view.multiple_of.is_empty()
        || matches!(view.format, Some("float" | "double"));
    match view.format {
        Some("int32") => Scalar::Int32,
        Some("int64") => Scalar::Int64,
        Some("date") => Scalar::Date,
        _ if is_number => Scalar::Double,
        _ => Scalar::String,
    }
}

/// Whether the limits of an integer ask for the numbers that only an unsigned one holds.
fn is_beyond_signed(view: &View<'_>) -> bool {
    let is_positive = match view.minimum {
        Some(Limit::Integer(minimum)) => minimum >= 0,
        Some(Limit::Float(minimum)) => minimum >= 0.0,
        None => false,
    };
    let is_large = match view.maximum {
        Some(Limit::Integer(maximum)) => maximum > i128::from(i64::MAX),
        Some(Limit::Float(maximum)) => maximum > 9_223_372_036_854_775_807.0,
        None => false,
    };
    is_positive && is_large
}
