import Tensors
import Testing

@testable import Graphs

@Suite struct WindowsTests {
    static let groups: [PrimitiveGroup] = [.windows]

    @Test func namesReadersAndTypes() throws {
        try PrimitiveCases(
            groups: Self.groups,
            samples: [
                .convolution(
                    ConvolutionWindow(strides: [2], low: [-1], high: [3], leftDilation: [1], rightDilation: [4])),
                .windowArgmax(PoolingWindow(size: [2, 3], strides: [1, 2], low: [0, 1], high: [4, 0])),
            ],
            refused: [
                (
                    .convolution(
                        ConvolutionWindow(strides: [1], low: [0], high: [0], leftDilation: [1], rightDilation: [1])),
                    [try .f64(1, 2, 3, 8), try .f64(5, 3, 3)], "convolution: f64[1,2,3,8] and f64[5,3,3] do not fit"
                ),
                (
                    .convolution(
                        ConvolutionWindow(
                            strides: [1], low: [0], high: [0], leftDilation: [1], rightDilation: [1 << 46])),
                    [try .f64(1, 2, 3, 8), try .f64(1, 2, 3, 8)],
                    "convolution: 8 elements 70368744177664 apart are too long"
                ),
                (
                    .windowArgmax(PoolingWindow(size: [2], strides: [0], low: [0], high: [0])), [try .f64(2)],
                    "window_argmax: sizes and strides go from 1"
                ),
            ]
        ).check()
    }
}
