//! The elements of an array as columns, read as a stream: a row at a time, or a column at a time where the
//! first axis varies fastest.

use super::header::{Descriptor, Header, elements, read_up_to};
use crate::data::column::{Builder, fits};
use crate::data::source::Source;
use crate::error::DataError;
use half::f16;
use std::io::Read;

/// Columns of a table, beyond which an array is taken for something else.
const MAX_COLUMNS: u64 = 1_000_000;
/// Elements that are read at once, at most.
const BLOCK: usize = 1 << 16;

/// The columns of one array, or of several with the same axes, one below the other.
#[derive(Debug)]
pub(crate) struct Columns {
    label: String,
    axes: Vec<u64>,
    builders: Vec<Builder>,
    rows: u64,
}

impl Columns {
    /// None yet; they will be called by their place, after the label if there is one.
    pub(crate) fn new(label: &str) -> Self {
        Self { label: label.to_owned(), axes: Vec::new(), builders: Vec::new(), rows: 0 }
    }

    /// The label.
    pub(crate) fn label(&self) -> &str {
        &self.label
    }

    /// Number of rows so far.
    pub(crate) fn rows(&self) -> u64 {
        self.rows
    }

    /// The columns.
    pub(crate) fn into_builders(self) -> Vec<Builder> {
        self.builders
    }

    /// Adds the rows of an array, whose header was read.
    pub(crate) fn read(
        &mut self,
        source: &Source<'_>,
        reader: &mut dyn Read,
        header: &Header,
    ) -> Result<(), DataError> {
        let Some((&rows, axes)) = header.shape.split_first() else {
            return Err(source.malformed("a single number is no table; rows are the first axis"));
        };
        let decode = Decode::new(header.descriptor).ok_or_else(|| {
            source.malformed(format!(
                "elements of type {} are no cells; convert the array to numbers or to text, as in \
                 `array.astype('float32')`",
                header.descriptor
            ))
        })?;
        let width = elements(axes).filter(|&width| width <= MAX_COLUMNS).ok_or_else(|| {
            source
                .malformed(format!("a row of {axes:?} elements; at most {MAX_COLUMNS} are columns"))
        })?;
        if self.builders.is_empty() {
            self.builders = (0..width).map(|at| Builder::new(&self.name(axes, at))).collect();
            self.axes = axes.to_vec();
        } else if self.axes != axes {
            return Err(source.malformed(format!(
                "rows of shape {axes:?} follow rows of shape {:?}; parts of one table need the same",
                self.axes
            )));
        }
        if width == 0 {
            return Err(source.malformed("its rows have no elements"));
        }
        // In C's order rows come one after the other, in Fortran's columns, their axes reversed.
        let (outer, inner) = if header.fortran_order { (width, rows) } else { (rows, width) };
        let mut elements = Elements { source, reader, decode, bytes: Vec::new() };
        for i in 0..outer {
            let mut start = 0;
            while start < inner {
                let count = usize::try_from(inner - start).map_or(BLOCK, |left| left.min(BLOCK));
                let bytes = elements.next(count)?;
                for (j, element) in (start..).zip(bytes.chunks_exact(decode.bytes())) {
                    let (row, column) =
                        if header.fortran_order { (j, from_fortran(axes, i)) } else { (i, j) };
                    let builder = &mut self.builders[usize::try_from(column).unwrap_or(usize::MAX)];
                    push(builder, decode, element, self.rows + row)?;
                }
                start += count as u64;
            }
        }
        self.rows += rows;
        Ok(())
    }

    /// A column's name: `x_3_14`, `x` where there is one only, `3` without a label.
    fn name(&self, axes: &[u64], at: u64) -> String {
        let mut rest = at;
        let mut places: Vec<String> = axes
            .iter()
            .rev()
            .map(|&axis| {
                let place = rest % axis;
                rest /= axis;
                place.to_string()
            })
            .collect();
        places.reverse();
        match (self.label.is_empty(), elements(axes)) {
            (false, Some(1)) => self.label.clone(),
            (false, _) => format!("{}_{}", self.label, places.join("_")),
            (true, _) if places.is_empty() => "0".to_owned(),
            (true, _) => places.join("_"),
        }
    }
}

/// Where a column lies in C's order of the axes, whose place in Fortran's order is this.
fn from_fortran(axes: &[u64], mut at: u64) -> u64 {
    axes.iter().fold(0, |place, &axis| {
        let index = at % axis;
        at /= axis;
        place * axis + index
    })
}

/// Adds a cell to its column.
fn push(builder: &mut Builder, decode: Decode, bytes: &[u8], row: u64) -> Result<(), DataError> {
    match decode.cell(bytes) {
        Cell::Number(value) if value.is_nan() => builder.missing(),
        Cell::Number(value) if fits(value) => builder.number(value),
        Cell::Number(value) => {
            return Err(DataError::NotFinite {
                place: format!("row {row}"),
                column: builder.name().to_owned(),
                cell: value.to_string(),
            });
        }
        Cell::Text(text) if text.trim().is_empty() => builder.missing(),
        Cell::Text(text) => builder.text(text.trim(), row),
    }
    Ok(())
}

/// The bytes of elements, some at a time.
struct Elements<'a> {
    source: &'a Source<'a>,
    reader: &'a mut dyn Read,
    decode: Decode,
    bytes: Vec<u8>,
}

impl Elements<'_> {
    fn next(&mut self, count: usize) -> Result<&[u8], DataError> {
        self.bytes.resize(count * self.decode.bytes(), 0);
        let read = read_up_to(self.reader, &mut self.bytes);
        match read.map_err(|error| self.source.unreadable(error))? {
            length if length == self.bytes.len() => Ok(&self.bytes),
            _ => Err(self.source.malformed(
                "it ends before its last element: it is cut off; copy or save it again",
            )),
        }
    }
}

/// What an element is as a cell of a table.
enum Cell {
    Number(f64),
    Text(String),
}

/// How elements become cells.
#[derive(Debug, Clone, Copy)]
struct Decode(Descriptor);

impl Decode {
    /// `None` for elements that are neither numbers nor text.
    fn new(descriptor: Descriptor) -> Option<Self> {
        let known = match (descriptor.kind, descriptor.size) {
            ('b', 1) | ('i' | 'u', 1 | 2 | 4 | 8) | ('f', 2 | 4 | 8) => true,
            ('U' | 'S', size) => (1..=1 << 16).contains(&size),
            _ => false,
        };
        known.then_some(Self(descriptor))
    }

    /// Bytes of an element.
    fn bytes(self) -> usize {
        if self.0.kind == 'U' { 4 * self.0.size } else { self.0.size }
    }

    /// Integers past 2⁵³ are rounded.
    #[allow(clippy::cast_precision_loss)]
    fn cell(self, bytes: &[u8]) -> Cell {
        if self.0.kind == 'S' {
            let end = bytes.iter().position(|&b| b == 0).unwrap_or(bytes.len());
            return Cell::Text(String::from_utf8_lossy(&bytes[..end]).into_owned());
        }
        if self.0.kind == 'U' {
            let character = |bytes: &[u8]| char::from_u32(u32::from_le_bytes(self.own(bytes)));
            let characters = bytes.chunks_exact(4).map(|b| character(b).unwrap_or('\u{fffd}'));
            return Cell::Text(characters.take_while(|&c| c != '\0').collect());
        }
        Cell::Number(match (self.0.kind, self.0.size) {
            ('i', 1) => f64::from(i8::from_le_bytes(self.own(bytes))),
            ('i', 2) => f64::from(i16::from_le_bytes(self.own(bytes))),
            ('i', 4) => f64::from(i32::from_le_bytes(self.own(bytes))),
            ('i', _) => i64::from_le_bytes(self.own(bytes)) as f64,
            ('u', 2) => f64::from(u16::from_le_bytes(self.own(bytes))),
            ('u', 4) => f64::from(u32::from_le_bytes(self.own(bytes))),
            ('u', 8) => u64::from_le_bytes(self.own(bytes)) as f64,
            ('f', 2) => f16::from_le_bytes(self.own(bytes)).to_f64(),
            ('f', 4) => f64::from(f32::from_le_bytes(self.own(bytes))),
            ('f', _) => f64::from_le_bytes(self.own(bytes)),
            _ => f64::from(bytes[0]), // an unsigned byte or a boolean
        })
    }

    /// The bytes of one number, the least significant first.
    fn own<const N: usize>(self, bytes: &[u8]) -> [u8; N] {
        let mut own = [0; N];
        own.copy_from_slice(bytes);
        if self.0.big_endian {
            own.reverse();
        }
        own
    }
}
