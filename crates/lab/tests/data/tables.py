"""The same table as CSV and, in two ways, as Parquet: `table.*`, and lists, which are no table.

Run with pyarrow (26.0.1 was used): `python tables.py`
"""

import random

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

random.seed(1)
ROWS = 300


def some(value):
    """The value, or nothing on one row of seven."""
    return None if random.random() < 1 / 7 else value


table = pa.table(
    {
        "byte": pa.array([i * 7 % 256 for i in range(ROWS)], pa.uint8()),
        "big": pa.array([some(3 * 10**9 + i) for i in range(ROWS)], pa.int64()),
        "single": pa.array([some(random.randrange(1000) / 8) for _ in range(ROWS)], pa.float32()),
        "double": pa.array([random.random() for _ in range(ROWS)], pa.float64()),
        "money": pa.array([some(random.randrange(10**6)) for _ in range(ROWS)], pa.int32()),
        "colour": pa.array([some(random.choice(["red", "blue", "légère"])) for _ in range(ROWS)]),
        "switch": pa.array([i % 2 for i in range(ROWS)], pa.uint32()),
        "label": pa.array([random.choice(["yes", "no"]) for _ in range(ROWS)]),
    }
)
pa.csv.write_csv(table, "table.csv")
pa.parquet.write_table(table, "table.snappy.parquet", compression="snappy", row_group_size=128)
# Pages of the second version, no dictionaries, decimals as integers, booleans.
money = table["money"].to_pylist()
other = table.set_column(6, "switch", pa.array([i % 2 == 1 for i in range(ROWS)]))
other = other.set_column(4, "money", pa.array(money, pa.decimal128(9, 0)))
pa.parquet.write_table(
    other,
    "table.zstd.parquet",
    compression="zstd",
    data_page_version="2.0",
    use_dictionary=False,
    store_decimal_as_integer=True,
)
pa.parquet.write_table(pa.table({"a": [[1, 2], [3]], "t": [0, 1]}), "lists.parquet")
