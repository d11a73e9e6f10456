"""Documents made on request: the register and the letters for the regional centre, a dated state to print."""
