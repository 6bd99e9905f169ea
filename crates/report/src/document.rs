//! The frame of a page of HTML that needs nothing else, for phones and desks, light and dark.

/// The whole page: the language's tag, the title as HTML, the rules of its style, and what stands in `main`.
#[must_use]
pub fn document(language: &str, title: &str, style: &str, main: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n\
         <style>\n{style}</style>\n</head>\n<body>\n<main>\n{main}</main>\n</body>\n</html>\n"
    )
}
