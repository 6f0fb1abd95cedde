//! The generator as a program.

use std::process::ExitCode;

fn main() -> ExitCode {
    generator::cli::command::run()
}
