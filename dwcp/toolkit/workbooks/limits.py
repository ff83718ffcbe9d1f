"""How much of a file is read. Far above any real framework, far below what would keep the server busy."""

LARGEST_FILE = 5_000_000  # bytes, as sent
LARGEST_UNPACKED = 40_000_000  # bytes, all parts together
LARGEST_PART = 3_000_000  # bytes, of what holds no rows: formats, names, links
MOST_TIMES_LARGER = 150  # unpacked against packed; tables of text come to about 30
SMALL_ENOUGH = 2_000_000  # bytes; below that nobody minds how well something was packed
MOST_PARTS = 1_000
MOST_SHEETS = 60
MOST_ROWS = 20_000  # in one table
MOST_COLUMNS = 120
# Empty rows and cells are passed over, but they take time, too: so many are looked at in the whole file. An empty row
# counts as one; a sheet has about a million of them.
MOST_CELLS_LOOKED_AT = 5_000_000
LONGEST_CELL = 32_767  # characters; no spreadsheet program keeps more
