"""The demonstration: a hosted auction whose people are simulated until somebody takes a seat."""
