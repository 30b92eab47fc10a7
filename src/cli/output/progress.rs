//! Progress of work that may take long.

use std::time::Instant;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// What progress counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Bytes.
    Bytes,
    /// Things: shares, files.
    Items,
}

impl Unit {
    pub(super) fn template(self, total: bool) -> &'static str {
        match (self, total) {
            (Self::Bytes, true) => {
                "{msg} {wide_bar} {binary_bytes}/{binary_total_bytes} {binary_bytes_per_sec}, {eta} left"
            }
            (Self::Bytes, false) => "{msg} {binary_bytes} {binary_bytes_per_sec}",
            (Self::Items, true) => "{msg} {wide_bar} {human_pos}/{human_len} {per_sec}, {eta} left",
            (Self::Items, false) => "{msg} {human_pos} {per_sec}",
        }
    }

    pub(super) fn style(self, total: bool) -> ProgressStyle {
        ProgressStyle::with_template(self.template(total)).expect("a test tries every template")
    }
}

/// Progress of one piece of work; it goes away when dropped.
#[derive(Debug)]
pub struct Progress {
    pub(super) bar: ProgressBar,
    pub(super) due: Option<Instant>,
}

impl Progress {
    /// So much more is done.
    pub fn advance(&mut self, by: u64) {
        self.bar.inc(by);
        if self.due.is_some_and(|due| Instant::now() >= due) {
            self.due = None;
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
