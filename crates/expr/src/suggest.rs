//! The nearest known name to a mistyped one.

/// The candidate that differs from `name` by the fewest edits, if that is few enough to be a slip.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A formula's text has no place in a list of names, and distances of long texts cost time.
    if name.len() > 64 {
        return None;
    }
    let lower = name.to_lowercase();
    let length = name.chars().count();
    let allowed = (length / 3).max(usize::from(length > 1));
    candidates
        .into_iter()
        .map(|candidate| {
            (strsim::damerau_levenshtein(&lower, &candidate.to_lowercase()), candidate)
        })
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, candidate)| (*distance, candidate.chars().count().abs_diff(length)))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_slips_and_nothing_else() {
        let names = ["gelu", "relu", "tanh", "sigmoid"];
        assert_eq!(nearest("gleu", names), Some("gelu"));
        // Two letters exchanged are likelier than one too many.
        assert_eq!(nearest("gleu", ["glu", "gelu"]), Some("gelu"));
        assert_eq!(nearest("ReLU", names), Some("relu"));
        assert_eq!(nearest("sigmiod", names), Some("sigmoid"));
        assert_eq!(nearest("zzzzzz", names), None);
        assert_eq!(nearest("a", ["x"]), None);
        assert_eq!(nearest("X", ["x"]), Some("x"));
        assert_eq!(nearest(&"x".repeat(10_000), names), None);
    }
}
