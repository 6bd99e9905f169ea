"""What scikit-learn makes of the rows of `table.csv`, fitted on the training rows: `encoding.json`.

Run with scikit-learn (1.9.1 was used) and pandas: `python encoding.py`. The training rows are those of the
split with seed 0, as the test prints them when they differ.
"""

import json

import pandas as pd
from sklearn.impute import MissingIndicator, SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

with open("encoding.json") as file:
    rows = json.load(file)["training"]
table = pd.read_csv("table.csv")
training = table.iloc[rows]
inputs, columns = [], []
for name in table.columns[:-1]:
    if name == "colour":
        encoder = OneHotEncoder(sparse_output=False, handle_unknown="ignore")
        encoder.fit(training[[name]].dropna())
        columns.append(encoder.transform(table[[name]]))
        inputs += [f"{name}={category}" for category in encoder.categories_[0]]
    else:
        pipeline = make_pipeline(SimpleImputer(strategy="mean"), StandardScaler())
        columns.append(pipeline.fit(training[[name]]).transform(table[[name]]))
        inputs.append(name)
    if training[name].isna().any():
        indicator = MissingIndicator(features="all").fit(training[[name]])
        columns.append(indicator.transform(table[[name]]).astype(float))
        inputs.append(f"{name} is missing")
features = [[round(float(v), 9) for column in columns for v in column[row]] for row in range(len(table))]
with open("encoding.json", "w") as file:
    json.dump({"training": rows, "inputs": inputs, "features": features}, file)
