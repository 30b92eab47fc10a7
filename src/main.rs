//! The `p2msg` binary: one call into the library.

fn main() -> std::process::ExitCode {
    p2msg::cli::main()
}
