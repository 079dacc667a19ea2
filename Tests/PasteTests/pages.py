"""The code cells of JAX's and autograd's own pages, read out of git checkouts (bare ones, too)."""

import hashlib
import json
import re
import subprocess
import textwrap
from dataclasses import dataclass

# What is a page, by repository: which files, and the folder that they are looked for in.
PAGES = {
    "jax": r"docs/.*\.(md|rst|ipynb)$",
    "autograd": r"(README\.md|docs/.*\.md|examples/.*\.py)$",
}
# Changelogs hold no cells that anybody pastes.
NO_PAGES = re.compile(r"(changelog|CHANGELOG)\.md$")


@dataclass(frozen=True)
class Page:
    repository: str
    path: str
    cells: tuple

    @property
    def half(self):
        """`build` pages may be looked at while building, `held-out` ones are only ever counted."""
        digit = hashlib.sha256(self.path.encode()).hexdigest()[0]
        return "build" if digit in "01234567" else "held-out"


def pages(repository, checkout):
    """All pages of a checkout that hold cells. Of a page that is there as a notebook and as text, the text."""
    names = git(checkout, "ls-tree", "-r", "--name-only", "HEAD").split("\n")
    names = [n for n in names if re.match(PAGES[repository], n) and not NO_PAGES.search(n)]
    found = []
    for name in sorted(names):
        if name.endswith(".ipynb") and name[:-len("ipynb")] + "md" in names:
            continue
        cells = tuple(cells_of(name, git(checkout, "show", f"HEAD:{name}")))
        if cells:
            found.append(Page(repository, name, cells))
    return found


def git(checkout, *arguments):
    return subprocess.run(["git", "-C", checkout, *arguments], check=True, capture_output=True, text=True).stdout


def cells_of(name, text):
    if name.endswith(".ipynb"):
        sources = ["".join(c["source"]) for c in json.loads(text)["cells"] if c["cell_type"] == "code"]
    elif name.endswith(".md"):
        sources = markdown_cells(text)
    elif name.endswith(".rst"):
        sources = restructured_cells(text)
    else:
        sources = [text]
    sources = [textwrap.dedent(undoctest(s)).strip("\n") for s in sources]
    return [s for s in sources if is_code(s)]


def is_code(source):
    return any(line.strip() and not line.strip().startswith("#") for line in source.split("\n"))


FENCE = re.compile(r"^( *)(`{3,}|:{3,}|~{3,})(.*)$")


def markdown_cells(text):
    """Fences of MyST (`{code-cell}`), of Markdown (`python`), and unmarked ones that hold `>>>`."""
    lines, at = text.split("\n"), 0
    while at < len(lines):
        opening = FENCE.match(lines[at])
        at += 1
        if not opening or opening[2][0] == ":":
            continue
        body, mark, kind = [], opening[2], opening[3].strip().lower()
        while at < len(lines) and not re.match(rf"^ *{mark[0]}{{{len(mark)},}} *$", lines[at]):
            body.append(lines[at])
            at += 1
        at += 1
        body = textwrap.dedent("\n".join(body))
        if kind.startswith("{code-cell}"):
            yield without_options(body)
        elif re.match(r"(python|py|python3|pycon|ipython)\b", kind) or re.match(r"\{code(-block)?\} *(python|py|ipython)", kind):
            yield without_options(body)
        elif (kind == "" or kind.startswith("{doctest}")) and re.match(r"\s*>>> ", body):
            yield body


def without_options(body):
    """A cell without MyST's options: a YAML block between `---`, or lines `:key: value`, at its head."""
    body = re.sub(r"\A\s*---\n.*?\n---\n", "", body, flags=re.S)
    return re.sub(r"\A(\s*:[\w-]+:[^\n]*\n)+", "", body)


DIRECTIVE = re.compile(r"^( *)\.\. +(code-block|code|sourcecode|testcode|ipython|doctest)::(.*)$")


def restructured_cells(text):
    """Directives that hold Python, literal blocks after `::` that hold `>>>`, and doctests in the text."""
    lines, at = text.split("\n"), 0
    while at < len(lines):
        line = lines[at]
        directive = DIRECTIVE.match(line)
        at += 1
        if directive:
            indent, body = len(directive[1]), []
            while at < len(lines) and (not lines[at].strip() or indent_of(lines[at]) > indent):
                body.append(lines[at])
                at += 1
            language = directive[3].strip().lower()
            body = re.sub(r"\A(\s*:[\w-]+:[^\n]*\n)+", "", textwrap.dedent("\n".join(body)).lstrip("\n"))
            if directive[2] in ("testcode", "ipython", "doctest") or language in ("python", "py", "python3", "pycon", "ipython"):
                yield body
        elif line.lstrip().startswith(">>> "):
            indent, body = indent_of(line), [line]
            while at < len(lines) and lines[at].strip() and indent_of(lines[at]) >= indent:
                body.append(lines[at])
                at += 1
            # Doctests that only blank lines part are one block, as a reader sees them.
            while at + 1 < len(lines) and not lines[at].strip() and lines[at + 1].lstrip().startswith(">>> "):
                at += 1
                while at < len(lines) and lines[at].strip() and indent_of(lines[at]) >= indent:
                    body.append(lines[at])
                    at += 1
            yield "\n".join(body)


def indent_of(line):
    return len(line) - len(line.lstrip(" "))


def undoctest(source):
    """A doctest without its prompts and what they print; any other cell as it stands."""
    lines = source.split("\n")
    if not any(line.lstrip().startswith(">>> ") for line in lines):
        return source
    kept, inside = [], False
    for line in lines:
        bare = line.lstrip()
        if bare.startswith(">>> ") or (inside and (bare.startswith("... ") or bare == "...")):
            kept.append(bare[4:])
            inside = True
        elif bare == ">>>":
            inside = True
        else:
            inside = False
    return "\n".join(kept)
