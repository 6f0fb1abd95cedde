//! `cargo xtask`.

use std::process::ExitCode;

fn main() -> ExitCode {
    xtask::run().unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}
