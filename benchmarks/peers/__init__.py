"""Other people's solvers on the same cases, programmed the straightforward way."""
