import Tensors
import Testing

@testable import CellLanguage

@Suite struct ParserFaultTests {
    @Test func faultsReadAsInTheTranscript() throws {
        let stanzas = transcript.split(separator: "\n\n")
        #expect(stanzas.count > 100)
        for stanza in stanzas {
            let lines = stanza.split(separator: "\n", omittingEmptySubsequences: false)
            let source = lines.prefix { !$0.hasPrefix("! ") }
            let expected = lines.dropFirst(source.count).map { $0.dropFirst(2) }.joined(separator: "; ")
            #expect(fault(source.joined(separator: "\n")).map(text) == expected)
        }
    }

    @Test(arguments: [
        ("x = 1\u{0}", "parse 1:6 control character U+0000; delete it, or write an escape in a string"),
        ("x = '\u{1B}'", "parse 1:6 control character U+001B; delete it, or write an escape in a string"),
        ("#\u{7F}", "parse 1:2 control character U+007F; delete it, or write an escape in a string"),
        ("a\u{A0}+ b", "parse 1:2 unexpected character U+00A0; use a plain blank, or nothing"),
        ("\u{FEFF}x", "parse 1:1 unexpected character U+FEFF; delete it: a source has no byte order mark"),
        ("x = '''a\n\n", "parse 1:5 string is not closed before the end of the cell; close it with '''"),
        (String(repeating: "x", count: 60) + " 1", "parse 1:62 expected an operator or end of line, found a number"),
        ("x " + String(repeating: "y", count: 41), longNameFault),
    ])
    func faultOfCharacter(source: String, expected: String) {
        #expect(fault(source).map(text) == expected)
    }
}

private let longNameFault =
    "parse 1:3 expected an operator or end of line, found name '" + String(repeating: "y", count: 40) + "…'"

/// Stanzas of source lines, the fault after `!` (kind, place, message) and the hint after `?`.
private let transcript = #"""
    x =
    ! parse 1:4 expected an operand, found end of line
    ? an expression goes on over lines inside parentheses

    x = 1 +
    ! parse 1:8 expected an operand, found end of line
    ? an expression goes on over lines inside parentheses

    1 + * 2
    ! parse 1:5 expected an operand, found '*'

    x = (1, 2
    ! parse 1:5 '(' is never closed, found end of cell at 1:10
    ? close it with ')'

    f(a,
      b]
    ! parse 2:4 ']' does not close '(' at 1:2

    x)
    ! parse 1:2 ')' closes no bracket
    ? delete it, or open one before

    (a b)
    ! parse 1:4 expected ',' or ')' for the '(' at 1:1, found name 'b'
    ? a comma separates elements

    f(a b)
    ! parse 1:5 expected ',' or ')' for the '(' at 1:2, found name 'b'
    ? a comma separates elements

    [1, 2
    ! parse 1:1 '[' is never closed, found end of cell at 1:6
    ? close it with ']'

    x[]
    ! parse 1:3 expected an index, found ']'

    x[,1]
    ! parse 1:3 expected an operand, found ','

    a b
    ! parse 1:3 expected an operator or end of line, found name 'b'

    print x
    ! parse 1:1 print is a function
    ? write print(x)

    if x = 1: y
    ! parse 1:6 expected ':' for the 'if' at 1:1, found '='
    ? use == to compare

    if x
      y
    ! parse 1:5 expected ':' for the 'if' at 1:1, found end of line
    ? end the line with ':'

    if x:
    y
    ! parse 2:1 expected an indented block for the 'if' at 1:1, found name 'y'
    ? indent its lines by 4 blanks; pass does nothing

    def f(x)
      return x
    ! parse 1:9 expected ':' for the 'def' at 1:1, found end of line
    ? end the line with ':'

    def f(x):
    ! parse 1:10 expected an indented block for the 'def' at 1:1, found end of cell
    ? indent its lines by 4 blanks; pass does nothing

    for i in range(3) x
    ! parse 1:19 expected ':' for the 'for' at 1:1, found name 'x'

    for i x: y
    ! parse 1:7 expected 'in' after the target of 'for', found name 'x'

    for i + 1 in x: y
    ! parse 1:5 cannot assign to an operation
    ? the name stands on the left: name = value

    else: x
    ! parse 1:1 expected a statement, found 'else'
    ? there is no 'if' at this indentation for it to continue

    elif x: y
    ! parse 1:1 expected a statement, found 'elif'
    ? there is no 'if' at this indentation for it to continue

      x = 1
    ! parse 1:3 expected a statement, found an indented line
    ? indent as the line before, or end that line with ':'

    x = 1
      y = 2
    ! parse 2:3 expected a statement, found an indented line
    ? indent as the line before, or end that line with ':'

    if x:
        y
      z
    ! parse 3:3 indentation matches no outer block
    ? indent as the line it belongs with

    if x:
    	y
            z
    ! parse 3:9 tabs and spaces are mixed in the indentation
    ? indent with spaces only

    if x: for i in y: z
    ! parse 1:7 expected a simple statement, found 'for'
    ? begin it on a line of its own

    x = 1; if y: z
    ! parse 1:8 expected a simple statement, found 'if'
    ? begin it on a line of its own

    x = 1 y = 2
    ! parse 1:7 expected an operator or end of line, found name 'y'

    x = y = 1 = 2
    ! parse 1:9 cannot assign to a number
    ? the name stands on the left: name = value

    f(x) = 1
    ! parse 1:1 cannot assign to a call
    ? a function is written def f(x): …

    x + 1 = 2
    ! parse 1:1 cannot assign to an operation
    ? the name stands on the left: name = value

    x == 1 = 2
    ! parse 1:1 cannot assign to a comparison
    ? use == to compare

    None = 1
    ! parse 1:1 cannot assign to None

    (a, b) += 1
    ! parse 1:1 expected a name before '+=', found a tuple
    ? write one assignment for each name

    x++
    ! parse 1:4 expected an operand, found end of line
    ? write x += 1

    ++x--
    ! parse 1:6 expected an operand, found end of line
    ? write x -= 1

    x = !y
    ! parse 1:5 unexpected character '!'
    ? use 'not' on static values, ~ on arrays

    a && b
    ! parse 1:3 '&&' is not an operator
    ? use & on arrays, 'and' on static values

    a || b
    ! parse 1:3 '||' is not an operator
    ? use | on arrays, 'or' on static values

    a <> b
    ! parse 1:3 '<>' is not an operator
    ? use !=

    a === b
    ! parse 1:3 '===' is not an operator
    ? use ==

    a => b
    ! parse 1:3 '=>' is not an operator
    ? use >=, or lambda x: …

    x = “a”
    ! parse 1:5 unexpected character '“'
    ? use straight quotes: "

    x = 'abc
    ! parse 1:5 string is not closed before the end of the line
    ? close it with '

    x = b'a'
    ! parse 1:5 bytes are not part of the cell language
    ? drop the 'b'

    '\q'
    ! parse 1:2 unknown escape '\q' in a string
    ? a backslash is written \\

    '\x1'
    ! parse 1:2 expected 2 hexadecimal digits in the escape, found 1

    '\ud800'
    ! parse 1:2 the escape names no Unicode character

    1__0
    ! parse 1:1 malformed number '1__0'
    ? an underscore stands between two digits

    1_
    ! parse 1:1 malformed number '1_'
    ? an underscore stands between two digits

    01
    ! parse 1:1 integer with leading zeros
    ? drop the zeros, or write 0o… for octal

    1j
    ! parse 1:1 malformed number '1j'
    ? complex numbers are not part of the cell language

    2x
    ! parse 1:1 malformed number '2x'
    ? a product is written with *, as in 2*x

    0xg
    ! parse 1:1 malformed number '0xg'
    ? digits are 0-9 and a-f after 0x, 0-7 after 0o, 0 and 1 after 0b

    1.2.3
    ! parse 1:1 malformed number '1.2.3'

    1e
    ! parse 1:1 malformed number '1e'
    ? a product is written with *, as in 2*x

    9223372036854775808
    ! parse 1:1 integer past 9223372036854775807, the largest of 64 bits
    ? write a float, such as 1e19

    def f(/, a): pass
    ! parse 1:7 no parameter before '/'
    ? what comes before it is given by place: f(a, /, b)

    def f(a, /, b, /): pass
    ! parse 1:16 '/' comes twice
    ? what comes before it is given by place: f(a, /, b)

    def f(a, *, b, /): pass
    ! parse 1:16 '/' behind '*'
    ? what comes before it is given by place: f(a, /, b)

    def f(a, *): pass
    ! parse 1:10 no parameter behind '*'
    ? what comes behind it is given by name: f(*, a)

    def f(a, *, *, b): pass
    ! parse 1:13 '*' comes twice

    def f(a=1, /, b): pass
    ! parse 1:15 parameter 'b' without a default after one with a default

    def f(a, a): pass
    ! parse 1:10 parameter 'a' comes twice

    def f(a=1, b): pass
    ! parse 1:12 parameter 'b' without a default after one with a default

    f(a=1, 2)
    ! parse 1:8 positional argument after a keyword argument
    ? put positional arguments first

    f(a=1, a=2)
    ! parse 1:8 argument 'a' is given twice

    f(a.b=1)
    ! parse 1:6 expected ',' or ')', found '='
    ? a keyword is a plain name; use == to compare

    f(x := 1)
    ! parse 1:5 assignment inside an expression (:=) is not part of the cell language
    ? assign on a line of its own, with =

    x := 1
    ! parse 1:3 assignment inside an expression (:=) is not part of the cell language
    ? assign on a line of its own, with =

    {1, 2}
    ! parse 1:3 sets are not part of the cell language
    ? use a list or a tuple

    [x for x in y
    ! parse 1:1 '[' is never closed, found end of cell at 1:14
    ? close it with ']'

    return 1
    ! parse 1:1 'return' outside a function
    ? write the value on a line of its own: it is shown

    from . import x
    ! parse 1:6 expected a module name, found '.'

    import jax as
    ! parse 1:14 expected a name after 'as', found end of line

    from jax import
    ! parse 1:16 expected a name to import, found end of line

    from jax import (a, b
    ! parse 1:17 '(' is never closed, found end of cell at 1:22
    ? close it with ')'

    def f():
      from jax import *
    ! parse 2:19 'import *' inside a function
    ? move it out of the def

    x \ y
    ! parse 1:3 expected end of line after '\'
    ? nothing may follow it, not even a blank

    x = 1 + \
    ! parse 1:9 expected a line after '\', found end of cell

    x = a × b
    ! parse 1:7 unexpected character '×'
    ? use *

    x = a − b
    ! parse 1:7 unexpected character '−'
    ? use -

    x ≤ y
    ! parse 1:3 unexpected character '≤'
    ? use <=

    x²
    ! parse 1:2 unexpected character '²'
    ? use **2

    µ = 1
    ! parse 1:1 'µ' (U+00B5) in a name is a variant that Python replaces
    ? use the ordinary letter

    x = a ? b : c
    ! parse 1:7 unexpected character '?'
    ? use x if c else y on static values, where(c, x, y) on arrays

    x = a if b
    ! parse 1:11 expected 'else' after 'x if condition', found end of line

    lambda x x
    ! parse 1:10 expected ',' or ':' after the parameters, found name 'x'

    1 + lambda: 0
    ! parse 1:5 expected an operand, found 'lambda'
    ? put it in brackets

    1 + not x
    ! parse 1:5 expected an operand, found 'not'
    ? put it in brackets

    a not b
    ! parse 1:7 expected 'in' after 'not', found name 'b'

    a is
    ! parse 1:5 expected an operand, found end of line
    ? an expression goes on over lines inside parentheses

    x.1
    ! parse 1:2 expected an operator or end of line, found a number

    x.
    ! parse 1:3 expected a name after '.', found end of line

    x..y
    ! parse 1:3 expected a name after '.', found '.'

    x = yield
    ! parse 1:5 'yield' is not part of the cell language
    ? return a list, or use scan(f, init, xs)

    try: x
    ! parse 1:7 expected 'except' or 'finally' for the 'try' at 1:1, found end of cell

    a = assert
    ! parse 1:5 expected an operand, found 'assert'
    ? it begins a statement, on a line of its own

    nonlocal x
    ! parse 1:1 'nonlocal' is not part of the cell language
    ? return the value and bind it outside the function

    ;
    ! parse 1:1 expected an operand, found ';'

    x;;y
    ! parse 1:3 expected an operand, found ';'

    pass x
    ! parse 1:6 expected an operator or end of line, found name 'x'

    match x:
      1
    ! parse 1:1 'match' is not part of the cell language
    ? use if and elif

    x.if
    ! parse 1:3 expected a name after '.', found 'if'

    $x
    ! parse 1:1 unexpected character '$'

    for f(x) in y: z
    ! parse 1:5 cannot assign to a call
    ? a function is written def f(x): …

    [x for f.a in y]
    ! parse 1:8 cannot assign to attribute 'a'
    ? arrays do not change: bind a new name

    [a, b for a in c]
    ! parse 1:7 expected ',' or ']' for the '[' at 1:1, found 'for'
    ? a comprehension is [x for x in xs]; an element that is a tuple stands in parentheses

    x[1:2:3:4]
    ! parse 1:8 expected ',' or ']' for the '[' at 1:2, found ':'

    x[1 2]
    ! parse 1:5 expected ',' or ']' for the '[' at 1:2, found a number
    ? a comma separates elements

    f(,)
    ! parse 1:3 expected an operand, found ','

    def 1(): pass
    ! parse 1:5 expected a function name, found a number

    def f: pass
    ! parse 1:6 expected '(', found ':'

    def f(x y): pass
    ! parse 1:9 expected ',' or ')' for the '(' at 1:6, found name 'y'
    ? a comma separates elements

    if : x
    ! parse 1:4 expected an operand, found ':'

    x = ...1
    ! parse 1:8 expected an operator or end of line, found a number

    x = 'a' 1
    ! parse 1:9 expected an operator or end of line, found a number

    x -> y
    ! parse 1:3 expected an operator or end of line, found '->'

    not
    ! parse 1:4 expected an operand, found end of line
    ? an expression goes on over lines inside parentheses

    x if y else
    ! parse 1:12 expected an operand, found end of line
    ? an expression goes on over lines inside parentheses

    def f((a, b)): pass
    ! parse 1:7 expected a parameter, found '('
    ? unpack in the body

    case 1:
    ! parse 1:6 expected an operator or end of line, found a number

    if x:
      # only a comment
    y
    ! parse 3:1 expected an indented block for the 'if' at 1:1, found name 'y'
    ? indent its lines by 4 blanks; pass does nothing

    if x: y else: z
    ! parse 1:9 expected an operator or end of line, found 'else'

    f(a for a in b, c)
    ! parse 1:15 expected ')' after a generator, which is an only argument, found ','

    f(a=b for b in c)
    ! parse 1:7 expected ',' or ')' for the '(' at 1:2, found 'for'
    ? a comprehension is [x for x in xs]; an element that is a tuple stands in parentheses

    x = [1,
         2
    y = 3
    ! parse 3:1 expected ',' or ']' for the '[' at 1:5, found name 'y'
    ? close it with ']'

    for in x: y
    ! parse 1:5 expected an operand, found 'in'

    (x) = = 1
    ! parse 1:7 expected an operand, found '='
    ? use == to compare

    x = 1 if y else
    ! parse 1:16 expected an operand, found end of line
    ? an expression goes on over lines inside parentheses

    exec 'a'
    ! parse 1:6 expected an operator or end of line, found a string

    a = b'
    ! parse 1:5 bytes are not part of the cell language
    ? drop the 'b'
    """#
