//! The header, for the element types that are evaluated.

use std::fmt;
use std::io::{self, Read, Write};

use nonlin::lab::data::npy::{self, Descriptor, MAGIC};

use crate::args::Dtype;

/// Bytes that the header's length is a multiple of.
const ALIGNMENT: usize = 64;

/// What an array is, apart from its numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The type of its elements.
    pub dtype: Dtype,
    /// Whether the most significant byte of an element comes first.
    pub big_endian: bool,
    /// Whether the first axis varies fastest.
    pub fortran_order: bool,
    /// Its length along each axis; none for a single number.
    pub shape: Vec<u64>,
}

/// Why a header cannot be read.
#[derive(Debug)]
pub enum HeaderError {
    /// It is no header.
    Npy(npy::HeaderError),
    /// The elements are of another type than the floats here.
    Type(Descriptor),
}

impl fmt::Display for HeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Npy(error) => error.fmt(f),
            Self::Type(name) => write!(
                f,
                "its elements are of type {name}; float16, float32, float64 and bfloat16 can be read, \
                 so convert it, as in `array.astype('float32')`"
            ),
        }
    }
}

impl Header {
    /// Reads it; the reader stands before the first element then.
    pub fn read(from: &mut dyn Read) -> Result<Self, HeaderError> {
        let npy::Header { descriptor, fortran_order, shape } =
            npy::Header::read(from).map_err(HeaderError::Npy)?;
        let dtype = match (descriptor.kind, descriptor.size) {
            ('f', 2) => Dtype::F16,
            ('V', 2) => Dtype::Bf16,
            ('f', 4) => Dtype::F32,
            ('f', 8) => Dtype::F64,
            _ => return Err(HeaderError::Type(descriptor)),
        };
        Ok(Self { dtype, big_endian: descriptor.big_endian, fortran_order, shape })
    }

    /// How many elements there are; none where a `u64` does not hold their number.
    pub fn elements(&self) -> Option<u64> {
        npy::elements(&self.shape)
    }

    /// Writes it, in version 1.0.
    pub fn write(&self, to: &mut dyn Write) -> io::Result<()> {
        let order = if self.fortran_order { "True" } else { "False" };
        let axes: Vec<String> = self.shape.iter().map(u64::to_string).collect();
        let comma = if axes.len() == 1 { "," } else { "" };
        let shape = axes.join(", ");
        let mut text = format!(
            "{{'descr': '{}', 'fortran_order': {order}, 'shape': ({shape}{comma}), }}",
            self.descriptor()
        );
        let before = MAGIC.len() + 4;
        let total = (before + text.len() + 1).next_multiple_of(ALIGNMENT);
        text.extend(std::iter::repeat_n(' ', total - before - text.len() - 1));
        text.push('\n');
        let size = u16::try_from(text.len()).map_err(io::Error::other)?;
        to.write_all(MAGIC)?;
        to.write_all(&[1, 0])?;
        to.write_all(&size.to_le_bytes())?;
        to.write_all(text.as_bytes())
    }

    /// NumPy's description of the element type, such as `<f4`.
    fn descriptor(&self) -> String {
        let order = if self.big_endian { '>' } else { '<' };
        let kind = match self.dtype {
            Dtype::F16 => "f2",
            Dtype::Bf16 => "V2",
            Dtype::F32 => "f4",
            Dtype::F64 => "f8",
        };
        format!("{order}{kind}")
    }
}
