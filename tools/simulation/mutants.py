#!/usr/bin/env python3
"""Breaks guards of the program on purpose, one at a time, and sees that a test falls over each.

    tools/trial mutants [--only PATTERN]     PATTERN is part of a patch's name; * stands for anything

A mutant is a patch in tools/simulation/Mutants. Its first line names the tests that must fail under it:

    # kills: ZohoCRMTests.TokenTests           a filter as `swift test --filter` takes it
    # kills or hangs: TableCursorTests         as before; a run that does not end counts too

The work goes on in a copy of the tree (.build-mutants/tree) that is kept with its build folder, so that each mutant
builds what it changes and no more. First every filter runs without a mutant: it must pass, and run a test. A mutant
that does not apply, or does not build, fails like one that survives. The last line counts; the exit code is 0 where
nothing failed.
"""
import argparse
import fnmatch
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATCHES = ROOT / "tools/simulation/Mutants"
WORK = ROOT / ".build-mutants"
TREE = WORK / "tree"
# A build of everything from nothing takes 8 minutes on two busy cores; a suite of the house at most two.
BUILD_SECONDS = 1_800
TEST_SECONDS = 300
FIRST_LINE = re.compile(r"^# kills( or hangs)?: (\S.*)$")
PASSED = re.compile(r"Test run with (\d+) tests?\b.* passed after")


class Mutant:
    """A patch and what must find it."""

    def __init__(self, path):
        self.path = path
        self.name = path.stem
        lines = path.read_text(encoding="utf-8").splitlines()
        match = FIRST_LINE.match(lines[0]) if lines else None
        if match is None:
            sys.exit(f"{path}: the first line is not `# kills: <swift test filter>`\n  fix: write it")
        self.filter = match.group(2).strip()
        self.may_hang = match.group(1) is not None


def run(command, seconds, log):
    """Runs a command in the copy, its output into `log`; gives its exit code, None where it took too long."""
    with open(log, "w", encoding="utf-8") as output:
        process = subprocess.Popen(
            command, cwd=TREE, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
            start_new_session=True)
        try:
            return process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            return None
        finally:
            # What the command started ends with it, also where this program is interrupted.
            end_session(process.pid)
            process.wait()


def end_session(session):
    """Ends all processes of a session; tests start programs that are in process groups of their own."""
    while members := [pid for pid in map(int, filter(str.isdigit, os.listdir("/proc"))) if lives_in(pid, session)]:
        for pid in members:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        time.sleep(0.01)


def lives_in(pid, session):
    try:
        # The name stands in brackets and may hold any character; state, parent, group and session follow it.
        state, _, _, its_session = Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()[:4]
    except OSError:
        return False
    return int(its_session) == session and state not in "ZX"


def same(source, target):
    if source.is_symlink() or target.is_symlink():
        return source.is_symlink() and target.is_symlink() and os.readlink(source) == os.readlink(target)
    return target.is_file() and source.stat().st_mode == target.stat().st_mode \
        and source.read_bytes() == target.read_bytes()


def copy_tree():
    """Makes the copy equal to the tree as it lies here; a file that is equal already is left alone, and not built."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, check=True,
        stdout=subprocess.PIPE).stdout.decode().split("\0")
    names = {name for name in listed if name and os.path.lexists(ROOT / name)}
    TREE.mkdir(parents=True, exist_ok=True)
    for folder, folders, files in os.walk(TREE):
        folders[:] = [name for name in folders if not name.startswith(".build") and name != ".git"]
        for name in files:
            path = Path(folder) / name
            relative = str(path.relative_to(TREE))
            if relative not in names and relative != "Package.resolved":
                path.unlink()
    for name in sorted(names):
        source, target = ROOT / name, TREE / name
        if not same(source, target):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target, follow_symlinks=False)
    # Packages that were fetched once are not fetched again: a machine may have no network.
    for name in ("Package.resolved", ".build/workspace-state.json", ".build/repositories", ".build/checkouts"):
        source, target = ROOT / name, TREE / name
        if target.exists() or not source.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, symlinks=True)
        else:
            shutil.copy2(source, target)


def build():
    return run(["swift", "build", "--build-tests"], BUILD_SECONDS, WORK / "build.log")


def test(filter):
    return run(
        ["swift", "test", "--skip-build", "--disable-xctest", "--no-parallel", "--filter", filter],
        TEST_SECONDS, WORK / "test.log")


def tail(log, lines=15):
    text = (WORK / log).read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join("    " + line for line in text[-lines:])


def errors():
    text = (WORK / "build.log").read_text(encoding="utf-8", errors="replace").splitlines()
    found = list(dict.fromkeys(line for line in text if "error:" in line))
    return "\n".join("    " + line for line in found[:5])


def baseline(filters):
    """The filters that cannot judge a mutant: their tests fail without one, or there are none."""
    useless = {}
    for filter in sorted(filters):
        code = test(filter)
        match = PASSED.search((WORK / "test.log").read_text(encoding="utf-8", errors="replace"))
        if code is None:
            useless[filter] = "its tests do not end without a mutant"
        elif code != 0:
            useless[filter] = "its tests fail without a mutant\n" + tail("test.log")
        elif match is None or int(match.group(1)) == 0:
            useless[filter] = "it runs no test"
    return useless


def git_apply(mutant, *options):
    return subprocess.run(
        ["git", "apply", *options, str(mutant.path)], cwd=TREE, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, check=False)


def judge(mutant):
    """What became of a mutant: whether it was killed, and the words for it."""
    names = git_apply(mutant, "--numstat", "-z").stdout.decode(errors="replace").split("\0")
    files = [TREE / line.split("\t")[2] for line in names if line.count("\t") == 2]
    before = {path: path.read_bytes() for path in files if path.is_file()}
    applied = git_apply(mutant)
    if applied.returncode != 0:
        why = applied.stdout.decode(errors="replace").strip().splitlines()
        return False, f"does not apply  {mutant.name}: {why[0] if why else 'git apply refuses it'}"
    try:
        code = build()
        if code != 0:
            return False, f"does not build  {mutant.name}\n{errors()}"
        code = test(mutant.filter)
    finally:
        for path in files:
            if path in before:
                path.write_bytes(before[path])
            elif path.exists():
                path.unlink()
    if code is None:
        words = f"{mutant.name} by {mutant.filter}, which does not end"
        return mutant.may_hang, ("killed    " if mutant.may_hang else "HANGS     ") + words
    if code == 0:
        return False, f"SURVIVED  {mutant.name}: {mutant.filter} passes"
    return True, f"killed    {mutant.name} by {mutant.filter}"


def main():
    parser = argparse.ArgumentParser(
        prog="tools/trial mutants", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", metavar="PATTERN", default="*")
    only = parser.parse_args().only
    mutants = [
        Mutant(path) for path in sorted(PATCHES.glob("*.patch")) if fnmatch.fnmatch(path.stem, f"*{only}*")]
    if not mutants:
        sys.exit(f"no mutant is called {only}\n  fix: name one of {PATCHES}")
    copy_tree()
    # A git repository above would take the paths of a patch for its own.
    if not (TREE / ".git").exists():
        subprocess.run(["git", "init", "--quiet", str(TREE)], check=True)
    if build() != 0:
        sys.exit(f"the tree does not build without a mutant\n{errors()}\n  fix: mend it; {WORK}/build.log has it all")
    useless = baseline({mutant.filter for mutant in mutants})
    passed = failed = 0
    for mutant in mutants:
        if mutant.filter in useless:
            is_killed, words = False, f"USELESS   {mutant.name}: {mutant.filter}: {useless[mutant.filter]}"
        else:
            is_killed, words = judge(mutant)
        passed, failed = passed + is_killed, failed + (not is_killed)
        print(words, flush=True)
    print(f"{passed} passed, {failed} failed", flush=True)
    return 0 if failed == 0 else 1


if __name__ == "__main__":
    # An interruption runs the clean-up: the copy is put back as it was.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
