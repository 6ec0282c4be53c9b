"""The mistakes that scripts/mutate.py makes, on small formulas; and that it makes some in every objective and
penalty."""

import pathlib
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))
from mutations import functions_of, mutations, switched, tokens_of  # noqa: E402

OBJECTIVE = """
struct Some {{
  enum class Kind : std::uint8_t {{ a, b }};
  float margin = 1 - 2;
  Range range{{-1, 1}};
  template <class Out>
  requires Scored<Out>
  auto discriminator(const Out& real, const Out& fake) const {{
    {}
  }}
}};
"""


def mutated(body):
    """The bodies with a mistake."""
    before, after = OBJECTIVE.format("\0").split("\0")
    source = before + body + after
    found = [mutation.apply(source) for mutation in mutations(source)]
    for text in found:
        assert text.startswith(before) and text.endswith(after), text
    return {" ".join(text[len(before) : -len(after)].split()) for text in found}


class Mutations(unittest.TestCase):
    def test_signs_terms_and_players(self):
        self.assertEqual(mutated("return f(real) - a + g;"), {
            "return f(real) + a + g;", "return f(real) - a - g;",  # signs
            "return -(f(real) - a + g);",
            "return -a + g;", "return f(real) + g;", "return f(real) - a;",  # terms
            "return f(fake) - a + g;"})

    def test_a_sign_in_front(self):
        self.assertEqual(mutated("return -mean(x);"), {"return mean(x);"})
        self.assertEqual(mutated("return h(-x, -1.5e-3f);"), {
            "return h(x, -1.5e-3f);", "return h(-x, 1.5e-3f);", "return -(h(-x, -1.5e-3f));"})

    def test_real_and_fake_are_exchanged_one_by_one_and_together(self):
        self.assertEqual(mutated("f(of_real, fake_score, unreal);"), {
            "f(of_fake, fake_score, unreal);", "f(of_real, real_score, unreal);", "f(of_fake, real_score, unreal);"})

    def test_terms_end_where_formulas_do(self):
        self.assertIn("x = c ? a : d;", mutated("x = c ? a : d + e * static_cast<T>(y - z)[i];"))
        self.assertIn("x = e * static_cast<T>(y), 2;", mutated("x = e * static_cast<T>(y) - b, 2;"))
        self.assertEqual(mutated("s += x;"), {"s -= x;"})

    def test_what_is_no_formula_stays(self):
        for body in ('fail("x", "a - b");', "// a + b", "check_pairs(real, fake);", "return a < b;", "++i;", "p->x();",
                     "detail::require_same(real.size() + 1, fake);"):
            self.assertEqual(mutated(body), set(), body)

    def test_functions_of_classes_and_of_namespaces(self):
        source = """
#include "a-b.h"
namespace a::b {
void check_x(int x) { if (x - 1) fail("x"); }
template <class T>
BasicVar<T> R1::operator()(const BasicRound<T>& round) const { return [&] { return x; }(); }
Some::Some(float amount) : real{1 - amount, 2}, x(3) { y = 1; }
requires(A && B) auto generator(const Out& fake) { return fake; }
}
"""
        names = [name for name, _, _ in functions_of(tokens_of(source))]
        self.assertEqual(names, ["check_x", "operator()", "Some", "generator"])
        found = {mutation.what for mutation in mutations(source)}
        self.assertIn("- becomes + before amount", found)
        self.assertNotIn("- becomes + before 1", found)

    def test_all_mistakes_in_one_file(self):
        source = "int f(int real) {\n  return a - b;\n}\nint g() { return -1; }\n"
        numbered = dict(enumerate(mutations(source), start=1))
        text, owners = switched(source, numbered)
        lines = text.splitlines()
        self.assertEqual(text.count("switch (agon_mutant()) {"), 2)
        self.assertEqual(text.count("default: {"), 2)
        self.assertEqual(set(owners.values()), set(numbered))
        for number, mutation in numbered.items():
            case = "\n".join(lines[line - 1] for line, owner in sorted(owners.items()) if owner == number)
            body = mutation.apply(source).split("{", 2 if number == 5 else 1)[-1].split("}")[0]
            self.assertEqual(case, f"case {number}: {{{body}\n}} break;")

    def test_every_player_of_every_objective_has_some(self):
        found = 0
        for path in sorted((ROOT / "include/agon/gan").glob("[op]*s/*.h*")):
            source = path.read_text()
            lines = [mutation.line for mutation in mutations(source)]
            tokens = tokens_of(source)
            for name, first, last in functions_of(tokens):
                if name in {"discriminator", "generator", "operator()"}:
                    found += 1
                    begin, end = (source.count("\n", 0, tokens[i].begin) + 1 for i in (first, last))
                    self.assertTrue(any(begin <= line <= end for line in lines), f"{path.name}: {name}")
        self.assertGreaterEqual(found, 22)


if __name__ == "__main__":
    unittest.main()
