//! `cargo xtask`.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// As in the program that generates.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    xtask::run().unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}
