//! `nonlin eval --input x.npy --output y.npy`: a block at a time, so that no array has to fit into memory.
//!
//! Results go to a temporary file beside the output, which takes its name when it is complete: a run
//! that fails or is killed leaves no half file under that name.

use std::fs::{self, File};
use std::io::{self, BufReader, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};
use nonlin::kernels::Kernel;
use nonlin::lab::data::npy;
use nonlin::{bf16, f16};
use tempfile::NamedTempFile;

use super::Usage;
use crate::args::Dtype;
use crate::npy::{Header, HeaderError, Stored, read_elements, write_elements};

/// Elements in a block: a megabyte or a few, enough to keep some cores busy.
const BLOCK: usize = 1 << 19;

/// Evaluates at each element of a file; `dtype` is the file's own by default.
pub fn run(kernel: &Kernel, input: &Path, output: &Path, dtype: Option<Dtype>) -> Result<()> {
    let mut source = Source::open(input)?;
    if same_file(input, output) {
        let message = format!("`{}` is the input; give the output another name", output.display());
        return Err(Usage(message).into());
    }
    let mut target = Target::create(output)?;
    match dtype.unwrap_or(source.header.dtype) {
        Dtype::F16 => stream::<f16>(kernel, &mut source, &mut target)?,
        Dtype::Bf16 => stream::<bf16>(kernel, &mut source, &mut target)?,
        Dtype::F32 => stream::<f32>(kernel, &mut source, &mut target)?,
        Dtype::F64 => stream::<f64>(kernel, &mut source, &mut target)?,
    }
    target.finish()
}

fn stream<T: Stored>(kernel: &Kernel, source: &mut Source, target: &mut Target) -> Result<()> {
    let header = Header { dtype: T::DTYPE, ..source.header.clone() };
    target.write(|writer| header.write(writer))?;
    let (mut bytes, mut elements) = (Vec::new(), Vec::<T>::new());
    let bar = progress_bar(source.elements);
    let mut done = 0;
    while done < source.elements {
        let count = usize::try_from(source.elements - done).map_or(BLOCK, |left| left.min(BLOCK));
        read_elements(&mut source.reader, &source.header, count, &mut bytes, &mut elements)
            .map_err(|error| cannot("read", &source.name, &error))?;
        done += elements.len() as u64;
        if elements.len() < count {
            bar.finish_and_clear();
            let message = format!(
                "`{}` ends after {done} of its {} elements: it is cut off; copy or save it again",
                source.name, source.elements
            );
            return Err(Usage(message).into());
        }
        kernel.par_value_in_place(&mut elements);
        target.write(|writer| write_elements(writer, &header, &mut bytes, &elements))?;
        bar.set_position(done);
    }
    bar.finish_and_clear();
    Ok(())
}

/// Where the numbers come from.
struct Source {
    name: String,
    reader: Box<dyn Read>,
    header: Header,
    elements: u64,
}

impl Source {
    /// What follows the array is left unread: a file may hold several arrays, of which NumPy too reads
    /// the first.
    fn open(path: &Path) -> Result<Self> {
        let (name, mut reader): (String, Box<dyn Read>) = if is_standard(path) {
            ("standard input".into(), Box::new(io::stdin().lock()))
        } else {
            let name = path.display().to_string();
            let file = File::open(path).map_err(|error| cannot("read", &name, &error))?;
            (name, Box::new(BufReader::new(file)))
        };
        let header = Header::read(&mut reader).map_err(|error| match error {
            HeaderError::Npy(npy::HeaderError::Io(error)) => cannot("read", &name, &error),
            error => Usage(format!("cannot read `{name}`: {error}")).into(),
        })?;
        let elements = header.elements().ok_or_else(|| {
            Usage(format!("cannot read `{name}`: it says to have more than 2^64 elements"))
        })?;
        Ok(Self { name, reader, header, elements })
    }
}

/// Where the results go.
struct Target {
    name: String,
    sink: Sink,
}

enum Sink {
    /// Takes this name at the end.
    Temporary(NamedTempFile, PathBuf),
    /// A pipe or a device, which has nothing to be replaced.
    Direct(Box<dyn Write>),
}

impl Target {
    fn create(path: &Path) -> Result<Self> {
        if is_standard(path) {
            let stdout = io::stdout();
            if stdout.is_terminal() {
                let message =
                    "the results are no text: send them to a file or a pipe, not to a terminal";
                return Err(Usage(message.into()).into());
            }
            let sink = Sink::Direct(Box::new(stdout.lock()));
            return Ok(Self { name: "standard output".into(), sink });
        }
        let name = path.display().to_string();
        let sink = Self::open(path).map_err(|error| cannot("write", &name, &error))?;
        Ok(Self { name, sink })
    }

    fn open(path: &Path) -> io::Result<Sink> {
        // The file that a link stands for is replaced, not the link.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        match fs::metadata(&path) {
            Ok(found) if found.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
            Ok(found) if !found.is_file() => {
                let file = File::options().write(true).open(&path)?;
                return Ok(Sink::Direct(Box::new(file)));
            }
            _ => {}
        }
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let mut builder = tempfile::Builder::new();
        builder.prefix(".nonlin-").suffix(".npy");
        // Those of any new file: the user's mask takes away from them.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        Ok(Sink::Temporary(builder.tempfile_in(folder)?, path))
    }

    fn write(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
        let written = match &mut self.sink {
            Sink::Temporary(file, _) => write(file),
            Sink::Direct(writer) => write(writer),
        };
        written.map_err(|error| self.cannot_write(error))
    }

    fn finish(mut self) -> Result<()> {
        self.write(|writer| writer.flush())?;
        match self.sink {
            Sink::Temporary(file, path) => {
                file.persist(path).map_err(|error| cannot("write", &self.name, &error.error))?;
            }
            Sink::Direct(_) => {}
        }
        Ok(())
    }

    fn cannot_write(&self, error: io::Error) -> anyhow::Error {
        match error.kind() {
            // A reader that went away is no mistake of anyone.
            io::ErrorKind::BrokenPipe => error.into(),
            _ => cannot("write", &self.name, &error),
        }
    }
}

fn is_standard(path: &Path) -> bool {
    path == Path::new("-")
}

fn same_file(input: &Path, output: &Path) -> bool {
    let real = |path: &Path| fs::canonicalize(path).ok().filter(|_| !is_standard(path));
    real(input).is_some_and(|input| real(output) == Some(input))
}

/// What went wrong with a file, and the way out where the system's own words have none.
fn cannot(verb: &str, name: &str, error: &io::Error) -> anyhow::Error {
    let way_out = match error.kind() {
        io::ErrorKind::NotFound if verb == "write" => "; create the directory first",
        io::ErrorKind::NotFound => "; check the path",
        io::ErrorKind::PermissionDenied => "; check the permissions",
        io::ErrorKind::IsADirectory => "; give the name of a file",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "; make room or choose another disk"
        }
        _ => "",
    };
    Usage(format!("cannot {verb} `{name}`: {error}{way_out}")).into()
}

/// A bar on a terminal, nothing elsewhere.
fn progress_bar(elements: u64) -> ProgressBar {
    let bar = ProgressBar::new(elements);
    let template = "[{bar:30}] {human_pos}/{human_len} elements, {per_sec}, {eta} left";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style.progress_chars("━╸ "));
    }
    bar
}
