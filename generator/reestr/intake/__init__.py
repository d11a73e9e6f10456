"""Creates and changes records from other input: questions, hand-over, workbook, forms, a new city."""
