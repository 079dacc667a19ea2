import TestSupport
import Tensors
import Testing

/// What a person reads who calls a function with arrays that do not fit: both shapes and both places.
@Test(arguments: [
    (
        "conv(zeros((1, 2, 5)), zeros((4, 3, 2)))",
        "1:5 conv: f64[1,2,5] at 1:10 and f64[4,3,2] at 1:28 do not fit in 1 group of channels"
    ),
    ("conv(zeros((1, 2, 5)), zeros((4, 2)))", "1:5 conv: f64[1,2,5] at 1:10 and f64[4,2] at 1:28 differ in rank"),
    ("conv(zeros((1, 2, 5)), zeros((4, 2, 2)), padding='FULL')", "1:54 conv: padding must be 'VALID', 'SAME'"),
    ("conv(zeros((1, 2, 5)), zeros((4, 2, 2)), strides=(1, 2))", "1:54 conv: strides must be one whole number from 1"),
    ("conv(zeros((1, 2, 5)), zeros((4, 2, 2)), strides=0)", "1:54 conv: strides must be one whole number from 1"),
    ("max_pool(zeros((2, 3)), (2, 2, 2))", "1:29 max_pool: f64[2,3] has no windows [2,2,2]"),
    ("convolve(zeros(0), zeros(3))", "1:5 convolve takes two vectors with elements, not f64[0] and f64[3]"),
    ("solve(zeros((2, 3)), zeros(2))", "1:11 solve takes square matrices [..., n, n], not f64[2,3]"),
    ("solve(zeros((2, 2)), zeros(3))", "1:5 solve: f64[2,2] at 1:11 and f64[3] at 1:26 do not fit"),
    ("cholesky(zeros(4))", "1:14 cholesky takes square matrices [..., n, n], not f64[4]"),
    ("random.uniform(7)", "1:20 random.uniform: a key is i64[2], not i64[]"),
    ("random.key(0.5)", "1:16 random.key: seed must be one whole number"),
    ("random.sin(1.0)", "1:12 random has no sin here"),
    ("random.randint(random.key(0), (3,), 0, 2**40)", "1:44 random.randint: maxval must be at most 2³¹ above minval"),
])
func misfitsNameBothShapes(cell: String, message: String) {
    var session = Session()
    #expect {
        try session.run("y = \(cell)")
    } throws: {
        "\($0)".hasPrefix(message)
    }
}
