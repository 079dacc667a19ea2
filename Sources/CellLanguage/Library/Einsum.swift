import Graphs
import Tensors

/// An array with a letter for each axis.
private struct Lettered {
    var value: ValueID
    var letters: [Character]
}

extension Elaborator {
    /// Contracts operands from left to right; a letter is summed as soon as no later operand and no output has it.
    mutating func einsum(_ text: String, _ terms: [Term], at position: SourcePosition) throws -> Value {
        let rank = try terms.map { try promotion(of: $0) }.reduce(.bool) { max($0, $1) }
        // Of bools, whether any product of them holds.
        let arrays = try terms.map { try array($0, as: rank == .bool ? .i32 : rank.dtype) }
        let spec = try EinsumSpec(text, ranks: arrays.map { b.shape($0).rank }, at: position)
        var operands = zip(arrays, spec.inputs).map { Lettered(value: $0, letters: $1) }
        try fit(&operands, terms)
        var current: Lettered?
        for (index, operand) in operands.enumerated() {
            let later = Set(operands[(index + 1)...].flatMap(\.letters)).union(spec.output)
            guard let left = current else {
                current = try summed(operand, keeping: later)
                continue
            }
            let right = try summed(operand, keeping: later.union(left.letters))
            current = try contracted(left, right, keeping: later)
        }
        guard let current, Set(current.letters) == Set(spec.output) else {
            throw Fault(.argument, "einsum: '\(text)' has an output letter that no operand has", at: position)
        }
        let order = spec.output.compactMap { current.letters.firstIndex(of: $0) }
        let result = try b.transpose(current.value, order)
        return .array(try rank == .bool ? isNotZero(result) : result)
    }

    /// Takes diagonals where an operand has a letter twice, and drops axes of size 1 where the letter is longer elsewhere.
    private mutating func fit(_ operands: inout [Lettered], _ terms: [Term]) throws {
        var sizes: [Character: (size: Int, operand: Int)] = [:]
        for (index, operand) in operands.enumerated() {
            for (letter, size) in zip(operand.letters, b.shape(operand.value).dims) {
                guard let known = sizes[letter], known.size != 1 else {
                    sizes[letter] = (size, index)
                    continue
                }
                guard size == 1 || size == known.size else {
                    let other = operands[known.operand].value
                    throw Fault(
                        .shape,
                        "einsum: '\(letter)' is \(known.size) in \(b.types[other]) at "
                            + "\(terms[known.operand].position) and \(size) in \(b.types[operand.value]) at "
                            + "\(terms[index].position)", at: terms[index].position)
                }
            }
        }
        for index in operands.indices {
            let dims = b.shape(operands[index].value).dims
            let letters = operands[index].letters
            let kept = dims.indices.filter { dims[$0] != 1 || sizes[letters[$0]]?.size == 1 }
            let value = try b.reshape(operands[index].value, kept.map { dims[$0] })
            operands[index] = try diagonal(Lettered(value: value, letters: kept.map { letters[$0] }))
        }
    }

    /// Where a letter comes twice, only equal indices stay.
    private mutating func diagonal(_ operand: Lettered) throws -> Lettered {
        var operand = operand
        while let second = operand.letters.indices.first(where: { operand.letters[..<$0].contains(operand.letters[$0]) }
        ) {
            let first = operand.letters.firstIndex(of: operand.letters[second]) ?? second
            let counts = TensorType(.i64, b.shape(operand.value))
            let isEqual = try b.compare(
                .eq, b.emit(.iota(counts, axis: first), []), b.emit(.iota(counts, axis: second), []))
            let only = try b.select(isEqual, operand.value, b.zeros(b.types[operand.value]))
            operand.value = try b.sum(only, axes: [second])
            operand.letters.remove(at: second)
        }
        return operand
    }

    private mutating func summed(_ operand: Lettered, keeping kept: Set<Character>) throws -> Lettered {
        let axes = operand.letters.indices.filter { !kept.contains(operand.letters[$0]) }
        return Lettered(value: try b.sum(operand.value, axes: axes), letters: operand.letters.filter(kept.contains))
    }

    private mutating func contracted(_ x: Lettered, _ y: Lettered, keeping kept: Set<Character>) throws -> Lettered {
        let shared = x.letters.filter(y.letters.contains)
        let (batch, sum) = (shared.filter(kept.contains), shared.filter { !kept.contains($0) })
        func axes(_ wanted: [Character], _ letters: [Character]) -> [Int] {
            wanted.compactMap { letters.firstIndex(of: $0) }
        }
        let dims = DotDimensions(
            leftContract: axes(sum, x.letters), rightContract: axes(sum, y.letters), leftBatch: axes(batch, x.letters),
            rightBatch: axes(batch, y.letters))
        let free = (x.letters + y.letters).filter { !shared.contains($0) }
        return Lettered(value: try b.emit(.dotGeneral(dims), [x.value, y.value]), letters: batch + free)
    }
}

/// `bhqd,bhkd->bhqk` taken apart. Without `->` the output is the letters that occur once, in alphabetical order. Axes
/// that `...` stands for get digits, the last of them 0.
private struct EinsumSpec {
    let inputs: [[Character]]
    let output: [Character]

    init(_ text: String, ranks: [Int], at position: SourcePosition) throws {
        func fault(_ what: String) -> Fault { Fault(.argument, "einsum: '\(text)' \(what)", at: position) }
        let sides = text.filter { $0 != " " }.split(separator: ">", omittingEmptySubsequences: false)
        guard sides.count == 1 || (sides.count == 2 && sides[0].last == "-") else {
            throw fault("has more than one ->")
        }
        let left = sides.count == 2 ? sides[0].dropLast() : sides[0]
        let words = left.split(separator: ",", omittingEmptySubsequences: false)
        guard words.count == ranks.count else { throw fault("is for \(words.count) operands, not \(ranks.count)") }
        // NumPy's limit of axes keeps the digits within one character: there are more scalars than axes.
        func letters(_ word: Substring, hidden: Int) throws -> [Character] {
            let parts = word.split(separator: "...", omittingEmptySubsequences: false)
            guard parts.count <= 2, parts.joined().allSatisfy({ $0.isASCII && $0.isLetter }) else {
                throw fault("must be letters, commas, ... and one ->")
            }
            let middle = parts.count == 2 ? EinsumSpec.digits(hidden) : []
            return Array(parts[0]) + middle + (parts.count == 2 ? Array(parts[1]) : [])
        }
        var inputs: [[Character]] = []
        var widest = 0
        for (word, rank) in zip(words, ranks) {
            let isOpen = word.contains("...")
            let named = isOpen ? word.count - 3 : word.count
            guard named == rank || (isOpen && named < rank) else {
                throw Fault(
                    .shape,
                    "einsum: '\(word)' names \(named) ax\(named == 1 ? "is" : "es"), operand \(inputs.count) has \(rank)",
                    at: position, hint: "each operand has one letter for each axis, or ... for the others")
            }
            if isOpen { widest = max(widest, rank - named) }
            inputs.append(try letters(word, hidden: rank - named))
        }
        self.inputs = inputs
        let all = inputs.flatMap(\.self)
        if sides.count == 2 {
            output = try letters(sides[1], hidden: widest)
        } else {
            let once = Set(all).filter { letter in letter.isLetter && all.filter { $0 == letter }.count == 1 }
            output = EinsumSpec.digits(widest) + once.sorted()
        }
        guard Set(output).count == output.count else { throw fault("has a letter twice in the output") }
    }

    /// Characters for the axes that `...` stands for; equal places from the last are equal characters.
    private static func digits(_ count: Int) -> [Character] {
        (0..<count).reversed().compactMap { Unicode.Scalar(UInt32(0x2460 + $0)).map(Character.init) }
    }
}
