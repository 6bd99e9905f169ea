//! The header: a Python dictionary with the element type, the order of the axes and the shape.
//!
//! NumPy itself writes this dictionary and nothing else, so it is scanned, not parsed as Python: the
//! three keys in any order, strings in either kind of quotes, `3L` for the integers of Python 2.

use std::fmt;
use std::io::{self, Read, Write};

use crate::args::Dtype;

const MAGIC: &[u8; 6] = b"\x93NUMPY";
/// Bytes that the header's length is a multiple of.
const ALIGNMENT: usize = 64;
/// Axes that NumPy allows.
const MAX_AXES: usize = 64;
/// Bytes of a header beyond which it is no array of numbers; NumPy's own limit is 10,000.
const MAX_LENGTH: usize = 65_535;

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
    /// Reading failed.
    Io(io::Error),
    /// The first bytes are others.
    NotNpy,
    /// An archive of arrays.
    Npz,
    /// A version of the format that did not exist when this was written.
    Version(u8),
    /// The dictionary is not one that NumPy writes; says what was expected.
    Malformed(&'static str),
    /// The elements are of another type than the floats here.
    Type(String),
}

impl fmt::Display for HeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "{error}"),
            Self::NotNpy => f.write_str("it is not a .npy file; `numpy.save` writes one"),
            Self::Npz => {
                f.write_str("it is an .npz archive; unzip it and give one of the .npy files in it")
            }
            Self::Version(version) => write!(
                f,
                "version {version} of the .npy format is not known here, only 1 to 3; \
                 save it with `numpy.lib.format.write_array(file, array, version=(1, 0))`"
            ),
            Self::Malformed(expected) => write!(
                f,
                "its header is damaged ({expected} expected); save it again with `numpy.save`"
            ),
            Self::Type(name) => write!(
                f,
                "its elements are of type {name}; float16, float32, float64 and bfloat16 can be read, \
                 so convert it, as in `array.astype('float32')`"
            ),
        }
    }
}

impl From<io::Error> for HeaderError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Self::Malformed("more"),
            _ => Self::Io(error),
        }
    }
}

impl Header {
    /// Reads it; the reader stands before the first element then.
    pub fn read(from: &mut dyn Read) -> Result<Self, HeaderError> {
        let mut start = [0; 8];
        let length = read_up_to(from, &mut start)?;
        if start[..length].starts_with(b"PK\x03\x04") {
            return Err(HeaderError::Npz);
        }
        if length < start.len() || !start.starts_with(MAGIC) {
            return Err(HeaderError::NotNpy);
        }
        let mut size = [0; 4];
        match start[6] {
            1 => from.read_exact(&mut size[..2])?,
            2 | 3 => from.read_exact(&mut size)?,
            version => return Err(HeaderError::Version(version)),
        }
        let size = usize::try_from(u32::from_le_bytes(size)).unwrap_or(usize::MAX);
        if size > MAX_LENGTH {
            return Err(HeaderError::Malformed("a shorter header"));
        }
        let mut text = vec![0; size];
        from.read_exact(&mut text)?;
        let text = str::from_utf8(&text).map_err(|_| HeaderError::Malformed("text"))?;
        Self::scan(text)
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

    /// How many elements there are; none where a `u64` does not hold their number.
    pub fn elements(&self) -> Option<u64> {
        if self.shape.contains(&0) {
            return Some(0);
        }
        self.shape.iter().try_fold(1_u64, |product, &axis| product.checked_mul(axis))
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

    fn scan(text: &str) -> Result<Self, HeaderError> {
        let mut scanner = Scanner { rest: text };
        let (mut descriptor, mut order, mut shape) = (None, None, None);
        scanner.expect('{', "`{`")?;
        while !scanner.accept('}') {
            let key = scanner.string()?;
            scanner.expect(':', "`:`")?;
            match key {
                "descr" if scanner.peek() == Some('[') => {
                    return Err(HeaderError::Type("record".into()));
                }
                "descr" => descriptor = Some(element_type(scanner.string()?)?),
                "fortran_order" => order = Some(scanner.boolean()?),
                "shape" => shape = Some(scanner.shape()?),
                _ => return Err(HeaderError::Malformed("descr, fortran_order or shape")),
            }
            if !scanner.accept(',') && scanner.peek() != Some('}') {
                return Err(HeaderError::Malformed("`,` or `}`"));
            }
        }
        let (dtype, big_endian) = descriptor.ok_or(HeaderError::Malformed("descr"))?;
        let fortran_order = order.ok_or(HeaderError::Malformed("fortran_order"))?;
        let shape = shape.ok_or(HeaderError::Malformed("shape"))?;
        Ok(Self { dtype, big_endian, fortran_order, shape })
    }
}

/// The element type and whether it is big-endian, of a description such as `<f4`.
fn element_type(descriptor: &str) -> Result<(Dtype, bool), HeaderError> {
    let (order, kind) = descriptor.split_at_checked(1).unwrap_or(("", descriptor));
    let dtype = match kind {
        "f2" => Dtype::F16,
        "f4" => Dtype::F32,
        "f8" => Dtype::F64,
        "V2" => Dtype::Bf16,
        _ => return Err(HeaderError::Type(type_name(descriptor, kind))),
    };
    match order {
        ">" => Ok((dtype, true)),
        "<" | "|" => Ok((dtype, false)),
        _ => Err(HeaderError::Malformed("`<` or `>` before the element type")),
    }
}

/// `<i8` is what NumPy's users know as int64.
fn type_name(descriptor: &str, kind: &str) -> String {
    let (letter, size) = kind.split_at_checked(1).unwrap_or(("", ""));
    let bits = size.parse().ok().and_then(|bytes: u16| bytes.checked_mul(8));
    match (letter, bits) {
        ("i", Some(bits)) => format!("int{bits}"),
        ("u", Some(bits)) => format!("uint{bits}"),
        ("c", Some(bits)) => format!("complex{bits}"),
        ("f", Some(bits)) => format!("float{bits}"),
        ("b", Some(_)) => "bool".into(),
        ("U" | "S", Some(_)) => "text".into(),
        ("O", None) => "object".into(),
        _ => format!("`{descriptor}`"),
    }
}

/// Fills the buffer as far as the reader goes, and says how far that is.
pub(super) fn read_up_to(from: &mut dyn Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match from.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// A place in the dictionary's text; white space before it does not count.
struct Scanner<'a> {
    rest: &'a str,
}

impl<'a> Scanner<'a> {
    fn peek(&mut self) -> Option<char> {
        self.rest = self.rest.trim_start();
        self.rest.chars().next()
    }

    fn accept(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.rest = &self.rest[wanted.len_utf8()..];
        }
        found
    }

    fn expect(&mut self, wanted: char, name: &'static str) -> Result<(), HeaderError> {
        if self.accept(wanted) { Ok(()) } else { Err(HeaderError::Malformed(name)) }
    }

    /// A string without escapes: keys and element types have none.
    fn string(&mut self) -> Result<&'a str, HeaderError> {
        let quote = self.peek().filter(|quote| matches!(quote, '\'' | '"'));
        let quote = quote.ok_or(HeaderError::Malformed("a string"))?;
        let (string, rest) =
            self.rest[1..].split_once(quote).ok_or(HeaderError::Malformed("a closing quote"))?;
        self.rest = rest;
        Ok(string)
    }

    fn word(&mut self) -> &'a str {
        self.peek();
        let end = self.rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word
    }

    fn boolean(&mut self) -> Result<bool, HeaderError> {
        match self.word() {
            "True" => Ok(true),
            "False" => Ok(false),
            _ => Err(HeaderError::Malformed("True or False")),
        }
    }

    fn shape(&mut self) -> Result<Vec<u64>, HeaderError> {
        let mut shape = Vec::new();
        self.expect('(', "`(`")?;
        while !self.accept(')') {
            let word = self.word();
            let axis = word.strip_suffix('L').unwrap_or(word).parse();
            shape.push(axis.map_err(|_| HeaderError::Malformed("a length"))?);
            if !self.accept(',') && self.peek() != Some(')') {
                return Err(HeaderError::Malformed("`,` or `)`"));
            }
            if shape.len() > MAX_AXES {
                return Err(HeaderError::Malformed("64 axes or fewer"));
            }
        }
        Ok(shape)
    }
}
