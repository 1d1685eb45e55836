"""A guest book in Flask and SQLAlchemy, kept in memory.

No Procfile: the buildpack finds gunicorn and this file, and runs `gunicorn app:app`.
"""

import os
import platform

import requests
from flask import Flask, redirect, render_template_string, request
from sqlalchemy import create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.pool import StaticPool


class Base(DeclarativeBase):
    pass


class Guest(Base):
    __tablename__ = "guests"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


# One connection for every thread: each new one would be a new, empty database.
engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
Base.metadata.create_all(engine)
with Session(engine) as session:
    session.add(Guest(name="Ada"))
    session.commit()

app = Flask(__name__)

PAGE = """<!doctype html>
<title>Guest book</title>
<h1>Hello from Flask on Python {{ python }}</h1>
<p>Guests: {% for guest in guests %}{{ guest.name }}{{ ", " if not loop.last }}{% endfor %}</p>
<form method="post"><input name="name" required> <button>Sign</button></form>
"""


@app.get("/")
def guests():
    with Session(engine) as session:
        found = session.scalars(select(Guest).order_by(Guest.id)).all()
        return render_template_string(PAGE, guests=found, python=platform.python_version())


@app.post("/")
def sign():
    with Session(engine) as session:
        session.add(Guest(name=request.form["name"]))
        session.commit()
    return redirect("/")


@app.get("/health")
def health():
    return {"status": "ok", "requests": requests.__version__}


if __name__ == "__main__":
    app.run(host="0.0.0.0", port=int(os.environ.get("PORT", "8000")))
