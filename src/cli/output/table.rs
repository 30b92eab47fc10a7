//! Tables.

use comfy_table::{CellAlignment, ContentArrangement, presets};

use super::text::styles;
use crate::text::visible::visible;

/// An aligned table with a heading for each column.
#[derive(Debug)]
pub struct Table {
    table: comfy_table::Table,
    rows: usize,
}

impl Table {
    /// A table with these column headings.
    pub fn new<const N: usize>(headings: [&str; N]) -> Self {
        let mut table = comfy_table::Table::new();
        table.load_style(presets::NOTHING);
        table.set_header(headings);
        for column in table.column_iter_mut() {
            column.set_padding((0, 2));
        }
        Self { table, rows: 0 }
    }

    /// Aligns a column, counted from 0, to the right: numbers.
    #[must_use]
    pub fn right(mut self, column: usize) -> Self {
        if let Some(column) = self.table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        self
    }

    /// Adds a row; each cell takes one line unless the terminal is too narrow.
    pub fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.table
            .add_row(cells.iter().map(|cell| visible(cell).into_owned()));
        self.rows += 1;
    }

    pub(super) fn render(mut self, width: Option<u16>, color: bool) -> String {
        if self.rows == 0 {
            return String::new();
        }
        if let Some(width) = width {
            self.table
                .set_content_arrangement(ContentArrangement::Dynamic)
                .set_width(width);
        }
        let text = self.table.trim_fmt();
        let style = styles::HEADING;
        match text.split_once('\n') {
            Some((heading, rows)) if color => format!("{style}{heading}{style:#}\n{rows}\n"),
            _ => format!("{text}\n"),
        }
    }
}
