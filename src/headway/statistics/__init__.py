"""Pure mathematics: arrays and frozen parameters in, small frozen results out."""
