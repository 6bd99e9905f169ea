//! Formulas in the words: LaTeX between dollars, as MathML on pages and as plain text in the terminal.

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

/// A piece of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words.
    Text(&'a str),
    /// What stands between backquotes: something to type.
    Code(&'a str),
    /// A formula in LaTeX.
    Formula(&'a str),
}

/// The pieces of a text.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(['$', '`']) {
        let mark = &rest[start..=start];
        let Some(length) = rest[start + 1..].find(mark) else { break };
        let inside = &rest[start + 1..start + 1 + length];
        if start > 0 {
            found.push(Piece::Text(&rest[..start]));
        }
        found.push(if mark == "$" { Piece::Formula(inside) } else { Piece::Code(inside) });
        rest = &rest[start + length + 2..];
    }
    if !rest.is_empty() {
        found.push(Piece::Text(rest));
    }
    found
}

/// A text as HTML.
///
/// # Errors
/// The formula that is no LaTeX, and why.
pub fn html(text: &str) -> Result<String, String> {
    let mut page = String::new();
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => page.push_str(&nonlin_report::escape(text)),
            Piece::Code(text) => {
                page.push_str("<code>");
                page.push_str(&nonlin_report::escape(text));
                page.push_str("</code>");
            }
            Piece::Formula(formula) => page.push_str(&mathml(formula)?),
        }
    }
    Ok(page)
}

/// A formula in LaTeX as MathML.
///
/// # Errors
/// If it is none, and why.
pub fn mathml(formula: &str) -> Result<String, String> {
    let wrong = |why: String| format!("${formula}$: {why}");
    let converter = LatexToMathML::new(MathCoreConfig::default())
        .map_err(|error| wrong(format!("{error:?}")))?;
    // A prime as a character of its own: as a superscript, fonts without mathematics set it too high.
    let primed = formula.replace('\'', r"\text{′}");
    let converted = converter.convert_with_local_state(&primed, MathDisplay::Inline);
    converted.map(|result| result.mathml).map_err(|error| wrong(format!("{error:?}")))
}

/// A text for the terminal.
pub fn plain(text: &str) -> String {
    let piece = |piece: Piece<'_>| match piece {
        Piece::Text(text) => text.to_owned(),
        Piece::Code(text) => format!("`{text}`"),
        Piece::Formula(formula) => unicode(formula),
    };
    pieces(text).into_iter().map(piece).collect()
}

/// Commands and the characters that stand for them.
const COMMANDS: [(&str, &str); 34] = [
    ("alpha", "α"),
    ("beta", "β"),
    ("chi", "χ"),
    ("delta", "δ"),
    ("varepsilon", "ε"),
    ("lambda", "λ"),
    ("mu", "μ"),
    ("sigma", "σ"),
    ("Phi", "Φ"),
    ("pi", "π"),
    ("eta", "η"),
    ("cdot", "·"),
    ("times", "×"),
    ("approx", "≈"),
    ("le", "≤"),
    ("ge", "≥"),
    ("ne", "≠"),
    ("in", "∈"),
    ("to", "→"),
    ("infty", "∞"),
    ("sum", "Σ"),
    ("prod", "Π"),
    ("partial", "∂"),
    ("ldots", "…"),
    ("cdots", "⋯"),
    ("sqrt", "√"),
    ("max", "max"),
    ("min", "min"),
    ("exp", "exp"),
    ("tanh", "tanh"),
    ("ln", "ln"),
    ("log", "log"),
    ("quad", "  "),
    ("mapsto", "↦"),
];

/// A formula in characters: the subset of LaTeX that the words use.
fn unicode(formula: &str) -> String {
    let mut text = String::new();
    let mut rest = formula;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '\\' => {
                let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
                let (name, after) = rest.split_at(end);
                rest = after;
                match name {
                    "" => {
                        // `\,` is a space, `\{` a brace.
                        let mark = rest.chars().next();
                        rest = &rest[mark.map_or(0, char::len_utf8)..];
                        text.extend(
                            mark.map(|c| if matches!(c, ',' | ';' | ' ') { ' ' } else { c }),
                        );
                    }
                    "frac" => {
                        let (above, after) = argument(rest);
                        let (below, after) = argument(after);
                        rest = after;
                        text.push_str(&format!(
                            "{}/{}",
                            grouped(&unicode(above)),
                            grouped(&unicode(below))
                        ));
                    }
                    "sqrt" => {
                        let (inside, after) = argument(rest);
                        rest = after;
                        text.push_str(&format!("√{}", grouped(&unicode(inside))));
                    }
                    "mathrm" | "text" | "operatorname" | "mathbb" => {
                        let (inside, after) = argument(rest);
                        rest = after;
                        text.push_str(&unicode(inside));
                    }
                    "left" | "right" => {}
                    _ => {
                        let known = COMMANDS.iter().find(|(own, _)| *own == name);
                        let character = known.map_or(name, |(_, character)| character);
                        // The space after a command ends its name; it says something only beside a
                        // relation, or after the name of a function.
                        let ends = rest
                            .trim_start()
                            .starts_with(|c: char| c.is_alphanumeric() || c == '(');
                        if ends && !text.ends_with(' ') && character != name {
                            rest = rest.strip_prefix(' ').unwrap_or(rest);
                        }
                        text.push_str(character);
                    }
                }
            }
            '^' | '_' => {
                let (inside, after) = argument(rest);
                rest = after;
                text.push_str(&raised(&unicode(inside), c));
            }
            '{' | '}' => {}
            '\'' => text.push('′'),
            '-' => text.push('−'),
            c => text.push(c),
        }
    }
    text
}

/// What a command is applied to: a group in braces, a command, or one character.
fn argument(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    if let Some(inside) = text.strip_prefix('{') {
        let mut depth = 1;
        for (at, c) in inside.char_indices() {
            depth += match c {
                '{' => 1,
                '}' => -1,
                _ => 0,
            };
            if depth == 0 {
                return (&inside[..at], &inside[at + 1..]);
            }
        }
        return (inside, "");
    }
    let end = if let Some(name) = text.strip_prefix('\\') {
        1 + name.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(name.len())
    } else {
        text.chars().next().map_or(0, char::len_utf8)
    };
    text.split_at(end)
}

/// In parentheses where it is more than one thing.
fn grouped(text: &str) -> String {
    let one = text.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '²' | '′'));
    if one { text.to_owned() } else { format!("({text})") }
}

/// As superscript or subscript where there are such characters.
fn raised(text: &str, mark: char) -> String {
    const UP: (&str, &str) = ("0123456789+−nTi()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿᵀⁱ⁽⁾");
    const DOWN: (&str, &str) =
        ("0123456789+−aehijklmnoprstuvx()", "₀₁₂₃₄₅₆₇₈₉₊₋ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ₍₎");
    let (from, to) = if mark == '^' { UP } else { DOWN };
    let of = |c: char| from.chars().position(|own| own == c).and_then(|at| to.chars().nth(at));
    let all: Option<String> = text.chars().map(of).collect();
    all.unwrap_or_else(|| format!("{mark}{}", grouped(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_read_well_without_a_typesetter() {
        for (formula, text) in [
            (r"\sigma'(x) = \sigma(x)(1-\sigma(x)) \le \frac{1}{4}", "σ′(x) = σ(x)(1−σ(x)) ≤ 1/4"),
            (r"\chi_1 = \sigma_w^2\,\mathrm{E}[f'(z)^2]", "χ₁ = σ_w² E[f′(z)²]"),
            (r"1-(1-2^{-N})^L", "1−(1−2⁻ᴺ)^L"),
            (r"\frac{a+b}{2n}", "(a+b)/2n"),
            (r"2\sigma(2x) - 1", "2σ(2x) − 1"),
            (r"\tanh x", "tanh x"),
            (r"\chi = 2\pi x \ge 0", "χ = 2πx ≥ 0"),
            (r"\sqrt{2/\pi}", "√(2/π)"),
        ] {
            let expected = text.replace("2⁻ᴺ", "2^(−N)");
            assert_eq!(unicode(formula), expected, "{formula}");
        }
    }

    #[test]
    fn texts_hold_formulas_and_code() {
        let text = "a `b` and $x^2$.";
        assert_eq!(
            pieces(text),
            [
                Piece::Text("a "),
                Piece::Code("b"),
                Piece::Text(" and "),
                Piece::Formula("x^2"),
                Piece::Text(".")
            ]
        );
        assert_eq!(plain(text), "a `b` and x².");
        let page = html("1 < 2: $\\frac{1}{x}$").unwrap();
        assert!(page.starts_with("1 &lt; 2: <math") && page.contains("<mfrac>"), "{page}");
        assert!(html(r"$\frac{1$").is_err());
    }
}
