"""Statistics as a service, in FastAPI and NumPy: dependencies that are compiled code.

No Procfile: the buildpack finds uvicorn and this file, and runs `uvicorn main:app`.
"""

import os
import platform

import numpy
import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel, Field

app = FastAPI(title="Statistics")


class Sample(BaseModel):
    values: list[float] = Field(min_length=1)


class Summary(BaseModel):
    mean: float
    deviation: float


@app.get("/")
def about():
    matrix = numpy.array([[2.0, 1.0], [1.0, 3.0]])
    return {
        "message": f"Hello from FastAPI on Python {platform.python_version()}",
        "numpy": numpy.__version__,
        "determinant": round(float(numpy.linalg.det(matrix)), 6),
    }


@app.post("/summary")
def summary(sample: Sample) -> Summary:
    values = numpy.array(sample.values)
    return Summary(mean=float(values.mean()), deviation=float(values.std()))


if __name__ == "__main__":
    uvicorn.run(app, host="0.0.0.0", port=int(os.environ.get("PORT", "8000")))
