//! Row formulas as text and LaTeX: as they were written, with each reduction in its place, or in
//! stages, as they are computed.

use std::fmt;

use super::{POSITION, Reduction, RowExpr, Source, Stage, StageKind};
use crate::graph::Id;
use crate::print::{Latex, Level, Piece, Style, Text, print_with};

/// A row formula's parts, printed in stages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFormula {
    /// Each number's name and formula, in the order of computation.
    pub stages: Vec<(String, String)>,
    /// The results.
    pub outputs: Vec<String>,
}

impl RowExpr {
    /// Each result as one formula that the parser reads.
    #[must_use]
    pub fn to_texts(&self) -> Vec<String> {
        self.formulas().into_iter().map(|root| text(self, &self.stages, root, true).text).collect()
    }

    /// In stages, as text.
    #[must_use]
    pub fn to_stages(&self) -> RowFormula {
        let formula = |stage: &Stage| stage_text(self, &[], stage, false).text;
        RowFormula {
            stages: self.stages.iter().map(|s| (s.symbol.to_string(), formula(s))).collect(),
            outputs: self
                .formulas()
                .into_iter()
                .map(|root| text(self, &self.stages, root, false).text)
                .collect(),
        }
    }

    /// Each result as LaTeX with amsmath commands; elements have an index.
    #[must_use]
    pub fn to_latex(&self) -> Vec<String> {
        self.formulas().into_iter().map(|root| latex(self, &self.stages, root, 'i').text).collect()
    }
}

/// The results, then the stages: `exp(x - m)/s where m = maximum(x), s = sum(exp(x - m))`.
impl fmt::Display for RowExpr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let RowFormula { stages, outputs } = self.to_stages();
        f.write_str(&outputs.join(", "))?;
        for (index, (symbol, formula)) in stages.iter().enumerate() {
            write!(f, "{}{symbol} = {formula}", if index == 0 { " where " } else { ", " })?;
        }
        Ok(())
    }
}

/// `root`, with the stages that `inline` makes known spelt out in their places.
fn text(row: &RowExpr, stages: &[Stage], root: Id, inline: bool) -> Piece {
    print_with::<Text>(&row.graph, root, &|name| {
        let stage = stages.iter().find(|stage| inline && &*stage.symbol == name)?;
        Some(stage_text(row, stages, stage, inline))
    })
}

fn stage_text(row: &RowExpr, stages: &[Stage], stage: &Stage, inline: bool) -> Piece {
    match &stage.kind {
        StageKind::Value(value) => text(row, stages, *value, inline),
        StageKind::Reduce { reduction, body, rank } => {
            let name = match reduction {
                Reduction::Sum => "sum",
                Reduction::Maximum => "maximum",
                Reduction::Argmax => "argmax",
                Reduction::Largest => "largest",
                Reduction::Arglargest => "arglargest",
            };
            let mut list = text(row, stages, *body, inline).text;
            if let Some(rank) = rank {
                list.push_str(", ");
                list.push_str(&text(row, stages, *rank, inline).text);
            }
            Piece::atom(format!("{name}({list})"))
        }
        StageKind::Root { stages: own, residual } => {
            // The equation's own stages have no place of their own: they are spelt out always.
            let known: Vec<Stage> =
                if inline { stages } else { &[] }.iter().chain(own).cloned().collect();
            let known: Vec<Stage> =
                known.into_iter().filter(|other| other.symbol != stage.symbol).collect();
            let equation = text(row, &known, *residual, true).text;
            Piece::atom(format!("solve({}, {equation})", stage.symbol))
        }
    }
}

fn latex(row: &RowExpr, stages: &[Stage], root: Id, index: char) -> Piece {
    print_with::<Latex>(&row.graph, root, &|name| {
        if let Some(stage) = stages.iter().find(|stage| &*stage.symbol == name) {
            return Some(stage_latex(row, stages, stage, index));
        }
        let input = row.inputs.iter().find(|input| &*input.name == name);
        match input {
            // A function of single elements needs no index.
            Some(input) if input.elements && input.source != Source::Slice(1) => {
                let symbol = Latex::symbol(name).text;
                let plain = row.stages.is_empty() && !row.graph.depends_on(root, POSITION);
                Some(Piece::atom(if plain { symbol } else { format!("{symbol}_{{{index}}}") }))
            }
            Some(_) => None,
            None if name == POSITION => Some(Piece::atom(index.to_string())),
            None if name == super::LENGTH => Some(Piece::atom("n")),
            None => None,
        }
    })
}

fn stage_latex(row: &RowExpr, stages: &[Stage], stage: &Stage, index: char) -> Piece {
    // Sums inside sums run over other indices.
    let inner = match index {
        'i' => 'j',
        'j' => 'k',
        other => other,
    };
    match &stage.kind {
        StageKind::Value(value) => latex(row, stages, *value, index),
        StageKind::Reduce { reduction, body, rank } => {
            let body = latex(row, stages, *body, inner);
            let body = Latex::within(&body, Level::Product, false);
            let rank = rank.map(|rank| latex(row, stages, rank, inner).text);
            let rank = rank.map_or(String::new(), |rank| format!("^{{({rank})}}"));
            let command = match reduction {
                Reduction::Sum => "\\sum",
                Reduction::Maximum | Reduction::Largest => "\\max",
                Reduction::Argmax | Reduction::Arglargest => "\\operatorname*{argmax}",
            };
            Piece {
                text: format!("{command}_{{{inner}}}{rank} {body}"),
                level: Level::Product,
                signed: false,
            }
        }
        StageKind::Root { .. } => Latex::symbol(&stage.symbol),
    }
}
