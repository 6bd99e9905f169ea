//! Fetching data: the place is an address or a file.

use std::fmt;
use std::path::PathBuf;

/// Why a data set cannot be fetched, or is not there.
#[derive(Debug)]
#[non_exhaustive]
pub enum FetchError {
    /// It was not fetched yet.
    NotHere {
        /// Its name.
        name: &'static str,
    },
    /// It is part of the program.
    Embedded {
        /// Its name.
        name: &'static str,
    },
    /// The user has no folder for data.
    NoFolder,
    /// `curl` is not there.
    NoCurl {
        /// What the system said.
        message: String,
        /// The address that it was to bring.
        url: String,
    },
    /// A download failed.
    Download {
        /// Its address.
        url: String,
        /// What `curl` said.
        message: String,
    },
    /// A file is not the one that is known.
    Changed {
        /// Its address or path.
        what: String,
        /// The SHA-256 that is known.
        expected: String,
        /// Its own.
        found: String,
    },
    /// A package cannot be unpacked.
    Archive {
        /// Its file.
        path: PathBuf,
        /// What is wrong.
        message: String,
    },
    /// A file cannot be written.
    NotWritten {
        /// Where.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotHere { name } => write!(
                f,
                "`{name}` is not on this machine yet; `nonlin data fetch {name}` brings it (for a file \
                 of that name give `./{name}`)"
            ),
            Self::Embedded { name } => {
                write!(f, "`{name}` is built in; there is nothing to fetch")
            }
            Self::NoFolder => {
                f.write_str("no home folder is known to put data into; name a folder with --to")
            }
            Self::NoCurl { message, url } => write!(
                f,
                "the program `curl` cannot be run ({message}); install it, or download {url} and give the \
                 file with --from"
            ),
            Self::Download { url, message } => write!(
                f,
                "cannot download {url}: {message}; try again where there is a network, or bring the \
                 file and give it with --from"
            ),
            Self::Changed { what, expected, found } => write!(
                f,
                "`{what}` is not the file that is known: its SHA-256 is {found}, not {expected}; try \
                 again, or give the right file with --from"
            ),
            Self::Archive { path, message } => {
                write!(f, "cannot unpack `{}`: {message}; fetch it again", path.display())
            }
            Self::NotWritten { path, source } => write!(
                f,
                "cannot write `{}`: {source}; name another folder with --to",
                path.display()
            ),
        }
    }
}

impl std::error::Error for FetchError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NotWritten { source, .. } => Some(source),
            _ => None,
        }
    }
}
