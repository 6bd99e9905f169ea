//! A scene as SVG. Colours are classes of one style sheet, so that a picture can follow the reader's
//! preference for light or dark.

use std::fmt::Write;

use super::ZoneKind;
use super::palette::{CURVES, Theme, colour};
use super::scene::{Anchor, Role, Scene, Shape};

/// Fonts that are there on every system, by their generic name.
const FONTS: &str = "system-ui, -apple-system, Segoe UI, Roboto, DejaVu Sans, Arial, sans-serif";

/// The whole element, without a declaration: it may stand in a file or in a page.
pub fn write(scene: &Scene, theme: Theme) -> String {
    element(scene, "nl", &format!("<style>\n{}</style>\n", sheet(theme)))
}

/// The element for a page that has [`sheet`] already, since it shows several pictures.
pub fn part(scene: &Scene, class: &str) -> String {
    element(scene, &format!("nl {class}"), "")
}

fn element(scene: &Scene, class: &str, style: &str) -> String {
    let (width, height) = (number(scene.width), number(scene.height));
    let description = escape(&scene.description);
    let mut text = format!(
        "<svg class=\"{class}\" xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{description}\">\n\
         <title>{description}</title>\n{style}"
    );
    for shape in &scene.shapes {
        // Writing to a string does not fail.
        let _ = draw(&mut text, shape);
    }
    text.push_str("</svg>\n");
    text
}

/// The class of a role.
fn class(role: Role) -> String {
    match role {
        Role::Paper => "nl-paper".into(),
        Role::Ink => "nl-ink".into(),
        Role::Axis => "nl-axis".into(),
        Role::Grid => "nl-grid".into(),
        Role::Curve(place) => format!("nl-c{}", place % CURVES),
        Role::Band(place) => format!("nl-b{}", place % CURVES),
        Role::Zone(ZoneKind::Dead) => "nl-dead".into(),
        Role::Zone(ZoneKind::Saturated) => "nl-saturated".into(),
        Role::Zone(ZoneKind::Steep) => "nl-steep".into(),
    }
}

/// The rules that give roles their colours.
pub fn sheet(theme: Theme) -> String {
    let mut text = format!(
        ".nl text {{ font-family: {FONTS}; }}\n.nl polyline {{ fill: none; \
         stroke-linecap: round; stroke-linejoin: round; }}\n"
    );
    text.push_str(&rules(theme == Theme::Dark));
    if theme == Theme::Auto {
        let _ = write!(text, "@media (prefers-color-scheme: dark) {{\n{}}}\n", rules(true));
    }
    text
}

fn rules(dark: bool) -> String {
    let zones = [ZoneKind::Dead, ZoneKind::Saturated, ZoneKind::Steep];
    let roles = [Role::Paper, Role::Ink, Role::Axis, Role::Grid]
        .into_iter()
        .chain((0..CURVES).flat_map(|place| [Role::Curve(place), Role::Band(place)]))
        .chain(zones.into_iter().map(Role::Zone));
    let mut text = String::new();
    for role in roles {
        let ([r, g, b], cover) = colour(role, dark);
        let value = format!("#{r:02x}{g:02x}{b:02x}");
        let class = class(role);
        let _ = match role {
            Role::Paper => writeln!(text, ".{class} {{ fill: {value}; }}"),
            Role::Zone(_) | Role::Band(_) => {
                writeln!(text, ".{class} {{ fill: {value}; fill-opacity: {cover}; }}")
            }
            Role::Ink => writeln!(
                text,
                "text.{class}, .nl-disc.{class} {{ fill: {value}; }}\n\
                 circle.nl-paper.{class}, polyline.{class} {{ stroke: {value}; }}"
            ),
            _ => writeln!(
                text,
                ".{class} {{ stroke: {value}; }}\n\
                 .nl-disc.{class}, rect.{class} {{ fill: {value}; stroke: none; }}"
            ),
        };
    }
    text
}

fn draw(text: &mut String, shape: &Shape) -> std::fmt::Result {
    match shape {
        Shape::Rectangle { x, y, width, height, role } => writeln!(
            text,
            "<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
            class(*role),
            number(*x),
            number(*y),
            number(*width),
            number(*height)
        ),
        Shape::Line { points, role, width, dash } => {
            write!(
                text,
                "<polyline class=\"{}\" stroke-width=\"{}\"",
                class(*role),
                number(*width)
            )?;
            let lengths: Vec<String> =
                dash.pattern().iter().map(|length| number(length * width)).collect();
            if !lengths.is_empty() {
                write!(text, " stroke-dasharray=\"{}\"", lengths.join(" "))?;
            }
            text.push_str(" points=\"");
            places(text, points)?;
            text.push_str("\"/>\n");
            Ok(())
        }
        Shape::Ring { x, y, radius, role } => writeln!(
            text,
            "<circle class=\"nl-paper {}\" stroke-width=\"1.6\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>",
            class(*role),
            number(*x),
            number(*y),
            number(*radius)
        ),
        Shape::Disc { x, y, radius, role } => writeln!(
            text,
            "<circle class=\"nl-disc {}\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>",
            class(*role),
            number(*x),
            number(*y),
            number(*radius)
        ),
        Shape::Polygon { points, role } => {
            write!(text, "<polygon class=\"{}\" points=\"", class(*role))?;
            places(text, points)?;
            text.push_str("\"/>\n");
            Ok(())
        }
        Shape::Text { x, y, text: words, size, anchor } => {
            let anchor = match anchor {
                Anchor::Start => "start",
                Anchor::Middle => "middle",
                Anchor::End => "end",
            };
            writeln!(
                text,
                "<text class=\"nl-ink\" x=\"{}\" y=\"{}\" font-size=\"{}\" text-anchor=\"{anchor}\">{}</text>",
                number(*x),
                number(*y),
                number(*size),
                escape(words)
            )
        }
    }
}

/// `x,y x,y …`
fn places(text: &mut String, points: &[(f64, f64)]) -> std::fmt::Result {
    for (i, (x, y)) in points.iter().enumerate() {
        let space = if i == 0 { "" } else { " " };
        write!(text, "{space}{},{}", number(*x), number(*y))?;
    }
    Ok(())
}

/// A hundredth of a pixel is enough.
fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".into() } else { text.into() }
}

/// Text as the content of an element or an attribute; what XML does not allow at all is left out.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c if c.is_control() && !matches!(c, '\t' | '\n' | '\r') => {}
            '\u{fffe}' | '\u{ffff}' => {}
            c => safe.push(c),
        }
    }
    safe
}
