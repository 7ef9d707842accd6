"""The tables of an indicator's charts, from a finished review; specifications stand in `publish/charts`."""
