import Graphs
import Testing

@Suite struct WindowsTests {
    @Test(arguments: [
        RuleCase(
            .convolution(
                ConvolutionWindow(strides: [2], low: [1], high: [0], leftDilation: [1], rightDilation: [1])),
            RuleCase.numbers([1, 2, 3, 6]), RuleCase.numbers([1, 2, 3, 3], seed: 2)),
        RuleCase(
            .convolution(
                ConvolutionWindow(
                    strides: [1, 1], low: [-1, 2], high: [0, 1], leftDilation: [2, 1], rightDilation: [1, 2])),
            RuleCase.numbers([2, 1, 2, 3, 4]), RuleCase.numbers([2, 3, 2, 2, 2], seed: 2)),
        RuleCase(
            .windowArgmax(PoolingWindow(size: [2, 2], strides: [1, 2], low: [0, 1], high: [1, 0])),
            RuleCase.numbers([2, 3, 4])),
    ])
    func rules(_ one: RuleCase) throws { try one.check() }
}
