//! What holds of whole pages and of their figures.
