//! Every activation that the big frameworks ship is found under its name there, with the defaults
//! there. `frameworks.txt` is the list, transcribed from their sources and not from the definitions.

use nonlin_catalogue::{Activation, Mode, Parameters, RowActivation, find};

/// Lines `framework name function [parameter=value …]`; `#` begins a comment.
const LIST: &str = include_str!("frameworks.txt");

#[test]
fn names_mean_what_they_mean_there() {
    let mut checked = 0;
    for line in LIST.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        let mut words = line.split_whitespace();
        let [framework, name, function] = [(); 3].map(|()| words.next().unwrap());
        let qualified = format!("{framework}:{name}");
        let (definition, _) = find(&qualified).unwrap_or_else(|| panic!("{qualified} is missing"));
        assert_eq!(definition.name, function, "{qualified}");
        // Every function is one of rows, those of single numbers too.
        let none = Parameters::new();
        let activation = RowActivation::resolve(&qualified, &none, Mode::Evaluation).unwrap();
        for (parameter, value) in words.map(|word| word.split_once('=').unwrap()) {
            let found = activation.parameters().iter().find(|(name, _)| name == parameter);
            let (_, found) = found.unwrap_or_else(|| panic!("{qualified} has no {parameter}"));
            let value: f64 = value.parse().unwrap();
            assert_eq!(found.value_at(0.0), value, "{parameter} of {qualified}");
        }
        checked += 1;
    }
    assert!(checked > 210, "{checked} names");
}

#[test]
fn a_framework_name_forgives_modules_case_and_underscores() {
    let slope = |name: &str| {
        let activation = Activation::resolve(name, &Parameters::new()).unwrap();
        activation.expression().value_at(-1.0)
    };
    for name in
        ["torch:LeakyReLU", "torch:leaky_relu", "PyTorch:nn.functional.leaky_relu", "leaky-relu"]
    {
        assert_eq!(slope(name), -0.01, "{name}");
    }
    // Names that differ by nothing else stay apart.
    assert_eq!(slope("keras:leaky_relu"), -0.2);
    assert_eq!(slope("keras:layers.LeakyReLU"), -0.3);
    let error = Activation::resolve("torch:LeekyReLU", &Parameters::new()).unwrap_err();
    assert!(error.to_string().ends_with("did you mean `pytorch:LeakyReLU`?"), "{error}");
}
