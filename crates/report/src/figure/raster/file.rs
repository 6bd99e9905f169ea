//! Pixels as a PNG file (ISO/IEC 15948): three chunks, eight bits for each of red, green and blue.

use std::io::Write;

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};

use super::super::palette::Colour;

/// The file's first bytes.
const SIGNATURE: [u8; 8] = [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n'];
/// Bits of a part of a pixel; red, green, blue; then the only ways to compress, filter and interlace.
const FORMAT: [u8; 5] = [8, 2, 0, 0, 0];
/// Each row as it is; the flat colours of a chart compress well enough.
const UNFILTERED: u8 = 0;

/// Writes the file.
pub fn encode(width: u32, height: u32, pixels: &[Colour]) -> Vec<u8> {
    let mut header = Vec::with_capacity(13);
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend(FORMAT);
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
    let mut row_bytes = Vec::with_capacity(width as usize * 3 + 1);
    for row in pixels.chunks(width.max(1) as usize) {
        row_bytes.clear();
        row_bytes.push(UNFILTERED);
        row_bytes.extend(row.iter().flatten());
        // Writing to a vector does not fail.
        let _ = packed.write_all(&row_bytes);
    }
    let packed = packed.finish().unwrap_or_default();
    let mut file = SIGNATURE.to_vec();
    for (name, data) in [(b"IHDR", header), (b"IDAT", packed), (b"IEND", Vec::new())] {
        chunk(&mut file, *name, &data);
    }
    file
}

/// Length, name, data, check sum.
fn chunk(file: &mut Vec<u8>, name: [u8; 4], data: &[u8]) {
    let mut crc = Crc::new();
    crc.update(&name);
    crc.update(data);
    file.extend(u32::try_from(data.len()).unwrap_or(u32::MAX).to_be_bytes());
    file.extend(name);
    file.extend(data);
    file.extend(crc.sum().to_be_bytes());
}
