//! The memory that a trial takes, stated before it runs.

use super::plan::Plan;
use crate::diagnostics::Inspector;
use crate::error::TrialError;
use crate::initialisation::Initialisation;
use crate::network::Workspace;
use crate::spec::TrialSpec;
use crate::split::Prepared;

/// What is not counted one by one: compiled formulas, the moments of the activation and the sample that
/// they may come from, the matrix products' packing buffers, the record.
const BESIDE: usize = 16 << 20;

/// A bound of the bytes that [`run`](super::run) allocates beyond the data, at any one time. Trials that
/// run side by side take as much each, though what is beside the vectors is mostly shared.
///
/// # Errors
/// [`TrialError`] as for the trial itself.
pub fn memory_bytes(spec: &TrialSpec, data: &Prepared) -> Result<usize, TrialError> {
    let plan = Plan::new(spec, data)?;
    let (shape, rows) = (&plan.shape, plan.batch);
    let vector = shape.parameters() * size_of::<f32>();
    let outputs = shape.last().outputs;
    let mut bytes = Workspace::<f32>::bytes(shape, &plan.activation, rows);
    // The parameters, the optimiser's vectors, the best epoch's parameters, the bytes that are hashed.
    bytes +=
        vector * (1 + spec.optimizer.vectors() + usize::from(spec.early_stopping.is_some()) + 1);
    bytes += rows * (shape.inputs() + outputs) * size_of::<f32>();
    bytes += data.training().len() * size_of::<usize>();
    bytes += plan.timed_steps() * size_of::<u64>();
    if !spec.checkpoints.is_empty() {
        bytes += Inspector::<f32>::bytes(shape, rows);
        bytes += 2 * rows * shape.inputs() * size_of::<f32>();
    }
    if spec.initialisation == Initialisation::Orthogonal {
        // Made in f64, a layer at a time: the matrix and its vectors.
        let widest = shape.layers().iter().map(|layer| layer.weights.len()).max().unwrap_or(0);
        bytes += 2 * widest * size_of::<f64>();
    }
    Ok(bytes + BESIDE)
}
