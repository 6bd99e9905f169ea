//! Files out of packages: a `.deb` is an `ar` archive with a `data.tar.xz` in it, a wheel is a zip archive.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use std::path::Path;

use lzma_rust2::XzReader;
use zip::ZipArchive;

const AR: &[u8; 8] = b"!<arch>\n";
/// Bytes of an entry's header in an `ar` archive.
const AR_ENTRY: usize = 60;
/// Bytes of a member, beyond which it is not what is looked for.
const MAX_MEMBER: u64 = 1 << 30;

/// The contents of these paths of a package, in their order. `None` stands for what is not there.
pub(super) fn members(package: &Path, paths: &[&str]) -> io::Result<Vec<Option<Vec<u8>>>> {
    let mut file = BufReader::new(File::open(package)?);
    let mut magic = [0; 8];
    file.read_exact(&mut magic)?;
    file.rewind()?;
    if magic == *AR { of_deb(&mut file, paths) } else { of_wheel(file, paths) }
}

fn of_wheel(file: impl Read + Seek, paths: &[&str]) -> io::Result<Vec<Option<Vec<u8>>>> {
    let mut archive = ZipArchive::new(file).map_err(io::Error::other)?;
    let mut member = |path: &&str| match archive.by_name(path) {
        Ok(member) => content(member).map(Some),
        Err(zip::result::ZipError::FileNotFound) => Ok(None),
        Err(error) => Err(io::Error::other(error)),
    };
    paths.iter().map(&mut member).collect()
}

fn of_deb(file: &mut impl Read, paths: &[&str]) -> io::Result<Vec<Option<Vec<u8>>>> {
    let invalid = |message: &str| io::Error::new(io::ErrorKind::InvalidData, message);
    io::copy(&mut file.take(AR.len() as u64), &mut io::sink())?;
    loop {
        let mut header = [0; AR_ENTRY];
        file.read_exact(&mut header).map_err(|_| invalid("it has no data.tar.xz"))?;
        // Name (16 bytes), time, owner, group, mode, then the size in decimal (bytes 48 to 57).
        let size = str::from_utf8(&header[48..58]).ok().and_then(|size| size.trim().parse().ok());
        let size: u64 = size.ok_or_else(|| invalid("an entry's size is damaged"))?;
        if header.starts_with(b"data.tar.xz") {
            return of_tar(XzReader::new(file.take(size), false), paths);
        }
        io::copy(&mut file.take(size + size % 2), &mut io::sink())?; // entries begin at even places
    }
}

fn of_tar(reader: impl Read, paths: &[&str]) -> io::Result<Vec<Option<Vec<u8>>>> {
    let mut found = vec![None; paths.len()];
    for entry in tar::Archive::new(reader).entries()? {
        let entry = entry?;
        let path = entry.path()?.to_string_lossy().into_owned();
        let path = path.strip_prefix("./").unwrap_or(&path);
        if let Some(at) = paths.iter().position(|wanted| *wanted == path) {
            found[at] = Some(content(entry)?);
        }
    }
    Ok(found)
}

fn content(reader: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(MAX_MEMBER).read_to_end(&mut bytes)?;
    Ok(bytes)
}
