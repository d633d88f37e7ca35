import Formats
import Fuzzing
import Scratch
import Testing

/// Damaged copies of the files of all layouts; `make fuzz` reads many more.
@Suite(.enabled(if: Program.isBuilt, "the program vigil is not built beside the tests"))
struct FuzzTests {
  @Test func `no damage to a file harms the program that reads it`() throws {
    let folder = TemporaryFolder()
    let layouts = try #require(Folder(Goldens.file("hdf5-layouts")))
    let files = FuzzRun.files(of: layouts)
    #expect(files.count == 18)
    var run = try FuzzRun(files, program: Program.path, at: folder.file("damaged.h5"))
    for seed in 0..<500 as Range<UInt64> { try run.take(seed: seed) }
    #expect(run.failures == [])
    // A run that reads nothing, or refuses nothing, tries nothing.
    for kind in Mutation.Kind.allCases { #expect((run.tallies[kind]?.refused ?? 0) > 20) }
    #expect((run.tallies[.attributes]?.read ?? 0) > 20)
  }
}
