//! The values of `--color`.

use clap::ValueEnum;

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorWhen {
    /// On a terminal only
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}
