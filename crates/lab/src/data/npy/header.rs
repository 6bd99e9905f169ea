//! The header of a `.npy` file: a Python dictionary with the element type, the order of the axes and the
//! shape.
//!
//! NumPy itself writes this dictionary and nothing else, so it is scanned, not parsed as Python: the
//! three keys in any order, strings in either kind of quotes, `3L` for the integers of Python 2.
//!
//! The format is <https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html>. The crate `npyz`
//! would read the header, but panics where a shape's product overflows.

use std::fmt;
use std::io::{self, Read};

/// What every `.npy` file begins with.
pub const MAGIC: &[u8; 6] = b"\x93NUMPY";
/// Axes that NumPy allows.
const MAX_AXES: usize = 64;
/// Bytes of a header beyond which it is no array of numbers; NumPy's own limit is 10,000.
const MAX_LENGTH: usize = 65_535;

/// What an array is, apart from its elements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The type of its elements.
    pub descriptor: Descriptor,
    /// Whether the first axis varies fastest.
    pub fortran_order: bool,
    /// Its length along each axis; none for a single element.
    pub shape: Vec<u64>,
}

/// NumPy's description of an element type, such as `<f4`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Descriptor {
    /// Whether the most significant byte of an element comes first.
    pub big_endian: bool,
    /// `f` float, `i` integer, `u` unsigned, `b` boolean, `U` text, `S` bytes, `V` raw, `O` object, …
    pub kind: char,
    /// Its number: bytes of an element, or of a text its characters.
    pub size: usize,
}

impl fmt::Display for Descriptor {
    /// What NumPy's users know it as: `<i8` is int64.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bits = self.size.saturating_mul(8);
        match self.kind {
            'i' => write!(f, "int{bits}"),
            'u' => write!(f, "uint{bits}"),
            'c' => write!(f, "complex{bits}"),
            'f' => write!(f, "float{bits}"),
            'b' => f.write_str("bool"),
            'U' | 'S' => f.write_str("text"),
            'O' => f.write_str("object"),
            '[' => f.write_str("record"),
            kind => write!(f, "`{}{kind}{}`", if self.big_endian { '>' } else { '<' }, self.size),
        }
    }
}

/// Why a header cannot be read.
#[derive(Debug)]
#[non_exhaustive]
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
    /// The elements are of a type that NumPy itself has no such description of.
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
                "its elements are of type `{name}`; convert it, as in `array.astype('float32')`"
            ),
        }
    }
}

impl std::error::Error for HeaderError {}

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
    ///
    /// # Errors
    /// [`HeaderError`], with the way out.
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

    fn scan(text: &str) -> Result<Self, HeaderError> {
        let mut scanner = Scanner { rest: text };
        let (mut descriptor, mut order, mut shape) = (None, None, None);
        scanner.expect('{', "`{`")?;
        while !scanner.accept('}') {
            let key = scanner.string()?;
            scanner.expect(':', "`:`")?;
            match key {
                // Of records the fields are not looked at: nothing here takes them.
                "descr" if scanner.peek() == Some('[') => {
                    let descriptor = Descriptor { big_endian: false, kind: '[', size: 0 };
                    return Ok(Self { descriptor, fortran_order: false, shape: Vec::new() });
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
        let descriptor = descriptor.ok_or(HeaderError::Malformed("descr"))?;
        let fortran_order = order.ok_or(HeaderError::Malformed("fortran_order"))?;
        let shape = shape.ok_or(HeaderError::Malformed("shape"))?;
        Ok(Self { descriptor, fortran_order, shape })
    }
}

/// How many elements an array of this shape has; none where a `u64` does not hold their number.
#[must_use]
pub fn elements(shape: &[u64]) -> Option<u64> {
    if shape.contains(&0) {
        return Some(0);
    }
    shape.iter().try_fold(1_u64, |product, &axis| product.checked_mul(axis))
}

/// The parts of a description such as `<f4`, `|b1` or `<M8[ns]`.
fn element_type(text: &str) -> Result<Descriptor, HeaderError> {
    let unknown = || HeaderError::Type(text.to_owned());
    let mut characters = text.chars();
    let (Some(order), Some(kind)) = (characters.next(), characters.next()) else {
        return Err(unknown());
    };
    // An object has no size; a time has its unit after it.
    let size = match characters.as_str().split('[').next().unwrap_or_default() {
        "" => 0,
        size => size.parse().map_err(|_| unknown())?,
    };
    match order {
        '>' | '<' | '|' => Ok(Descriptor { big_endian: order == '>', kind, size }),
        _ => Err(HeaderError::Malformed("`<` or `>` before the element type")),
    }
}

/// Fills the buffer as far as the reader goes, and says how far that is.
///
/// # Errors
/// What the reader gives, but for interruptions.
pub fn read_up_to(from: &mut dyn Read, buffer: &mut [u8]) -> io::Result<usize> {
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
