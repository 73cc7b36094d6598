#!/bin/sh
# Makes ready what Backstop runs on: Python, the libraries PDFs need, and the pinned packages in .venv.
#
#   deploy/setup.sh            what running takes
#   deploy/setup.sh --tests    the same, with Chromium and the tools the tests need
#
# Safe to run again at any time: what is there already is left alone.
set -eu
cd "$(dirname "$0")/.."

PDF_LIBRARIES="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
REQUIREMENTS=base
[ "${1:-}" = "--tests" ] && REQUIREMENTS=dev

stop() {
    echo "$*" >&2
    exit 1
}

# --- This folder ----------------------------------------------------------------------------------

check_folder() {
    mkdir -p var 2>/dev/null && touch var/.writable 2>/dev/null && rm var/.writable ||
        stop "Backstop cannot write in $(pwd): use a folder of your own."
}

# --- Python ---------------------------------------------------------------------------------------

# Prints the first Python that is new enough, or nothing.
find_python() {
    for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
}

python_can_make_venv() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null
}

# An old Python would stay the old one whatever else is installed: say so first.
refuse_old_python() {
    [ -z "$(find_python)" ] || return 0
    found=$("${PYTHON:-python3}" --version 2>/dev/null) || return 0
    stop "Backstop needs Python 3.11 or newer, this is $found: install one and name it with PYTHON=/path/to/python3."
}

# --- What comes from the system -------------------------------------------------------------------

is_installed() {
    dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed
}

has_chromium() {
    [ -n "${CHROMIUM:-}" ] || command -v chromium >/dev/null || command -v google-chrome >/dev/null
}

missing_for_tests() {
    has_chromium || echo chromium
    # What drives the browser is a program of its own, linked against it.
    is_installed libatomic1 || echo libatomic1
    # Reads the tiers on paper as a printer without colour puts them there. Without it the tests say that nobody did.
    command -v tesseract >/dev/null || echo tesseract-ocr
}

missing_packages() {
    for package in $PDF_LIBRARIES; do
        is_installed "$package" || echo "$package"
    done
    python=$(find_python)
    [ -n "$python" ] || is_installed python3 || echo python3
    [ -n "$python" ] && python_can_make_venv "$python" || is_installed python3-venv || echo python3-venv
    [ "$REQUIREMENTS" = base ] || missing_for_tests
}

install_with_apt() {
    missing=$(missing_packages | tr '\n' ' ')
    [ -n "$missing" ] || return 0
    line="apt-get -qq update && apt-get -qq install --yes --no-install-recommends ${missing% }"
    if [ "$(id -u)" = 0 ]; then
        as_root=
    elif command -v sudo >/dev/null && { [ -t 0 ] || sudo --non-interactive true 2>/dev/null; }; then
        as_root=sudo
    else
        stop "Backstop needs some Debian packages. As root, run:  $line"
    fi
    echo "Installing from Debian: ${missing% }"
    $as_root env DEBIAN_FRONTEND=noninteractive sh -c "$line"
}

check_mac() {
    [ -e /opt/homebrew/lib/libpango-1.0.dylib ] || [ -e /usr/local/lib/libpango-1.0.dylib ] ||
        stop "On macOS, Backstop takes Python and Pango from Homebrew:  brew install python pango"
    [ "$REQUIREMENTS" = base ] || has_chromium ||
        stop "The browser tests need Chromium:  brew install --cask chromium, then set CHROMIUM to its program."
}

check_system() {
    if [ "$(uname -s)" = Darwin ]; then
        check_mac
    elif command -v apt-get >/dev/null; then
        install_with_apt
    else
        echo "Not a Debian system: see to it that Python 3.11 and Pango are installed." >&2
    fi
}

# --- Packages, pinned by hash ---------------------------------------------------------------------

make_venv() {
    .venv/bin/python -c '' 2>/dev/null && return 0
    python=$(find_python)
    [ -n "$python" ] || stop "Backstop needs Python 3.11 or newer: install it, or name it with PYTHON=/path/to/python3."
    echo "Making .venv with $("$python" --version)"
    rm -rf .venv
    "$python" -m venv .venv
}

# The stamp of one set of requirements: it changes with the pins and with the Python below them.
stamp_of() {
    { cat "requirements/$1.txt"; .venv/bin/python --version; } | cksum
}

is_current() {
    [ "$(cat ".venv/.installed-$1" 2>/dev/null)" = "$(stamp_of "$1")" ]
}

install_requirements() {
    # The tests' set holds the base set, pin for pin.
    if is_current "$REQUIREMENTS" || is_current dev; then
        return 0
    fi
    echo "Installing the pinned packages of requirements/$REQUIREMENTS.txt"
    # The file names every package there is to install. Left to look for more, older editions of pip take the
    # newest of a package that is wanted with an extra, find no hash of it, and give up.
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --no-deps \
        --require-hashes --requirement "requirements/$REQUIREMENTS.txt" ||
        stop "The packages could not be installed: is the package index within reach?"
    stamp_of "$REQUIREMENTS" >".venv/.installed-$REQUIREMENTS"
}

check_folder
refuse_old_python
check_system
make_venv
install_requirements
