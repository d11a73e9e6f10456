"""Documents made on request: the register and the letters for the regional centre, and a dated state report."""
