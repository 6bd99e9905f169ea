//! NumPy's `.npy` files, read and written as streams.
//!
//! A file is a short header (element type, order of the axes, shape; see [`Header`]) and then the
//! elements one after the other ([`read_elements`], [`write_elements`]). The functions here go through
//! neither memory nor a file as a whole, so a file may be larger than memory and may be a pipe.
//!
//! The dictionary in the header is read by [`nonlin::lab::data::npy`], which tables are read with. The format
//! has no name for bfloat16: `numpy.save` stores an array of `ml_dtypes.bfloat16` as two raw bytes an
//! element (`<V2`), and that is what bf16 is here.

mod elements;
mod header;

pub use elements::{Stored, read_elements, write_elements};
pub use header::{Header, HeaderError};
