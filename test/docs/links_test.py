#!/usr/bin/env python3
"""links_test.py - the README and the pages of docs/ name only what is there, and no page is out of reach.

    links_test.py PROJECT

(1) every relative link leads to a file, and to a heading of it where it has a #part;
(2) every example the texts name exists, and the README names every numbered one;
(3) every page of docs/ can be reached from the README by links;
(4) the C++ in the README is part of the example it links to.

Exit status: 0 all hold, 1 some do not; each that does not is named with its file.
"""

import pathlib
import re
import sys
import urllib.parse

LINK = re.compile(r"\]\(([^)\s]+)\)")
EXAMPLE = re.compile(r"examples/([\w.]+\.(?:cpp|c|sh))\b")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)


def slug(heading):
    """What GitHub makes of a heading."""
    plain = re.sub(r"[`*]|\[|\]\([^)]*\)", "", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")


def without_code(text):
    return BLOCK.sub("", text)


def headings(page):
    text = without_code(page.read_text(encoding="utf-8"))
    return {slug(h) for h in re.findall(r"^#+ +(.+)$", text, re.M)}


def links_of(page):
    """Each relative link of a page, as the path it leads to and the part of it, which may be empty."""
    for link in LINK.findall(without_code(page.read_text(encoding="utf-8"))):
        path, _, part = link.partition("#")
        if not re.match(r"[a-z]+:", path):
            target = (page.parent / urllib.parse.unquote(path)).resolve() if path else page.resolve()
            yield link, target, part


def broken_links(page):
    for link, target, part in links_of(page):
        if not target.exists():
            yield f"{page}: leads nowhere: {link}"
        elif part and (target.suffix != ".md" or part not in headings(target)):
            yield f"{page}: no such heading: {link}"


def missing_examples(project, pages):
    for page in pages:
        for name in EXAMPLE.findall(page.read_text(encoding="utf-8")):
            if not (project / "examples" / name).is_file():
                yield f"{page}: no such example: {name}"
    named = EXAMPLE.findall((project / "README.md").read_text(encoding="utf-8"))
    for example in sorted((project / "examples").glob("[0-9]*.c*")):
        if example.name not in named:
            yield f"README.md: does not name {example.name}"


def out_of_reach(project, pages):
    reached, waiting = set(), [(project / "README.md").resolve()]
    while waiting:
        page = waiting.pop()
        if page in reached:
            continue
        reached.add(page)
        below = page.glob("*.md") if page.is_dir() else (target for _, target, _ in links_of(page))
        waiting += [t.resolve() for t in below if t.is_dir() or t.suffix == ".md" and t.is_file()]
    for page in pages:
        if page.resolve() not in reached:
            yield f"{page}: no link leads here from the README"


def strange_code(project):
    """C++ lines of the README that its example does not have, in that order."""
    readme = (project / "README.md").read_text(encoding="utf-8")
    for block in BLOCK.finditer(readme):
        if block.group(1) != "cpp":
            continue
        example = EXAMPLE.findall(readme[:block.start()])[-1]
        lines = iter((project / "examples" / example).read_text(encoding="utf-8").splitlines())
        for line in filter(str.strip, block.group(2).splitlines()):
            if line not in lines:    # reads on from where the last one was found
                yield f"README.md: not, or not in this order, in {example}: {line}"
                break


def main():
    project = pathlib.Path(sys.argv[1])
    docs = sorted((project / "docs").rglob("*.md"))
    pages = [*sorted(project.glob("*.md")), *docs]
    mistakes = [m for page in pages for m in broken_links(page)]
    mistakes += missing_examples(project, pages)
    mistakes += out_of_reach(project, docs)
    mistakes += strange_code(project)
    print("\n".join(mistakes) if mistakes else f"{len(pages)} pages name what is there")
    return 1 if mistakes or not docs else 0


if __name__ == "__main__":
    sys.exit(main())
