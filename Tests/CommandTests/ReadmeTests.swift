import Glibc
import Testing

/// The lines of README's `sh` blocks that run this program.
private let commands: [[String]] = {
  guard let text = try? contents(of: root + "/README.md") else { return [] }
  var isShell = false
  var commands: [[String]] = []
  for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
    if line.hasPrefix("```") {
      isShell = line == "```sh"
    } else if isShell, line.hasPrefix("vigil ") {
      let words = line.split(separator: "#", maxSplits: 1)[0].split(separator: " ")
      commands.append(words.dropFirst().map { String($0) })
    }
  }
  return commands
}()

@Suite struct ReadmeTests {
  @Test(.enabled(if: access(root + "/README.md", F_OK) == 0, "there is no README.md yet"))
  func thereAreCommands() { #expect(commands.count >= 3) }

  @Test(arguments: commands) func everyCommandInReadmeDoesAsItSays(words: [String]) throws {
    try withScratch { folder in
      // What the commands name is that of the package; what they write stays in the scratch folder.
      for name in ["fixtures", "pipelines", "docs"] {
        symlink("\(root)/\(name)", "\(folder)/\(name)")
      }
      let outcome = try vigil(arguments: words, in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
  }
}
