"""make_catalogue.py BUILDPACK_TOML OUTPUT SERIAL VALID_DAYS: see scripts/make-catalogue.sh.

Prints the catalogue. SERIAL may be empty: then it is one more than that of OUTPUT.
"""

import datetime
import json
import re
import sys

from refresh import Refusal, metadata_of, read_json, series_of, text_of


def serial_after(output):
    try:
        serial = read_json(output)["serial"]
    except FileNotFoundError:
        return 1
    except (KeyError, TypeError) as error:
        raise Refusal(f"{output} is there and has no serial: give --serial") from error
    return serial + 1


def whole_number(name, text):
    if not re.fullmatch(r"[1-9][0-9]{0,14}", text):
        raise Refusal(f"{name} should be a whole number, 1 or more, and is {text!r}")
    return int(text)


def value_of(key, metadata):
    if not isinstance(metadata.get(key), str):
        raise Refusal(f"the catalogue does not say {key}")
    return metadata[key]


def document(file, serial, valid_days):
    """The day it is issued is the day its data are of; how long it is believed counts from today."""
    metadata = metadata_of(file)
    series = [{"latest": text_of(latest), "end-of-life": end} for latest, end in series_of(file)]
    expires = datetime.datetime.now(datetime.timezone.utc).date() + datetime.timedelta(days=valid_days)
    return {
        "schema": 1,
        "serial": serial,
        "issued": value_of("data-date", metadata),
        "expires": expires.isoformat(),
        "default-version": value_of("default-version", metadata),
        "series": series,
    }


def main(catalogue, output, serial, valid_days):
    number = whole_number("--serial", serial) if serial else serial_after(output)
    made = document(catalogue, number, whole_number("--valid-days", valid_days))
    json.dump(made, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except (OSError, Refusal) as error:
        sys.exit(f"error: {error}")
