import Growing
import HDF5
import Scratch
import Testing

/// Files that are being written, and those whose writer did not come to close them.
@Suite(.serialized) struct GrowingFileTests {
  let folder = TemporaryFolder()

  private func growing(_ name: String) throws -> GrowingFile {
    let file = try GrowingFile(folder.file(name))
    try file.addDataset("/signals/x", ofCounts: true)
    return file
  }

  @Test func `what was flushed is read after the writer died, and the file is left alone`() throws {
    let writer = try growing("live.h5")
    try writer.start()
    try writer.append([1, 2, 3], to: "/signals/x")
    // A copy of a file that is open for writing is what a writer leaves that is killed.
    let left = folder.copy("live.h5", as: "left.h5")
    let before = TemporaryFolder.bytes(of: left)
    let file = try File(reading: left)
    #expect(file.state == .growing)
    #expect(try file.read("/signals/x", as: Int16.self) == [1, 2, 3])
    #expect(TemporaryFolder.bytes(of: left) == before)
  }

  @Test func `a file that was closed is no growing one`() throws {
    let writer = try growing("done.h5")
    try writer.start()
    try writer.append([7], to: "/signals/x")
    writer.close()
    #expect(try File(reading: folder.file("done.h5")).state == .closed)
  }

  @Test func `a writer that does not share its file is told, and no harmful remedy is named`()
    throws
  {
    let writer = try growing("private.h5")
    try writer.append([1], to: "/signals/x")
    writer.flush()
    let left = folder.copy("private.h5", as: "left.h5")
    var text = "no error"
    do { _ = try File(reading: left) } catch { text = error.description }
    #expect(text.contains("its writer is at work, or ended without closing it"))
    #expect(text.contains("copy it once its writer has closed it"))
    #expect(!text.contains("h5clear"))
    writer.close()
  }
}
