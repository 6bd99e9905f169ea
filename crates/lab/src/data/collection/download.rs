//! Files from the network, by the program `curl`.
//!
//! Systems that can fetch packages have it; it knows their proxies and certificates (`https_proxy`,
//! `CURL_CA_BUNDLE`) and goes on where a download broke off. A client of our own (`ureq` with `rustls`) was
//! 29 crates and 42 seconds of processor time to build, a quarter of all the rest, for three downloads.

use super::{Package, Repository};
use crate::error::FetchError;
use crate::hash;
use std::fs::File;
use std::io::{self, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

/// Bytes of an index page, beyond which it is none.
const MAX_PAGE: &str = "20000000";

/// Brings the package's file to `to`, or completes what is there of it.
pub(super) fn download(package: &Package, from: Option<&str>, to: &Path) -> Result<(), FetchError> {
    if is_it(package, to) {
        return Ok(());
    }
    if std::fs::metadata(to).is_ok_and(|there| there.len() >= package.bytes) {
        // All of another file: nothing could go on from it.
        let _ = std::fs::remove_file(to);
    }
    let mut urls: Vec<String> = match from {
        Some(url) => vec![url.to_owned()],
        None => index(package)?,
    };
    if urls.is_empty() {
        urls = package.urls.iter().map(ToString::to_string).collect();
    }
    let mut outcome = Ok(());
    for url in urls {
        match get(&url, to) {
            Ok(()) if is_it(package, to) => return Ok(()),
            Ok(()) => {
                let found = sha256_of(to).unwrap_or_default();
                // What is there is another file: going on from it would never end well.
                let _ = std::fs::remove_file(to);
                outcome = Err(FetchError::Changed {
                    what: url,
                    expected: package.sha256.to_owned(),
                    found,
                });
            }
            Err(error @ FetchError::NoCurl { .. }) => return Err(error),
            Err(error) => outcome = Err(error),
        }
    }
    outcome
}

/// Whether a file is the package's.
pub(super) fn is_it(package: &Package, path: &Path) -> bool {
    sha256_of(path).is_ok_and(|found| found == package.sha256)
}

/// SHA-256 of a file.
pub(super) fn sha256_of(path: &Path) -> io::Result<String> {
    hash::sha256_of_reader(BufReader::new(File::open(path)?))
}

fn no_curl(url: &str, error: &io::Error) -> FetchError {
    FetchError::NoCurl { message: error.to_string(), url: url.to_owned() }
}

/// The address that the user's own index of Python packages gives; none without such an index.
fn index(package: &Package) -> Result<Vec<String>, FetchError> {
    let Repository::PyPi { project } = package.repository else { return Ok(Vec::new()) };
    let Ok(index) = std::env::var("PIP_INDEX_URL") else { return Ok(Vec::new()) };
    let page = format!("{}/{project}/", index.trim_end_matches('/'));
    let output = curl()
        .args(["--max-filesize", MAX_PAGE, "--", &page])
        .output()
        .map_err(|error| no_curl(&page, &error))?;
    if !output.status.success() {
        return Err(failed(&page, &output.stderr));
    }
    match link(&page, &String::from_utf8_lossy(&output.stdout), package.file) {
        Some(url) => Ok(vec![url]),
        None => Err(FetchError::Download {
            url: page,
            message: format!("the index has no `{}`", package.file),
        }),
    }
}

/// The address of a file on an index page (PEP 503), relative ones taken from the page's.
fn link(page: &str, html: &str, file: &str) -> Option<String> {
    let references = html.split("href=").skip(1).filter_map(|rest| {
        let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        rest[1..].split(quote).next()
    });
    let reference = references
        .map(|reference| reference.split('#').next().unwrap_or(reference))
        .find(|reference| reference.rsplit('/').next() == Some(file))?;
    if reference.contains("://") {
        return Some(reference.to_owned());
    }
    let (scheme, rest) = page.split_once("://")?;
    let host = rest.split('/').next()?;
    if let Some(rest) = reference.strip_prefix("//") {
        return Some(format!("{scheme}://{rest}"));
    }
    // `curl` takes the steps up out of a relative address.
    Some(match reference.strip_prefix('/') {
        Some(path) => format!("{scheme}://{host}/{path}"),
        None => format!("{page}{reference}"),
    })
}

fn curl() -> Command {
    let mut curl = Command::new("curl");
    curl.args(["--fail", "--location", "--silent", "--show-error", "--retry", "2"]);
    curl.args(["--connect-timeout", "20", "--speed-limit", "1000", "--speed-time", "60"]);
    curl.args(["--proto", "=http,https,file"]).stdin(Stdio::null());
    curl
}

fn get(url: &str, to: &Path) -> Result<(), FetchError> {
    let output = curl().args(["--continue-at", "-", "--output"]).arg(to).args(["--", url]).output();
    match output {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => Err(failed(url, &output.stderr)),
        Err(error) => Err(no_curl(url, &error)),
    }
}

fn failed(url: &str, message: &[u8]) -> FetchError {
    let message = String::from_utf8_lossy(message);
    let message = message.lines().last().unwrap_or("it failed without a word").to_owned();
    FetchError::Download { url: url.to_owned(), message }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_of_an_index_page() {
        let page = "https://index.example/simple/project/";
        let of = |reference: &str| {
            let html =
                format!("<a href='x/other-1.whl'>o</a> <a class=c {reference}>file-1.whl</a>");
            link(page, &html, "file-1.whl")
        };
        for (reference, url) in [
            ("href=\"https://a.example/b/file-1.whl#sha256=00\"", "https://a.example/b/file-1.whl"),
            (
                "href='../../b/file-1.whl'",
                "https://index.example/simple/project/../../b/file-1.whl",
            ),
            ("href=\"/b/file-1.whl\"", "https://index.example/b/file-1.whl"),
            ("href=\"//a.example/file-1.whl\"", "https://a.example/file-1.whl"),
        ] {
            assert_eq!(of(reference).as_deref(), Some(url));
        }
        assert_eq!(of("href=\"file-1.whl.metadata\""), None);
        assert_eq!(of("href=unquoted/file-1.whl"), None);
    }
}
