//! The generator as a program.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Trees, tokens and texts are millions of small allocations on several threads.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    generator::cli::command::run()
}
