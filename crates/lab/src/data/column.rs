//! Columns of a table, each in the narrowest type that holds its cells exactly.
//!
//! Images are bytes, measurements mostly fit f32, prices and time stamps need f64: a column takes 1, 4 or 8
//! bytes a row, and a table of 60,000 × 784 pixels 47 MB instead of 376. `Builder` starts with the
//! narrowest type and widens when a cell asks for it, so a file is read once and never held as text.
//!
//! The storage follows from the values alone, not from the file or the order of its rows: equal columns
//! are stored alike, which the content hash relies on.

use std::collections::HashMap;

/// The code of a missing cell in [`Cells::Categories`].
pub const MISSING: u32 = u32::MAX;

/// The largest magnitude of a number: what a 32-bit float holds. So the square of a number, and a sum of
/// many, stay finite in f64.
const LARGEST: f64 = f32::MAX as f64;

/// A named column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    name: String,
    cells: Cells,
}

/// The cells of a column, one a row.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Cells {
    /// Whole numbers from 0 to 255, none missing.
    Bytes(Vec<u8>),
    /// Numbers that an f32 holds exactly; NaN is a missing cell.
    Singles(Vec<f32>),
    /// Numbers up to the largest f32; NaN is a missing cell.
    Doubles(Vec<f64>),
    /// Texts.
    Categories {
        /// The distinct texts, in the order of their bytes.
        names: Vec<String>,
        /// Indices into `names`; [`MISSING`] is a missing cell.
        codes: Vec<u32>,
    },
}

impl Column {
    /// A column of numbers in the narrowest type; NaN is a missing cell. `None` if one is infinite or
    /// beyond the range of f32.
    #[must_use]
    pub fn numbers(name: &str, values: &[f64]) -> Option<Self> {
        let mut builder = Builder::new(name);
        for &value in values {
            match value {
                value if value.is_nan() => builder.missing(),
                value if fits(value) => builder.number(value),
                _ => return None,
            }
        }
        Some(builder.finish())
    }

    /// A column of texts; `None` is a missing cell.
    #[must_use]
    pub fn categories<'a>(name: &str, texts: impl IntoIterator<Item = Option<&'a str>>) -> Self {
        let mut builder = Builder::new(name);
        builder.make_categories();
        for text in texts {
            match text {
                Some(text) => builder.text(text, 0),
                None => builder.missing(),
            }
        }
        builder.finish()
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its cells.
    #[must_use]
    pub fn cells(&self) -> &Cells {
        &self.cells
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.cells {
            Cells::Bytes(cells) => cells.len(),
            Cells::Singles(cells) => cells.len(),
            Cells::Doubles(cells) => cells.len(),
            Cells::Categories { codes, .. } => codes.len(),
        }
    }

    /// Whether it has no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether its cells are numbers.
    #[must_use]
    pub fn is_numeric(&self) -> bool {
        !matches!(self.cells, Cells::Categories { .. })
    }

    /// The number of a row, NaN if it is missing; of a text its code.
    ///
    /// # Panics
    /// If `row` is not below [`Self::len`].
    #[must_use]
    pub fn number(&self, row: usize) -> f64 {
        match &self.cells {
            Cells::Bytes(cells) => f64::from(cells[row]),
            Cells::Singles(cells) => f64::from(cells[row]),
            Cells::Doubles(cells) => cells[row],
            Cells::Categories { codes, .. } => match codes[row] {
                MISSING => f64::NAN,
                code => f64::from(code),
            },
        }
    }

    /// Number of missing cells.
    #[must_use]
    pub fn missing(&self) -> usize {
        match &self.cells {
            Cells::Bytes(_) => 0,
            Cells::Singles(cells) => cells.iter().filter(|cell| cell.is_nan()).count(),
            Cells::Doubles(cells) => cells.iter().filter(|cell| cell.is_nan()).count(),
            Cells::Categories { codes, .. } => codes.iter().filter(|&&c| c == MISSING).count(),
        }
    }

    /// Bytes of memory that the cells take.
    #[must_use]
    pub fn bytes(&self) -> usize {
        match &self.cells {
            Cells::Bytes(cells) => cells.len(),
            Cells::Singles(cells) => 4 * cells.len(),
            Cells::Doubles(cells) => 8 * cells.len(),
            Cells::Categories { names, codes } => {
                4 * codes.len() + names.iter().map(|n| size_of::<String>() + n.len()).sum::<usize>()
            }
        }
    }

    /// Keeps the rows whose flag is set. The type narrows where the rows left allow it.
    pub(super) fn keep(self, flags: &[bool]) -> Self {
        let mut builder = Builder::new(&self.name);
        let rows = (0..self.len()).filter(|&row| flags[row]);
        match &self.cells {
            Cells::Categories { names, codes } => {
                builder.make_categories();
                for row in rows {
                    match codes[row] {
                        MISSING => builder.missing(),
                        code => builder.text(&names[code as usize], 0),
                    }
                }
            }
            _ => {
                for row in rows {
                    match self.number(row) {
                        value if value.is_nan() => builder.missing(),
                        value => builder.number(value),
                    }
                }
            }
        }
        builder.finish()
    }
}

/// Whether a column may hold the number.
pub(super) fn fits(value: f64) -> bool {
    value.abs() <= LARGEST
}

/// A column that is being read, cell by cell.
#[derive(Debug)]
pub(super) struct Builder {
    name: String,
    cells: Cells,
    /// Where each text of `cells` has its code; empty for numbers.
    codes: HashMap<String, u32>,
    /// Cells that were numbers.
    numbers: usize,
    /// The first cell that was none, with the place that the reader gave.
    first_text: Option<(u64, String)>,
}

impl Builder {
    /// A column without rows.
    pub(super) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            cells: Cells::Bytes(Vec::new()),
            codes: HashMap::new(),
            numbers: 0,
            first_text: None,
        }
    }

    /// The column's name.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Adds a number for which [`fits`] holds. In a column of texts it is the text of its shortest digits:
    /// `01` and `1.0` are both `1`, wherever in the column the first text stands.
    pub(super) fn number(&mut self, value: f64) {
        self.numbers += 1;
        let value = value + 0.0; // −0 and 0 are one value
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        // saturates; compared back
        let (byte, single) = (value as u8, value as f32);
        #[allow(clippy::float_cmp)] // exactness is the question
        let (is_byte, is_single) = (f64::from(byte) == value, f64::from(single) == value);
        if matches!(self.cells, Cells::Bytes(_)) && !is_byte {
            self.widen(is_single);
        } else if matches!(self.cells, Cells::Singles(_)) && !is_single {
            self.widen(false);
        }
        match &mut self.cells {
            Cells::Bytes(cells) => cells.push(byte),
            Cells::Singles(cells) => cells.push(single),
            Cells::Doubles(cells) => cells.push(value),
            Cells::Categories { .. } => self.push_text(value.to_string()),
        }
    }

    /// Adds a missing cell.
    pub(super) fn missing(&mut self) {
        if matches!(self.cells, Cells::Bytes(_)) {
            self.widen(true);
        }
        match &mut self.cells {
            Cells::Bytes(_) => {}
            Cells::Singles(cells) => cells.push(f32::NAN),
            Cells::Doubles(cells) => cells.push(f64::NAN),
            Cells::Categories { codes, .. } => codes.push(MISSING),
        }
    }

    /// Adds a text, which makes the column one of categories; `place` is for [`Self::slip`].
    pub(super) fn text(&mut self, text: &str, place: u64) {
        if self.first_text.is_none() {
            self.first_text = Some((place, text.to_owned()));
        }
        self.make_categories();
        if let (Cells::Categories { codes, .. }, Some(&code)) =
            (&mut self.cells, self.codes.get(text))
        {
            codes.push(code);
        } else {
            self.push_text(text.to_owned());
        }
    }

    fn push_text(&mut self, text: String) {
        if let Cells::Categories { names, codes } = &mut self.cells {
            let code = *self.codes.entry(text).or_insert_with_key(|text| {
                names.push(text.clone());
                u32::try_from(names.len() - 1).unwrap_or(MISSING)
            });
            codes.push(code);
        }
    }

    /// Goes to f32 or f64. A column of at most 2⁸ distinct values does so once or twice at most.
    fn widen(&mut self, to_single: bool) {
        self.cells = match std::mem::replace(&mut self.cells, Cells::Bytes(Vec::new())) {
            Cells::Bytes(cells) if to_single => {
                Cells::Singles(cells.into_iter().map(f32::from).collect())
            }
            Cells::Bytes(cells) => Cells::Doubles(cells.into_iter().map(f64::from).collect()),
            Cells::Singles(cells) => Cells::Doubles(cells.into_iter().map(f64::from).collect()),
            cells => cells,
        };
    }

    fn make_categories(&mut self) {
        if matches!(self.cells, Cells::Categories { .. }) {
            return;
        }
        self.widen(false);
        let categories = Cells::Categories { names: Vec::new(), codes: Vec::new() };
        if let Cells::Doubles(values) = std::mem::replace(&mut self.cells, categories) {
            for value in values {
                if value.is_nan() {
                    self.missing();
                } else {
                    self.push_text(value.to_string());
                }
            }
        }
    }

    /// The place and text of a cell that looks like a slip in a column of numbers: nine cells of ten are
    /// numbers, of more than ten kinds, and this one is not.
    pub(super) fn slip(&self) -> Option<(u64, &str)> {
        let (place, text) = self.first_text.as_ref()?;
        let Cells::Categories { names, codes } = &self.cells else { return None };
        let present = codes.iter().filter(|&&code| code != MISSING).count();
        let kinds = names.iter().filter(|name| name.parse::<f64>().is_ok()).count();
        (self.numbers * 10 >= present * 9 && kinds > 10).then_some((*place, text.as_str()))
    }

    /// The column. Categories come in the order of their bytes, whatever the order of the rows.
    pub(super) fn finish(self) -> Column {
        let cells = match self.cells {
            Cells::Categories { names, mut codes } => {
                let mut order: Vec<u32> =
                    (0..u32::try_from(names.len()).unwrap_or(MISSING)).collect();
                order.sort_unstable_by(|&a, &b| names[a as usize].cmp(&names[b as usize]));
                let mut place = vec![0; names.len()];
                for (new, &old) in (0..).zip(&order) {
                    place[old as usize] = new;
                }
                for code in codes.iter_mut().filter(|code| **code != MISSING) {
                    *code = place[*code as usize];
                }
                let mut names: Vec<Option<String>> = names.into_iter().map(Some).collect();
                let names = order.iter().filter_map(|&old| names[old as usize].take()).collect();
                Cells::Categories { names, codes }
            }
            cells => shrunk(cells),
        };
        Column { name: self.name, cells }
    }
}

/// Numbers without the spare room that they grew with.
fn shrunk(mut cells: Cells) -> Cells {
    match &mut cells {
        Cells::Bytes(cells) => cells.shrink_to_fit(),
        Cells::Singles(cells) => cells.shrink_to_fit(),
        Cells::Doubles(cells) => cells.shrink_to_fit(),
        Cells::Categories { codes, .. } => codes.shrink_to_fit(),
    }
    cells
}
