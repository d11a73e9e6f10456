"""Every way records are made other than by hand: questions, hand-over, workbook, forms, a new city."""
