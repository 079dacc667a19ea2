/// The schema. Its SQL stands in files, which are built in so that the daemon runs anywhere: `schema.sql` here is a link to the
/// top level's, and what is executed is that text.
struct Schema {
    /// Makes an empty archive of the present version, which it sets as user_version.
    let creation: String
    /// Each brings an archive of the version before it, from 1 on, to its own, which it sets as user_version. A test compares
    /// what they make of an old archive with what `creation` makes.
    let migrations: [String]

    /// The version that `creation` makes.
    var version: Int { migrations.count + 1 }

    /// Marks a file as an archive of Pullback: `PULB` in ASCII.
    static let applicationID = 0x5055_4C42

    /// The schema of this release.
    static let present = Schema(
        creation: text(PackageResources.schema_sql),
        migrations: [PackageResources.to_version_2_sql, PackageResources.to_version_3_sql].map(text))

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
