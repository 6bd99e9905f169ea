//! The elements: bytes to numbers and back, some at a time.

use std::io::{self, Read, Write};

use nonlin::kernels::Element;
use nonlin::lab::data::npy::read_up_to;
use nonlin::{bf16, f16};

use super::header::Header;
use crate::args::Dtype;

/// An element type of files.
pub trait Stored: Element {
    /// Its name.
    const DTYPE: Dtype;
    /// From its bytes, the least significant first.
    fn from_bytes(bytes: &[u8]) -> Self;
    /// Appends its bytes, the least significant first.
    fn append(self, bytes: &mut Vec<u8>);
}

macro_rules! stored {
    ($($type:ident $dtype:ident)*) => {$(
        impl Stored for $type {
            const DTYPE: Dtype = Dtype::$dtype;
            #[inline]
            fn from_bytes(bytes: &[u8]) -> Self {
                let mut own = [0; size_of::<Self>()];
                own.copy_from_slice(bytes);
                Self::from_le_bytes(own)
            }
            #[inline]
            fn append(self, bytes: &mut Vec<u8>) {
                bytes.extend_from_slice(&self.to_le_bytes());
            }
        }
    )*};
}

stored!(f16 F16 bf16 Bf16 f32 F32 f64 F64);

/// Reads up to `count` elements of an array with this header into `elements`, each rounded to `T`.
/// Fewer come where the reader ends. `bytes` is a buffer to use again.
pub fn read_elements<T: Stored>(
    from: &mut dyn Read,
    header: &Header,
    count: usize,
    bytes: &mut Vec<u8>,
    elements: &mut Vec<T>,
) -> io::Result<()> {
    let size = header.dtype.bytes();
    bytes.resize(count * size, 0);
    let length = read_up_to(from, bytes)?;
    bytes.truncate(length / size * size);
    if header.big_endian {
        bytes.chunks_exact_mut(size).for_each(<[u8]>::reverse);
    }
    elements.clear();
    if header.dtype == T::DTYPE {
        elements.extend(bytes.chunks_exact(size).map(T::from_bytes));
        return Ok(());
    }
    match header.dtype {
        Dtype::F16 => convert::<f16, T>(bytes, elements),
        Dtype::Bf16 => convert::<bf16, T>(bytes, elements),
        Dtype::F32 => convert::<f32, T>(bytes, elements),
        Dtype::F64 => convert::<f64, T>(bytes, elements),
    }
    Ok(())
}

/// f64 holds every value of the other types, so each is rounded once.
fn convert<S: Stored, T: Stored>(bytes: &[u8], elements: &mut Vec<T>) {
    let values = bytes.chunks_exact(size_of::<S>()).map(|bytes| S::from_bytes(bytes).to_f64());
    elements.extend(values.map(T::from_f64));
}

/// Writes elements in the header's byte order. `bytes` is a buffer to use again.
pub fn write_elements<T: Stored>(
    to: &mut dyn Write,
    header: &Header,
    bytes: &mut Vec<u8>,
    elements: &[T],
) -> io::Result<()> {
    bytes.clear();
    elements.iter().for_each(|element| element.append(bytes));
    if header.big_endian {
        bytes.chunks_exact_mut(size_of::<T>()).for_each(<[u8]>::reverse);
    }
    to.write_all(bytes)
}
