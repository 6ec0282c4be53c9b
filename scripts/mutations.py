"""Finds small mistakes that one could make in the formulas of a C++ file: a flipped sign, real and fake exchanged, a
term that is missing. Reads what clang-format leaves: `a < b` has spaces, `f<T>(x)` has none. Used by mutate.py."""

import dataclasses
import re

TOKEN = re.compile(
    r"""(?P<space>\s+|//[^\n]*|/\*.*?\*/|^\#[^\n]*)
      | (?P<literal>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\.?\d(?:[eE][+-]|['\w.])*)
      | (?P<word>[A-Za-z_]\w*)
      | (?P<mark>->|\+\+|--|::|&&|\|\||[-+*/<>=!]=|.)""",
    re.VERBOSE | re.DOTALL | re.MULTILINE)
CLOSING = {"(": ")", "[": "]", "{": "}", "t<": "t>"}
TRUTH = {"<", ">", "<=", ">=", "==", "!=", "&&", "||", "!"}  # what they give has no sign
# What ends a term on either side, beside brackets.
BORDERS = TRUTH | {",", ";", "=", "return", "?", ":", "+", "-", "+=", "-=", "*=", "/="}
SUFFIXES = {"const", "noexcept", "override"}
PLAYERS = re.compile(r"(?<![a-z])(real|fake)(?![a-z])")
OTHER = {"real": "fake", "fake": "real"}
# These only throw: no part of a formula.
CHECKS = re.compile(r"(check|require|fail)(_|$)")


@dataclasses.dataclass(frozen=True)
class Mutation:
    line: int
    what: str
    body: tuple  # where the function's body begins and ends in the file, without its braces
    edits: tuple  # of (begin, end, text) in the file, in order

    def apply(self, source, begin=0, end=None):
        """The file, or a part of it, with the mistake in it."""
        for start, stop, text in reversed(self.edits):
            source = source[:start] + text + source[stop:]
            end = None if end is None else end + len(text) - (stop - start)
        return source[begin:end]

    def in_body(self):
        return self.edits[0][0] >= self.body[0]


def switched(source, numbered):
    """The file with all of these {number: mutation} in it, each in a case of `switch (agon_mutant())` around the body of
    its function, and {line: number} of the cases. The mutations are inside bodies."""
    parts, at, line, owners = [], 0, 1, {}

    def add(text, owner=None):
        nonlocal line
        parts.append(text)
        owners.update({line + i: owner for i in range(text.count("\n") + 1) if owner})
        line += text.count("\n")

    for begin, end in sorted({mutation.body for mutation in numbered.values()}):
        add(source[at:begin] + "switch (agon_mutant()) {\ndefault: {" + source[begin:end] + "\n} break;\n")
        for number, mutation in numbered.items():
            if mutation.body == (begin, end):
                add(f"case {number}: {{{mutation.apply(source, begin, end)}\n}} break;", number)
                add("\n")
        add("}\n")
        at = end
    add(source[at:])
    return "".join(parts), owners


@dataclasses.dataclass
class Token:
    text: str
    begin: int
    end: int
    kind: str
    partner: int = -1  # of a bracket, by its number

    @property
    def word(self):
        return self.kind == "word"


def tokens_of(source):
    tokens, open_brackets = [], []
    for match in TOKEN.finditer(source):
        if match.lastgroup == "space":
            continue
        text, number = match.group(), len(tokens)
        if text == "<" and not source[match.start() - 1].isspace() and tokens[-1].word:
            text = "t<"
        elif text == ">" and open_brackets and tokens[open_brackets[-1]].text == "t<":
            text = "t>"
        tokens.append(Token(text, match.start(), match.end(), match.lastgroup))
        if text in CLOSING:
            open_brackets.append(number)
        elif text in CLOSING.values() and open_brackets:
            tokens[number].partner = open_brackets.pop()
            tokens[tokens[number].partner].partner = number
    return tokens


def functions_of(tokens):
    """(name, first token, last token) of every function's body, with the initialisers of a constructor in front."""
    found, start, at = [], 0, 0
    while at < len(tokens):
        text = tokens[at].text
        if text in {";", "}"}:
            start = at + 1
        elif text in {"(", "[", "t<"}:
            at = tokens[at].partner
        elif text == "{":
            head = range(start, at)
            words = {tokens[i].text for i in head}
            name, after = name_of(tokens, head)
            initialiser = ":" in words and tokens[at - 1].word and tokens[at - 1].text not in SUFFIXES
            if name and not initialiser:
                found.append((name, after, tokens[at].partner))
                at = tokens[at].partner
                start = at + 1
            elif not name and words & {"namespace", "struct", "class"} and "enum" not in words:
                start = at + 1
            else:
                at = tokens[at].partner
        at += 1
    return found


def name_of(tokens, head):
    """The name of the function that a declaration declares, and the token after its parameters; or None."""
    i = head.start
    while i < head.stop:
        token = tokens[i]
        if token.text == "(":
            name = tokens[i - 1]
            if name.text == "operator":
                return "operator()", tokens[token.partner + 1].partner + 1
            if name.word and name.text != "requires":
                return name.text, token.partner + 1
        i = token.partner if token.text in CLOSING else i
        i += 1
    return None, None


def mutations(source):
    """All of them, in the order of their places; none twice."""
    tokens, found, seen = tokens_of(source), [], set()
    for name, first, last in functions_of(tokens):
        if CHECKS.match(name):
            continue
        body = tokens[tokens[last].partner].end, tokens[last].begin
        for mutation in in_function(source, tokens, name, places(tokens, first, last), body):
            mutated = mutation.apply(source)
            if mutated not in seen:
                seen.add(mutated)
                found.append(mutation)
    return sorted(found, key=lambda mutation: mutation.edits[0][0])


def places(tokens, first, last):
    """The numbers of the tokens of a body, without the arguments of calls that only check."""
    i = first
    while i <= last:
        yield i
        if tokens[i].text == "(" and CHECKS.match(tokens[i - 1].text):
            i = tokens[i].partner
        i += 1


def in_function(source, tokens, name, numbers, body):
    def mutation(what, *edits):
        return Mutation(source.count("\n", 0, edits[0][0]) + 1, what, body, tuple(edits))

    exchanged = []
    for i in numbers:
        token = tokens[i]
        if token.text in {"+", "-", "+=", "-="} and is_binary(tokens, i):
            other = token.text.translate({ord("+"): "-", ord("-"): "+"})
            operand = shown(source, tokens, i + 1, right_end(tokens, i))
            yield mutation(f"{token.text} becomes {other} before {operand}", (token.begin, token.end, other))
            if len(token.text) == 1:
                yield from dropped_terms(source, tokens, i, mutation)
        elif token.text == "-":
            operand = shown(source, tokens, i + 1, right_end(tokens, i))
            yield mutation(f"no - before {operand}", (token.begin, token.end, ""))
        elif token.text == "return":
            yield from other_sign(source, tokens, i, mutation)
        elif token.word and PLAYERS.search(token.text):
            other = PLAYERS.sub(lambda match: OTHER[match.group()], token.text)
            exchanged.append((token.begin, token.end, other))
            yield mutation(f"{token.text} becomes {other}", exchanged[-1])
    if exchanged:
        yield mutation(f"real and fake exchanged in {name}", *exchanged)


def other_sign(source, tokens, i, mutation):
    end = i + 1
    while tokens[end].text != ";":
        end = tokens[end].partner if tokens[end].text in CLOSING else end
        end += 1
    if end == i + 1 or tokens[i + 1].text == "-" or any(token.text in TRUTH for token in tokens[i:end]):
        return
    begin = tokens[i + 1].begin
    yield mutation(f"the other sign of {shown(source, tokens, i + 1, end)}",
                   (begin, begin, "-("), (tokens[end].begin, tokens[end].begin, ")"))


def is_binary(tokens, i):
    before = tokens[i - 1]
    if before.word:
        return before.text not in {"return", "case"}
    return before.kind == "literal" or before.text in {")", "]", "}"}


def right_end(tokens, i):
    """The first token behind the term that follows token i."""
    at = i + 1
    if tokens[at].text == "-":
        at += 1
    while tokens[at].text not in BORDERS and tokens[at].text not in CLOSING.values():
        at = tokens[at].partner if tokens[at].text in CLOSING else at
        at += 1
    return at


def left_begin(tokens, i):
    """The first token of the term that ends before token i."""
    at = i - 1
    while tokens[at].text not in BORDERS and tokens[at].text not in CLOSING:
        at = tokens[at].partner if tokens[at].text in CLOSING.values() else at
        at -= 1
    if tokens[at].text == "-" and not is_binary(tokens, at):
        return at
    return at + 1


def dropped_terms(source, tokens, i, mutation):
    begin, end = left_begin(tokens, i), right_end(tokens, i)
    yield mutation(f"without {shown(source, tokens, i, end)}", (tokens[i - 1].end, tokens[end - 1].end, ""))
    if tokens[begin - 1].text in {"+", "-"}:
        return  # the end of a longer sum, which drops it
    yield mutation(f"without {shown(source, tokens, begin, i)}",
                   (tokens[begin].begin, tokens[i + 1].begin, tokens[i].text.strip("+")))


def shown(source, tokens, begin, end):
    return " ".join(source[tokens[begin].begin : tokens[end - 1].end].split())
