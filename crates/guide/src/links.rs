//! Every link of the built pages leads somewhere.
//!
//! What a page loads (scripts, styles, pictures) must lie beside it: the guide is read without a network. A link
//! to another site is not followed, but must be https; one within the guide must name a file that exists and,
//! after `#`, an element of it.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// What was looked at.
pub struct Checked {
    pub pages: usize,
    pub links: usize,
    /// One line each.
    pub faults: Vec<String>,
}

/// What a page has.
#[derive(Default)]
struct Page {
    /// What links may lead to.
    names: BTreeSet<String>,
    /// Line, address, and whether the page loads it by itself.
    links: Vec<(u64, String, bool)>,
    /// Names that two elements have.
    twice: Vec<String>,
}

/// Checks all pages below a folder.
///
/// # Errors
/// Files that cannot be read.
pub fn check(root: &Path) -> Result<Checked> {
    let mut files = BTreeSet::new();
    gather(root, &mut files)?;
    let mut pages = BTreeMap::new();
    for file in files.iter().filter(|file| file.extension().is_some_and(|ending| ending == "html"))
    {
        let text =
            fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        pages.insert(file.clone(), read(&text));
    }
    let mut checked = Checked { pages: pages.len(), links: 0, faults: Vec::new() };
    for (file, page) in &pages {
        checked.links += page.links.len();
        let shown = file.strip_prefix(root).unwrap_or(file).display().to_string();
        checked.faults.extend(
            page.twice.iter().map(|name| format!("{shown}: two elements are called `{name}`")),
        );
        for (line, address, loaded) in &page.links {
            if let Some(what) = fault(file, address, *loaded, &files, &pages) {
                checked.faults.push(format!("{shown}:{line}: `{address}` {what}"));
            }
        }
    }
    Ok(checked)
}

/// What is wrong with a link, if anything is.
fn fault(
    file: &Path,
    address: &str,
    loaded: bool,
    files: &BTreeSet<PathBuf>,
    pages: &BTreeMap<PathBuf, Page>,
) -> Option<&'static str> {
    if address.starts_with("https://") {
        return loaded.then_some("is loaded from another site");
    }
    if address.starts_with("//")
        || address.split(['/', '#', '?']).next().is_some_and(|own| own.contains(':'))
    {
        return Some("is neither a file of the guide nor https");
    }
    if address.starts_with('/') {
        return Some("depends on where the guide lies");
    }
    let (path, name) =
        address.split_once('#').map_or((address, None), |(path, name)| (path, Some(name)));
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    let target = if path.is_empty() { file.to_owned() } else { resolve(file, &decoded(path)) };
    if !files.contains(&target) {
        return Some("leads to no file");
    }
    let name = name.filter(|name| !name.is_empty())?;
    let there = pages.get(&target).is_some_and(|page| page.names.contains(&decoded(name)));
    (!there).then_some("leads to no such place on the page")
}

/// A relative path as seen from a page.
fn resolve(page: &Path, path: &str) -> PathBuf {
    let mut target = page.parent().map(Path::to_owned).unwrap_or_default();
    for part in Path::new(path).components() {
        match part {
            Component::ParentDir => {
                target.pop();
            }
            Component::Normal(part) => target.push(part),
            _ => {}
        }
    }
    target
}

/// A text without its `%20`s.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = text.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            plain.push(byte);
            at += 3;
        } else {
            plain.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8_lossy(&plain).into_owned()
}

fn gather(folder: &Path, files: &mut BTreeSet<PathBuf>) -> Result<()> {
    for entry in
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?
    {
        let path = entry?.path();
        if path.is_dir() {
            gather(&path, files)?;
        } else {
            files.insert(path);
        }
    }
    Ok(())
}

/// Collects names and links while the page is read.
#[derive(Default)]
struct Sink(RefCell<Page>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        let Token::TagToken(tag) = token else { return TokenSinkResult::Continue };
        if tag.kind != TagKind::StartTag {
            return TokenSinkResult::Continue;
        }
        self.0.borrow_mut().add(&tag, line);
        match &*tag.name {
            "script" => TokenSinkResult::RawData(RawKind::ScriptData),
            "style" => TokenSinkResult::RawData(RawKind::Rawtext),
            _ => TokenSinkResult::Continue,
        }
    }
}

impl Page {
    fn add(&mut self, tag: &Tag, line: u64) {
        for attribute in &tag.attrs {
            let value = attribute.value.to_string();
            match &*attribute.name.local {
                "id" if !self.names.insert(value.clone()) => self.twice.push(value),
                "href" => self.links.push((line, value, &*tag.name == "link")),
                "src" => self.links.push((line, value, true)),
                _ => {}
            }
        }
    }
}

fn read(text: &str) -> Page {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(text));
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.0.take()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The faults of a folder with these pages.
    fn faults(pages: &[(&str, &str)]) -> Vec<String> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (path, text) in pages {
            let file = folder.path().join(path);
            fs::create_dir_all(file.parent().expect("a folder")).expect("made");
            fs::write(file, text).expect("written");
        }
        check(folder.path()).expect("checked").faults
    }

    #[test]
    fn good_links_are_good() {
        let one = "<a href=\"../zh/b.html#%E5%AD%97\">x</a><a href='#top'>y</a><p id=top>\
                   <a href=\"https://example.org/\">z</a><script src=\"x.js?v=1\">'<a href=\"no\">'</script>";
        let pages = [("en/a.html", one), ("en/x.js", ""), ("zh/b.html", "<h2 id=\"字\">字</h2>")];
        assert_eq!(faults(&pages), Vec::<String>::new());
    }

    #[test]
    fn each_kind_of_broken_link_is_named_with_its_place() {
        for (text, said) in [
            ("\n<a href=\"b.html\">", "a.html:2: `b.html` leads to no file"),
            ("<a href=\"#no\">", "a.html:1: `#no` leads to no such place on the page"),
            ("<a href=\"http://example.org\">", "is neither a file of the guide nor https"),
            ("<a href=\"/a.html\">", "depends on where the guide lies"),
            ("<script src=\"https://example.org/x.js\">", "is loaded from another site"),
            ("<p id=x><p id=x>", "a.html: two elements are called `x`"),
        ] {
            let faults = faults(&[("a.html", text)]);
            assert!(faults.len() == 1 && faults[0].contains(said), "{text}: {faults:?}");
        }
    }
}
