//! The claims, in the order of the course: a file here and a file of words in each language.

use crate::lesson::{Lesson, Plan};

macro_rules! lessons {
    ($($module:ident = $name:literal),* $(,)?) => {
        $(mod $module;)*

        /// All lessons, but for their numbers.
        const PLANS: &[(&str, &Plan, [&str; 2])] = &[$((
            $name,
            &$module::PLAN,
            [
                include_str!(concat!("../../words/en/", $name, ".toml")),
                include_str!(concat!("../../words/zh/", $name, ".toml")),
            ],
        )),*];
    };
}

lessons! {
    weighted_sum = "weighted-sum",
    step = "step",
    ties = "ties",
    constant_derivative = "constant-derivative",
    linear_collapse = "linear-collapse",
    bending = "bending",
    steep_middle = "steep-middle",
    ranges = "ranges",
    vanishing_gradient = "vanishing-gradient",
    tanh = "tanh",
    universal_approximation = "universal-approximation",
    exploding_activations = "exploding-activations",
    sparsity = "sparsity",
    dying_relu = "dying-relu",
    leaky_relu = "leaky-relu",
    cost = "cost",
    sigmoid_for_classifiers = "sigmoid-for-classifiers",
    your_own = "your-own",
    start_with_relu = "start-with-relu",
    newer_functions = "newer-functions",
}

/// All lessons, in their order.
pub fn lessons() -> impl ExactSizeIterator<Item = Lesson> {
    let lesson = |(place, (name, plan, words)): (usize, &(&'static str, &'static Plan, _))| {
        Lesson { number: place + 1, name, plan, words: *words }
    };
    PLANS.iter().enumerate().map(lesson)
}

/// The lesson with this name, or this number.
#[must_use]
pub fn find(name: &str) -> Option<Lesson> {
    lessons().find(|lesson| lesson.name == name || lesson.number.to_string() == name)
}

#[cfg(test)]
mod tests;
