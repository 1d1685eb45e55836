# Sourced after stories.sh: the newest Pythons, as Debian sid has them before anybody else packages them.
# shellcheck shell=bash disable=SC2154
#
# Nothing here names a patch of Python: what the suite has on the day is what is tested.

# An app that asks for the newest series in a file of its own, as people do.
story_file_of_version() { # SERIES
    local app=$work/asking
    story "Given $base, when an app with the .python-version file $1 is built and started"
    forget asking
    cp -r examples/flask-app "$app"
    echo "$1" >"$app/.python-version"
    from_runtimes none
    check "pack build makes an image" built asking "$app" "${runtime_options[@]:0:4}" || return 0
    check "the log says where the version comes from" says "$work/asking.log" "$1 from .python-version → $1."
    check "it starts" start "$(image_of asking)" --read-only --tmpfs /tmp || return 0
    check "it answers over HTTP, with Python $1" ask_flask "$1"
    check "what is compiled in its layers finds all of its libraries" same "" "$(missing_libraries)"
    remove
    forget asking
}

# The pinned versions of these have no wheels for Python 3.15, newer ones do. Images without a compiler need wheels.
unpin_what_is_too_old() { # APP
    sed -i 's/^\(numpy\|pyyaml\)==.*/\1/' "$1/requirements.txt"
}

# FastAPI with NumPy, pydantic and other compiled packages.
story_compiled_packages() { # SERIES
    local app=$work/compiled
    story "Given $base and Python $1, when examples/fastapi-app is built with today's NumPy and started"
    forget compiled
    rm -rf "$app"
    cp -r examples/fastapi-app "$app"
    unpin_what_is_too_old "$app"
    from_runtimes "$1"
    check "pack build makes an image" built compiled "$app" "${runtime_options[@]}" || return 0
    check "it starts" start "$(image_of compiled)" --read-only --tmpfs /tmp || return 0
    check "it answers over HTTP, with Python $1" ask_fastapi "$1"
    check "what is compiled in its layers finds all of its libraries" same "" "$(missing_libraries)"
    remove
    forget compiled
}

# manager FIXTURE LOG ANSWER: an app of a package manager, and what its main.py says.
story_manager() { # SERIES FIXTURE LOG-LINE ANSWER
    story "Given $base and Python $1, when the fixture $2 is built"
    forget manager
    from_runtimes "$1"
    check "pack build makes an image" built manager "tests/fixtures/apps/$2" "${runtime_options[@]}" || return 0
    check "its own tool installs it" says "$work/manager.log" "$3"
    check "it runs" same "$4" "$("${engine[@]}" run --rm --pull never --network none \
        --entrypoint /cnb/lifecycle/launcher "$(image_of manager)" -- python main.py 2>&1)"
    forget manager
}

story_managers() { # SERIES
    story_manager "$1" uv-app "Dependencies (uv.lock, uv " "welcome 1.17.0"
    story_manager "$1" pylock-app "Dependencies (pylock.toml, uv " "1.17.0"
    story_manager "$1" poetry-app "Dependencies (poetry.lock, Poetry 2." "letters 1.17.0"
    story_manager "$1" poetry1-app "Dependencies (poetry.lock, Poetry 1." "1.17.0"
    story_manager "$1" pipenv-app "Dependencies (Pipfile.lock, Pipenv 20" "1.17.0"
    story_manager "$1" pdm-app "Dependencies (pdm.lock, PDM 2." "parcels 1.17.0"
    story_manager "$1" pyproject-app "Dependencies (pyproject.toml, uv " "notes 1.17.0"
}

story_static_files() { # after story_app django
    check "collectstatic ran" says "$work/django.log" "Static files" "Collected in"
}

# All of them, for each Python that the suite has.
stories_of_new_pythons() {
    local each
    for each in $all_series; do
        story_app flask "$each" # requirements.txt
        story_app django "$each"
        story_static_files
        story_compiled_packages "$each"
        story_managers "$each"
    done
    story_file_of_version "$series"
}
