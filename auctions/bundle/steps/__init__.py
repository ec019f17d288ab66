"""The steps of a verification, a function each: it takes the evidence and yields every place that does not hold."""
