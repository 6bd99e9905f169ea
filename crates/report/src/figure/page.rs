//! A page of HTML that shows a picture and reads it out under the pointer. It is one file: style and
//! script are inside, and nothing is fetched.

use std::fmt::Write;

use super::Style;
use super::layout::{Layout, Panel};
use super::palette::Theme;
use super::svg::{self, escape};

/// The read-out: the values of each curve at the place of the pointer, taken between the drawn points;
/// arrow keys move it as well.
const SCRIPT: &str = include_str!("page.js");
/// The page around the picture.
const SHEET: &str = include_str!("page.css");

/// The whole page.
pub fn write(layout: &Layout, style: &Style, title: &str) -> String {
    let scheme = match style.theme {
        Theme::Light => "light",
        Theme::Dark => "dark",
        Theme::Auto => "light dark",
    };
    let panels: Vec<String> = layout.panels.iter().map(panel).collect();
    let title = escape(title);
    let picture = svg::write(&layout.scene, style.theme);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"{scheme}\">\n<title>{title}</title>\n\
         <style>\n:root {{ color-scheme: {scheme}; }}\n{SHEET}</style>\n</head>\n<body>\n\
         <main>\n<figure id=\"figure\" tabindex=\"0\">\n{picture}</figure>\n\
         <p id=\"values\" aria-live=\"polite\"></p>\n</main>\n\
         <script>\nconst panels = [{}];\n{SCRIPT}</script>\n</body>\n</html>\n",
        panels.join(",\n")
    )
}

/// A panel as a literal of JavaScript.
fn panel(panel: &Panel) -> String {
    let mut text =
        format!("{{frame:{:?},x:{:?},y:{:?},curves:[", panel.frame, pair(panel.x), pair(panel.y));
    for (label, colour, lines) in &panel.curves {
        let _ = write!(text, "{{label:{},colour:{colour},lines:[", string(label));
        for line in lines {
            text.push('[');
            for &(x, y) in line {
                let _ = write!(text, "{},{},", digits(x), digits(y));
            }
            text.push_str("],");
        }
        text.push_str("]},");
    }
    text.push_str("]}");
    text
}

const fn pair((low, high): (f64, f64)) -> [f64; 2] {
    [low, high]
}

/// Seven digits: more than a screen can show.
fn digits(value: f64) -> String {
    let rounded: f64 = format!("{value:.6e}").parse().unwrap_or(value);
    format!("{rounded:?}")
}

/// A string of JavaScript that cannot end the script element.
fn string(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(c));
            }
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
