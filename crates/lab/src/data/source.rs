//! Where bytes come from: a file or memory, packed with gzip or not, read as a stream.

use crate::error::DataError;
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Bytes that are read at once.
const BLOCK: usize = 1 << 16;
const GZIP: &[u8] = b"\x1f\x8b";
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A file or bytes in memory, which may be opened again: an error counts lines from the start.
#[derive(Debug)]
pub(super) struct Source<'a> {
    /// For messages and for the data's name.
    pub(super) name: String,
    origin: Origin<'a>,
}

#[derive(Debug)]
enum Origin<'a> {
    File { path: PathBuf, stamp: Stamp },
    Memory(&'a [u8]),
}

/// What tells that a file was written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
}

impl Stamp {
    fn of(path: &Path) -> Result<Self, DataError> {
        let unreadable = |source| DataError::Unreadable { path: path.to_owned(), source };
        let metadata = std::fs::metadata(path).map_err(unreadable)?;
        if metadata.is_dir() {
            return Err(unreadable(io::ErrorKind::IsADirectory.into()));
        }
        Ok(Self { length: metadata.len(), modified: metadata.modified().ok() })
    }
}

impl<'a> Source<'a> {
    /// A file, which must be there.
    pub(super) fn file(path: &Path) -> Result<Self, DataError> {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let origin = Origin::File { path: path.to_owned(), stamp: Stamp::of(path)? };
        Ok(Self { name, origin })
    }

    /// Bytes in memory.
    pub(super) fn memory(name: &str, bytes: &'a [u8]) -> Self {
        Self { name: name.to_owned(), origin: Origin::Memory(bytes) }
    }

    /// The bytes from the start, unpacked if they are packed, without a byte order mark.
    pub(super) fn open(&self) -> Result<BufReader<Box<dyn Read + '_>>, DataError> {
        let packed = self.packed()?;
        let open = || -> io::Result<_> {
            let mut packed = BufReader::with_capacity(BLOCK, packed);
            let is_gzip = packed.fill_buf()?.starts_with(GZIP);
            let plain: Box<dyn Read + '_> =
                if is_gzip { Box::new(MultiGzDecoder::new(packed)) } else { Box::new(packed) };
            let mut plain = BufReader::with_capacity(BLOCK, plain);
            if plain.fill_buf()?.starts_with(BYTE_ORDER_MARK) {
                plain.consume(BYTE_ORDER_MARK.len());
            }
            Ok(plain)
        };
        open().map_err(|error| self.unreadable(error))
    }

    fn packed(&self) -> Result<Box<dyn Read + '_>, DataError> {
        match &self.origin {
            Origin::File { path, .. } => match File::open(path) {
                Ok(file) => Ok(Box::new(file)),
                Err(error) => Err(self.unreadable(error)),
            },
            Origin::Memory(bytes) => Ok(Box::new(*bytes)),
        }
    }

    /// An error of the system, or of the packing, while reading.
    pub(super) fn unreadable(&self, source: io::Error) -> DataError {
        let path = match &self.origin {
            Origin::File { path, .. } => path.clone(),
            Origin::Memory(_) => PathBuf::from(&self.name),
        };
        DataError::Unreadable { path, source }
    }

    /// A fault of the content.
    pub(super) fn malformed(&self, message: impl Into<String>) -> DataError {
        DataError::Malformed { name: self.name.clone(), message: message.into() }
    }

    /// Whether the file is still the one that was opened first; ask when all has been read.
    pub(super) fn check_unchanged(&self) -> Result<(), DataError> {
        match &self.origin {
            Origin::File { path, stamp } if Stamp::of(path)? != *stamp => {
                Err(DataError::Changed { path: path.clone() })
            }
            _ => Ok(()),
        }
    }

    /// The line, from 1, on which a record that begins at this byte stands; blank lines before it belong to
    /// the lines above. This reads the source again, which happens for an error only.
    pub(super) fn line_of(&self, byte: u64) -> u64 {
        let Ok(mut reader) = self.open() else { return 1 };
        let (mut line, mut at) = (1, 0);
        loop {
            let Ok(block) = reader.fill_buf() else { return line };
            if block.is_empty() {
                return line;
            }
            for &c in block {
                if at >= byte && !matches!(c, b'\r' | b'\n') {
                    return line;
                }
                line += u64::from(c == b'\n');
                at += 1;
            }
            let length = block.len();
            reader.consume(length);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    #[test]
    fn a_file_that_changes_under_way_is_noticed() {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(b"a,b\n1,2\n").expect("written");
        let source = Source::file(file.path()).expect("there");
        source.check_unchanged().expect("unchanged");
        file.write_all(b"3,4\n").expect("written");
        let error = source.check_unchanged().expect_err("longer").to_string();
        assert!(error.contains("changed while it was read"), "{error}");
    }
}
