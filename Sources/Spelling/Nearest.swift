/// The candidate nearest to a mistyped word, if one is near enough to be meant.
///
/// Distance counts inserted, deleted, replaced and swapped neighbouring letters, small and capital ones alike; up to a third
/// of the longer word may differ, one letter at least. Ties go to the earlier candidate. A word of one letter has none, since
/// every other letter is as near; nor has one of more than 64, which takes long to compare and is no slip of the pen.
public func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
    let letters = Array(word.unicodeScalars.prefix(longest + 1)).map(\.properties.lowercaseMapping)
    guard (2...longest).contains(letters.count) else { return nil }
    var best: (distance: Int, candidate: String)?
    for candidate in candidates {
        let other = candidate.unicodeScalars.map(\.properties.lowercaseMapping)
        let allowed = max(1, max(letters.count, other.count) / 3)
        guard abs(letters.count - other.count) <= allowed else { continue }
        let distance = editDistance(letters, other)
        if distance <= allowed, distance < (best?.distance ?? .max) {
            best = (distance, candidate)
        }
    }
    return best?.candidate
}

/// Unicode scalars of the longest word that is compared.
private let longest = 64

/// Optimal string alignment distance: Levenshtein's, where swapping two neighbours counts as one edit.
private func editDistance(_ left: [String], _ right: [String]) -> Int {
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    for row in left.indices {
        var current = [row + 1]
        for column in right.indices {
            let replaced = last[column] + (left[row] == right[column] ? 0 : 1)
            var distance = min(replaced, last[column + 1] + 1, current[column] + 1)
            if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                distance = min(distance, beforeLast[column - 1] + 1)
            }
            current.append(distance)
        }
        beforeLast = last
        last = current
    }
    return last[right.count]
}
