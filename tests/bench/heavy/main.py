import numpy
import pandas
import sklearn
from fastapi import FastAPI

app = FastAPI()


@app.get("/")
def versions() -> dict[str, str]:
    return {module.__name__: module.__version__ for module in (numpy, pandas, sklearn)}
