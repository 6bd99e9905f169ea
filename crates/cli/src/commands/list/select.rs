//! Which definitions a search and filters leave, and what to relax where they leave none.
//!
//! The cheap filters come first; the shape of a function is derived when a filter or the output asks
//! for it.

use std::cell::OnceCell;

use anyhow::Result;
use console::style;
use nonlin::Parameters;
use nonlin::catalogue::{self, Definition, Evidence, Kind};
use nonlin::expr::nearest;
use nonlin::properties::shape::{Shape, shape};

use super::super::Usage;
use crate::args::{self, List};

/// A definition with its shape, derived once.
pub struct Found {
    pub definition: &'static Definition,
    shape: OnceCell<Option<Shape>>,
}

impl Found {
    fn new(definition: &'static Definition) -> Self {
        Self { definition, shape: OnceCell::new() }
    }

    /// Its shape at the default parameters, if it has one.
    pub fn shape(&self) -> Option<Shape> {
        *self.shape.get_or_init(|| {
            // Without a kernel: nothing is evaluated through it here.
            let function = catalogue::Activation::resolve(self.definition.name, &Parameters::new());
            let function = function.ok()?;
            shape(function.expression(), function.derivative()).ok()
        })
    }
}

/// What is left of the catalogue.
pub struct Selection {
    pub found: Vec<Found>,
    /// Whether nothing was asked, so that it is all there is.
    pub whole: bool,
    /// What to relax, where nothing is left.
    pub hint: Option<String>,
}

/// A filter: as the user wrote it, and what passes.
type Filter<'a> = (String, Box<dyn Fn(&Found) -> bool + 'a>);

/// The definitions that pass, best match first.
pub fn select(arguments: &List) -> Result<Selection> {
    let filters = filters(arguments)?;
    let candidates: Vec<Found> = match &arguments.text {
        Some(text) => catalogue::search(text).into_iter().map(|(d, _)| Found::new(d)).collect(),
        None => catalogue::all().iter().map(Found::new).collect(),
    };
    let passes = |found: &Found| filters.iter().all(|(_, filter)| filter(found));
    if candidates.iter().any(passes) {
        let found = candidates.into_iter().filter(passes).collect();
        let whole = filters.is_empty() && arguments.text.is_none();
        return Ok(Selection { found, whole, hint: None });
    }
    let hint = match &arguments.text {
        Some(text) if candidates.is_empty() => nothing_called(text),
        text => relax(text.as_deref(), &candidates, &filters),
    };
    Ok(Selection { found: Vec::new(), whole: false, hint: Some(hint) })
}

fn filters(arguments: &List) -> Result<Vec<Filter<'_>>> {
    let mut filters: Vec<Filter<'_>> = Vec::new();
    let all = || catalogue::all().iter();
    if let Some(family) = &arguments.family {
        let family = known("family", family, all().map(|d| d.family))?;
        filters
            .push((format!("--family {family}"), Box::new(move |f| f.definition.family == family)));
    }
    if let Some(name) = &arguments.framework {
        let framework = match catalogue::framework(name) {
            Some(framework) => framework,
            None => known("framework", name, catalogue::frameworks())?,
        };
        let ships = move |found: &Found| {
            found.definition.frameworks.iter().any(|entry| entry.framework == framework)
        };
        filters.push((format!("--framework {framework}"), Box::new(ships)));
    }
    if let Some(years) = arguments.year {
        let published = move |found: &Found| {
            found.definition.source.year.is_some_and(|year| years.contains(year))
        };
        filters.push(("--year".into(), Box::new(published)));
    }
    if let Some(wanted) = arguments.kind {
        let is_kind = move |found: &Found| match wanted {
            args::Kind::Scalar => found.definition.kind == Kind::Scalar,
            args::Kind::Map => found.definition.kind == Kind::Map,
            args::Kind::Row => found.definition.kind == Kind::Row,
            args::Kind::Stochastic => !found.definition.noise.is_empty(),
        };
        filters.push(("--kind".into(), Box::new(is_kind)));
    }
    if let Some(evidence) = &arguments.evidence {
        let said = known("evidence", evidence, Evidence::ALL.map(Evidence::keyword))?;
        let attested = move |found: &Found| found.definition.evidence.keyword() == said;
        filters.push((format!("--evidence {said}"), Box::new(attested)));
    }
    if arguments.trainable {
        let learns = |found: &Found| found.definition.parameters.iter().any(|p| p.trainable);
        filters.push(("--trainable".into(), Box::new(learns)));
    }
    type Has = fn(Shape) -> bool;
    let shapes: [(bool, &str, Has); 3] = [
        (arguments.smooth, "--smooth", |shape| shape.smooth.is_some()),
        (arguments.monotone, "--monotone", |shape| shape.monotone.is_some()),
        (arguments.bounded, "--bounded", Shape::bounded),
    ];
    for (asked, flag, has) in shapes {
        if asked {
            filters.push((flag.into(), Box::new(move |found| found.shape().is_some_and(has))));
        }
    }
    Ok(filters)
}

/// The known value that `given` is, whatever its case; else a message with all of them.
fn known(
    what: &str,
    given: &str,
    values: impl IntoIterator<Item = &'static str>,
) -> Result<&'static str> {
    let mut values: Vec<&str> = values.into_iter().collect();
    values.sort_unstable();
    values.dedup();
    if let Some(value) = values.iter().find(|value| value.eq_ignore_ascii_case(given)) {
        return Ok(value);
    }
    let meant = nearest(given, values.iter().copied())
        .map_or(String::new(), |value| format!("; did you mean `{value}`?"));
    let values = values.join(", ");
    Err(Usage(format!("unknown {what} `{given}`{meant}\nthere are {values}")).into())
}

fn nothing_called(text: &str) -> String {
    let meant = catalogue::suggestion(text);
    let help = meant.map_or_else(
        || "`nonlin list` shows all names".to_owned(),
        |name| format!("did you mean `{name}`?"),
    );
    format!("No function mentions `{text}`; {help}")
}

/// Which filters can be dropped, one at a time, and what that would leave.
fn relax(text: Option<&str>, candidates: &[Found], filters: &[Filter<'_>]) -> String {
    let left = |dropped: usize| {
        let others = || filters.iter().enumerate().filter(|(index, _)| *index != dropped);
        candidates.iter().filter(|found| others().all(|(_, (_, filter))| filter(found))).count()
    };
    let counted = filters.iter().enumerate().map(|(index, (flag, _))| (flag, left(index)));
    let mut ways: Vec<String> = counted
        .filter(|(_, count)| *count > 0)
        .map(|(flag, count)| format!("  {count:>3} without {}", style(flag).bold()))
        .collect();
    if let Some(text) = text {
        let all = catalogue::all().iter().map(Found::new);
        let count = all.filter(|f| filters.iter().all(|(_, filter)| filter(f))).count();
        if count > 0 {
            ways.push(format!("  {count:>3} without `{text}`"));
        }
    }
    if ways.is_empty() {
        return "No function passes; several of the filters exclude all on their own".into();
    }
    format!("No function passes all filters. There are\n{}", ways.join("\n"))
}
