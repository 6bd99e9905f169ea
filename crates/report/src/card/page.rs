//! Sections as a page of HTML, with a picture above them: one file that fetches nothing.

use std::fmt::Write;

use super::{Section, Tone};
use crate::document;
use crate::figure::escape;

const SHEET: &str = include_str!("page.css");

/// What stands above the sections.
pub struct Heading<'a> {
    /// The page's title.
    pub title: &'a str,
    /// Lines below it.
    pub lines: &'a [String],
    /// A picture as SVG, which is put in as it is.
    pub picture: &'a str,
}

/// The page; `names` head the columns where there are several.
#[must_use]
pub fn write(heading: &Heading<'_>, sections: &[Section], names: &[&str]) -> String {
    let title = escape(heading.title);
    let mut body = format!("<h1>{title}</h1>\n");
    for line in heading.lines {
        let _ = writeln!(body, "<p>{}</p>", escape(line));
    }
    let _ = writeln!(body, "<figure>{}</figure>", heading.picture);
    body.push_str(&table(sections, names));
    document("en", &title, SHEET, &body)
}

/// The sections as a table alone; `names` head the columns where there are several.
#[must_use]
pub fn table(sections: &[Section], names: &[&str]) -> String {
    let mut body = String::from("<table>\n");
    if names.len() > 1 {
        let heads: String =
            names.iter().map(|name| format!("<th scope=\"col\">{}</th>", escape(name))).collect();
        let _ = writeln!(body, "<thead><tr><td></td>{heads}</tr></thead>");
    }
    for section in sections {
        let span = names.len().max(1) + 1;
        let _ = writeln!(body, "<tbody>");
        if !section.title.is_empty() {
            let title = escape(&section.title);
            let _ =
                writeln!(body, "<tr><th colspan=\"{span}\" scope=\"rowgroup\">{title}</th></tr>");
        }
        for row in &section.rows {
            let cells: String = (0..names.len().max(1))
                .map(|i| {
                    let cell = row.cells.get(i).cloned().unwrap_or_default();
                    let class = match cell.tone {
                        Tone::Plain => "",
                        Tone::Warning => " class=\"warning\"",
                        Tone::Unknown => " class=\"unknown\"",
                    };
                    format!("<td{class}>{}</td>", escape(&cell.text))
                })
                .collect();
            let _ = writeln!(body, "<tr><th scope=\"row\">{}</th>{cells}</tr>", escape(&row.label));
        }
        let _ = writeln!(body, "</tbody>");
    }
    body.push_str("</table>\n");
    body
}
