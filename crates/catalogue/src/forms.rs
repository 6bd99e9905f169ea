//! Stable forms, found once for each formula of a process: a study trains the same activation hundreds
//! of times, and finding a form costs more than a small trial's every step.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use nonlin_expr::{Expr, LimitError, Stable};

/// Formulas remembered at most.
const CAPACITY: usize = 512;

type Known = HashMap<String, Arc<[Stable]>>;

static KNOWN: LazyLock<Mutex<Known>> = LazyLock::new(Mutex::default);

/// The stable forms of a function of `x` and of its derivatives up to `order`.
pub(crate) fn forms(expression: &Expr, order: usize) -> Result<Arc<[Stable]>, LimitError> {
    let key = expression.to_string();
    let known = || KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(forms) = known().get(&key)
        && let Some(wanted) = forms.get(..=order)
    {
        let all = wanted.len() == forms.len();
        return Ok(if all { forms.clone() } else { wanted.into() });
    }
    let forms: Arc<[Stable]> = expression.stable_derivatives(order)?.into();
    let mut known = known();
    if known.len() >= CAPACITY {
        known.clear();
    }
    known.insert(key, forms.clone());
    Ok(forms)
}
