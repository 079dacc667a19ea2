import Tensors
import Testing

@testable import CellLanguage

@Suite struct ExpressionTests {
    @Test(arguments: [
        ("-x**2", "(- (x ** 2))"),
        ("2**-1", "(2 ** (- 1))"),
        ("a**b**c", "(a ** (b ** c))"),
        ("-a**-b**c", "(- (a ** (- (b ** c))))"),
        ("a + b - c", "(a + b - c)"),
        ("a + (b - c)", "(a + (b - c))"),
        ("(a + b) - c", "((a + b) - c)"),
        ("a + b * c / d - e", "(a + (b * c / d) - e)"),
        ("a * b + c @ d", "((a * b) + (c @ d))"),
        ("-a * b", "((- a) * b)"),
        ("~a & b | c ^ d << 1 + 2", "(((~ a) & b) | (c ^ (d << (1 + 2))))"),
        ("a // b % c >> d", "((a // b % c) >> d)"),
        ("not a == b", "(not (a == b))"),
        ("not not a and b", "((not (not a)) and b)"),
        ("a or not b and c or d", "(a or ((not b) and c) or d)"),
        ("(a or b) or c", "((a or b) or c)"),
        ("a < b <= c != d", "(a < b <= c != d)"),
        ("(a < b) < c", "((a < b) < c)"),
        ("a & b == c", "((a & b) == c)"),
        ("a is not None", "(a is not None)"),
        ("a not in b in c", "(a not in b in c)"),
        ("a is not b", "(a is not b)"),
        ("a if b else c if d else e", "(a if b else (c if d else e))"),
        ("a or b if c and d else e", "((a or b) if (c and d) else e)"),
        ("lambda: a if b else c", "(lambda (): (a if b else c))"),
        ("lambda a, b=1,: a, 2", "(tuple (lambda (a, b=1): a) 2)"),
        ("lambda a: lambda b: a + b", "(lambda (a): (lambda (b): (a + b)))"),
        ("-x.T[0](1)**2", "(- ({x .T [0] (1)} ** 2))"),
        ("x.at[i].add(u, k=2)", "{x .at [i] .add (u, k=2)}"),
        ("(x.a).b", "{{x .a} .b}"),
        ("x[1:, ::-1, None, ...]", "{x [1:_:_, _:_:(- 1), None, ... tuple]}"),
        ("x[a,]", "{x [a tuple]}"),
        ("x[(a, b)]", "{x [(tuple a b)]}"),
        ("x[a if b else c:d]", "{x [(a if b else c):d:_]}"),
        ("()", "(tuple)"),
        ("(a)", "a"),
        ("(a,)", "(tuple a)"),
        ("a, (b, c),", "(tuple a (tuple b c))"),
        ("[]", "(list)"),
        ("[a, [b],]", "(list a (list b))"),
        ("[a if b else c for a, (b, c) in d if e if f]", "[(a if b else c) for (a, (b, c)) in d if e if f]"),
        ("f(\n  a, # one\n  b,\n)", "{f (a, b)}"),
        ("a + \\\n  b", "(a + b)"),
    ])
    func expression(source: String, expected: String) throws {
        #expect(try tree(source) == expected)
    }

    @Test(arguments: [
        ("1_000", "1000"), ("0x1F", "31"), ("0o17", "15"), ("0b1_1", "3"), ("0x_f", "15"), ("00", "0"),
        ("9223372036854775807", "9223372036854775807"), ("1e-3", "0.001"), (".5", "0.5"), ("5.", "5.0"),
        ("1E5", "100000.0"),
        ("01.5", "1.5"), ("1_0.0_1", "10.01"), ("1e400", "inf"), ("True", "True"), ("...", "..."),
        ("'a\\n\\x41\\u00e9\\101\\\n\\''", "'a\nAéA''"), ("r'\\n\\''", "'\\n\\''"), ("'a' \"b\" u'c'", "'abc'"),
        ("'''a\r\n'b'''", "'a\n'b'"), ("''", "''"), ("Δx_1", "Δx_1"),
    ])
    func literal(source: String, expected: String) throws {
        #expect(try tree(source) == expected)
    }

    @Test func positionsCountScalarsFromOne() throws {
        let cell = try Cell(parsing: "# é\nδé = (a + 'ü' @ c).T[0]\n")
        let statement = try #require(cell.statements.first)
        #expect(statement.position == SourcePosition(line: 2, column: 1))
        guard case .assign(_, let value) = statement.kind, case .postfix(let base, let postfixes) = value.kind,
            case .chain(_, let links) = base.kind, case .chain(_, let products)? = links.first?.operand.kind
        else {
            Issue.record("not the tree expected")
            return
        }
        #expect(value.position == SourcePosition(line: 2, column: 6))
        #expect(base.position == SourcePosition(line: 2, column: 7))
        #expect(links.first?.position == SourcePosition(line: 2, column: 9))
        #expect(products.first?.position == SourcePosition(line: 2, column: 15))
        let zero = Expression(kind: .integer(0), position: SourcePosition(line: 2, column: 22))
        let index = Postfix.index([.expression(zero)], SourcePosition(line: 2, column: 21), isTuple: false)
        #expect(postfixes == [.attribute("T", SourcePosition(line: 2, column: 20)), index])
    }
}
