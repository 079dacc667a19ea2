import Client
import Collections
import Wire

/// One line of a breakdown: what one output, or all of them, contribute to the gradient.
struct BreakdownRow {
    /// `row`, `bypass`, `sum`, `gradient` or `cancellation`.
    let kind: String
    /// The label of a row, with the cotangent that reaches it; the kind of any other line.
    let label: String
    /// The entries for each name of wrt, row-major; empty where the array was too large to be sent.
    let values: OrderedDictionary<String, [Double]>

    init?(_ json: JSON) {
        guard let kind = json["kind"]?.string, let arrays = json["values"]?.object else { return nil }
        self.kind = kind
        let cotangent = json["v"]?.double.map { "  v=\(Drawing.short($0))" } ?? ""
        label = (kind == "row" ? "\(json["label"]?.string ?? "row")\(cotangent)" : kind).controlsEscaped
        values = arrays.mapValues { array in (array["values"]?.array ?? []).map { $0.double ?? .nan } }
    }
}

/// Breakdowns as bars and heat maps, for a terminal.
struct Drawing {
    let columns: Int
    let hasColor: Bool

    /// Sends the request, and draws its reply where a terminal shows it.
    static func breakdown(
        _ request: Request, over connection: inout Connection, _ interrupts: InterruptSource? = nil
    ) throws(ClientError) -> Status {
        var rows: [BreakdownRow] = []
        var printer = ReplyPrinter(style: .text)
        try connection.use(.json)
        try connection.exchange(request, interrupts: interrupts) { reply in
            if case .data(.json(let json)) = reply.content, let row = BreakdownRow(json) {
                rows.append(row)
                return
            }
            if reply.isFinal {
                let drawing = Drawing(columns: Keyboard.columns, hasColor: Output.standard.hasColor)
                for line in drawing.lines(rows) { Output.standard.write(line + "\n") }
            }
            printer.print(reply)
        }
        try connection.use(.text)
        return printer.status
    }

    func lines(_ rows: [BreakdownRow]) -> [String] {
        var names: OrderedSet<String> = []
        for row in rows { names.formUnion(row.values.keys) }
        return names.flatMap { name in
            let parts = rows.compactMap { row in row.values[name].map { (row: row, values: $0) } }
            let width = parts.map(\.row.label.count).max() ?? 0
            // A cancellation is a ratio: it has no place on the scale of the entries.
            let scale =
                parts.lazy.filter { $0.row.kind != "cancellation" }.flatMap(\.values).filter(\.isFinite)
                .map(\.magnitude).max() ?? 0
            return (names.count > 1 ? [name] : [])
                + parts.map { row, values in
                    let label = row.label + String(repeating: " ", count: width - row.label.count)
                    return "\(label)  \(picture(of: values, kind: row.kind, scale: scale, room: columns - width - 2))"
                }
        }
    }

    private func picture(of values: [Double], kind: String, scale: Double, room: Int) -> String {
        if values.isEmpty { return "(too large to be shown; ask with top=, by= or for=)" }
        let numbers = values.prefix(200).map(Drawing.short)
        if kind == "cancellation" { return Drawing.list(numbers, of: values.count, room: room) }
        if values.count == 1, let value = values.first, let number = numbers.first {
            let padded = String(repeating: " ", count: max(0, 12 - number.count)) + number
            return "\(padded)  \(bar(value / scale, room: min(40, room - 14)))"
        }
        let cells = values.prefix(max(1, (room - 2) / 2))
        let map = cells.map { cell($0 / scale) }.joined()
        let left = room - 2 * cells.count - 2
        if cells.count < values.count { return map + "…" }
        return left > 12 ? "\(map)  \(Drawing.list(numbers, of: values.count, room: left))" : map
    }

    /// A bar from an axis in the middle, negative to the left. `share` is -1…1; other values have no bar.
    private func bar(_ share: Double, room: Int) -> String {
        let half = max(4, room / 2)
        guard share.isFinite else { return String(repeating: " ", count: half) + "│" }
        let length = min(share.magnitude, 1) * Double(half)
        if share < 0 {
            let blocks = Int(length.rounded())
            let spaces = String(repeating: " ", count: half - blocks)
            return spaces + colored(String(repeating: "█", count: blocks), share) + "│"
        }
        let eighths = Int((length * 8).rounded())
        let rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
        let blocks = String(repeating: "█", count: eighths / 8) + rest
        return String(repeating: " ", count: half) + "│" + colored(blocks, share)
    }

    /// Two columns of a heat map: the depth is the magnitude, the colour (or a minus) the sign.
    private func cell(_ share: Double) -> String {
        guard share.isFinite else { return "??" }
        let shade = [" ", "░", "▒", "▓", "█"][Int((min(share.magnitude, 1) * 4).rounded(.up))]
        return hasColor ? colored(shade + shade, share) : (share < 0 ? "-" : " ") + shade
    }

    private func colored(_ text: String, _ share: Double) -> String {
        hasColor ? "\u{1B}[\(share < 0 ? 34 : 31)m\(text)\u{1B}[0m" : text
    }

    private static func list(_ numbers: [String], of count: Int, room: Int) -> String {
        var text = "["
        for (index, number) in numbers.enumerated() {
            let next = (index > 0 ? ", " : "") + number
            guard text.count + next.count + 4 <= room || index == 0 else { return text + ", …]" }
            text += next
        }
        return text + (numbers.count < count ? ", …]" : "]")
    }

    /// About six significant digits: a picture shows proportions, the text form shows the bits.
    static func short(_ value: Double) -> String {
        let exact = value.description.hasSuffix(".0") ? String(value.description.dropLast(2)) : value.description
        guard exact.count > 9, value.isFinite, value != 0 else { return exact }
        var scaled = value.magnitude
        var exponent = 0
        while scaled >= 10 {
            scaled /= 10
            exponent += 1
        }
        while scaled < 1 {
            scaled *= 10
            exponent -= 1
        }
        let digits = (scaled * 1e5).rounded() / 1e5
        let sign = value < 0 ? "-" : ""
        if (-4..<6).contains(exponent) {
            var factor = 1.0
            for _ in 0..<(5 - exponent) { factor *= 10 }
            return sign + ((value.magnitude * factor).rounded() / factor).description
        }
        return "\(sign)\(digits)e\(exponent)"
    }
}
