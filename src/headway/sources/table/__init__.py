"""An analyst's own table: a workbook or CSV, tidy or with years across."""
