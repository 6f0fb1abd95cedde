//! `multipleOf`: numbers that are whole multiples of another, compared digit by digit.
//!
//! Both numbers are taken as they are written: in decimal, where 0.3 is three times 0.1. In binary
//! it is not.

use super::check::Checker;
use super::measure::Numeric;
use super::text::text;

impl Checker<'_> {
    /// `multipleOf` (JSON Schema Validation §6.2.1: valid if the division by it is an integer).
    pub fn multiple_of<T: Numeric + ?Sized>(&mut self, name: &str, value: &T, divisor: &str) {
        let Some(number) = value.number() else {
            return;
        };
        if !is_multiple(&number.to_string(), divisor) {
            self.report(name, text!("must be a multiple of {divisor}"));
        }
    }
}

/// Whether `number` is a whole multiple of `divisor`, both in decimal and without exponent. What is
/// no number is not judged.
fn is_multiple(number: &str, divisor: &str) -> bool {
    let (Some(number), Some(divisor)) = (Decimal::read(number), Decimal::read(divisor)) else {
        return true;
    };
    let Some(modulus) = divisor.value().filter(|modulus| *modulus > 0) else {
        return true;
    };
    if number.digits.is_empty() {
        return true;
    }
    // The last digit is not 0, so with more decimals than the divisor it is no multiple.
    let Some(zeros) = divisor.decimals.checked_sub(number.decimals) else {
        return false;
    };
    let zeros = std::iter::repeat_n(b'0', zeros);
    let rest = number.digits.bytes().chain(zeros).fold(0, |rest, digit| {
        (rest * 10 + u128::from(digit - b'0')) % modulus
    });
    rest == 0
}

/// A number without sign: its digits, of which so many are behind the point.
struct Decimal {
    digits: String,
    decimals: usize,
}

impl Decimal {
    fn read(text: &str) -> Option<Self> {
        let text = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let fraction = fraction.trim_end_matches('0');
        let digits = text!("{whole}{fraction}");
        let is_decimal = digits.bytes().all(|digit| digit.is_ascii_digit());
        is_decimal.then(|| Self {
            digits: digits.trim_start_matches('0').to_owned(),
            decimals: fraction.len(),
        })
    }

    /// The digits as an integer that can be multiplied by ten.
    fn value(&self) -> Option<u128> {
        let value = self.digits.parse().ok()?;
        (value < u128::MAX / 16).then_some(value)
    }
}
