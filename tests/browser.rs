//! The dashboard in a real browser: headless Chromium, a `serve` and the share store of a `demo`.
//!
//! Skipped where Chromium is not installed, unless P2MSG_NEED_BROWSER is set. The checks of
//! accessibility need axe-core, too.

// clippy.toml allows these in tests, but that does not reach the functions that tests share.
#![allow(clippy::indexing_slicing, clippy::unwrap_used, clippy::print_stderr)]

mod support;

mod browser {
    mod accessibility;
    mod dashboard;
    mod hostile;
    mod webdriver;
}
