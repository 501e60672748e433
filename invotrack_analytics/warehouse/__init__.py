"""The warehouse: the books in one DuckDB file, who may write them when, and what readers see of them."""
