"""validate.py SYFT-SCHEMA FILE…: says what is wrong with bills of materials, by the schemas that their formats publish.

A file's name says its format: …cdx.json (CycloneDX 1.6), …spdx.json (SPDX 2.3), …syft.json.
"""

import json
import re
import sys
import tempfile
from pathlib import Path

import jsonschema
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from spdx_tools.spdx.parser.parse_anything import parse_file
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document


def faults_of_spdx(file: Path) -> list[str]:
    # The validator takes no URL whose host is a number, as that of a server which a test has started.
    text = re.sub(r"127\.0\.0\.1:\d+", "git.example.com", file.read_text())
    with tempfile.TemporaryDirectory() as directory:
        copy = Path(directory, "sbom.spdx.json")
        copy.write_text(text)
        return [message.validation_message for message in validate_full_spdx_document(parse_file(str(copy)))]


def faults_of(file: Path, syft_schema: Path) -> list[str]:
    if file.name.endswith("cdx.json"):
        error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(file.read_text())
        return [str(error)] if error else []
    if file.name.endswith("spdx.json"):
        return faults_of_spdx(file)
    validator = jsonschema.Draft202012Validator(json.loads(syft_schema.read_text()))
    return [error.message for error in validator.iter_errors(json.loads(file.read_text()))]


def main() -> int:
    count = 0
    for name in sys.argv[2:]:
        for fault in faults_of(Path(name), Path(sys.argv[1])):
            print(f"{name}: {fault[:2000]}")
            count += 1
    return 1 if count else 0


sys.exit(main())
