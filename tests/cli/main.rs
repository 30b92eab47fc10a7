//! The program as users meet it: arguments in, stdout, stderr and exit code out.
//!
//! One file a command; [`place`] runs the real binary in a place of its own.

mod generated;
mod pipes;
mod place;
mod secret_arguments;
mod settings;
mod usage;
