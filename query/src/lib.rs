//! Tables, exact views and the one query service every protocol uses.
