"""A virus scanner is a command; whatever goes wrong with it, the file does not count as clean."""

import logging
from io import BytesIO

import pytest

from dwcp.toolkit.scanning import Infected, NotScanned, scan


@pytest.fixture
def scanner(tmp_path):
    """Makes a command of a few lines of shell."""

    def make(script):
        path = tmp_path / "scanner"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o700)
        return str(path)

    return make


def test_a_clean_file_is_read_as_it_is(scanner, tmp_path):
    seen = tmp_path / "seen"
    file = BytesIO(b"Lists of those trained")
    file.read(5)
    scan(file, scanner(f'cat > "{seen}"; exit 0'), timeout=10)
    assert seen.read_bytes() == b"Lists of those trained"


def test_words_of_the_command_are_taken_apart(scanner):
    scan(
        BytesIO(b"x"),
        scanner('test "$1" = --no-summary && test "$2" = "two words"') + " --no-summary 'two words'",
        timeout=10,
    )


def test_what_is_infected_is_told_and_noted(scanner, caplog):
    with caplog.at_level(logging.WARNING), pytest.raises(Infected):
        scan(BytesIO(b"EICAR"), scanner("grep -q EICAR && echo 'stdin: Eicar FOUND' && exit 1"), timeout=10)
    assert "Eicar FOUND" in caplog.text


@pytest.mark.parametrize(
    "command",
    ["exit 2", "echo 'cannot connect to clamd' >&2; exit 2", "kill -9 $$", "exit 127"],
)
def test_any_other_end_is_no_verdict(command, scanner, caplog):
    with pytest.raises(NotScanned):
        scan(BytesIO(b"x"), scanner(command), timeout=10)
    assert "virus scanner" in caplog.text


def test_who_does_not_answer_is_not_waited_for(scanner):
    with pytest.raises(NotScanned):
        scan(BytesIO(b"x"), scanner("exec sleep 60"), timeout=0.2)


@pytest.mark.parametrize("command", ["/nowhere/clamdscan -", "unclosed 'quote", "/etc"])
def test_a_command_that_cannot_be_started_is_no_verdict(command):
    with pytest.raises(NotScanned):
        scan(BytesIO(b"x"), command, timeout=10)


def test_a_scanner_that_does_not_read_the_file_may_decide_all_the_same(scanner):
    scan(BytesIO(b"x" * 2_000_000), scanner("exit 0"), timeout=10)
