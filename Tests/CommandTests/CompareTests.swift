import Configuration
import Testing

/// Forty rows of ten patients, four of each; what the second table says is a little worse.
private func tables(withPatients: Bool, in folder: String) throws -> (String, String) {
  var (first, second) = ("id,truth,score", "id,truth,score")
  if withPatients {
    first += ",patient"
    second += ",patient"
  }
  for row in 0..<40 {
    let patient = row / 4
    let start = "\np\(patient)@\(row),\(patient % 2),"
    let end = withPatients ? ",p\(patient)" : ""
    first += start + "0.\(20 + (patient * 7 + patient % 2 * 20) % 60)" + end
    second += start + "0.\(20 + (patient * 13 + patient % 2 * 10) % 60)" + end
  }
  try write(first + "\n", to: folder + "/first.csv")
  try write(second + "\n", to: folder + "/second.csv")
  return (folder + "/first.csv", folder + "/second.csv")
}

@Suite struct CompareTests {
  @Test func rowsOfOnePatientAreDrawnTogether() throws {
    try withScratch { folder in
      let widths = try [false, true].map { withPatients in
        let (first, second) = try tables(withPatients: withPatients, in: folder)
        let json = try figures(vigil("compare", first, second, "--json"))
        #expect(json.number("recordings") == 40)
        #expect(json.number("patients") == (withPatients ? 10 : 40))
        let lower = try #require(json.number("figures", "areaUnderROC", "lower"))
        let upper = try #require(json.number("figures", "areaUnderROC", "upper"))
        return upper - lower
      }
      #expect(widths[1] > 1.5 * widths[0])
    }
  }

  @Test func tablesThatNameOtherPatientsAreNotCompared() throws {
    try withScratch { folder in
      let (first, second) = try tables(withPatients: true, in: folder)
      let other = try contents(of: second).replacing(",p3\n", with: ",p4\n")
      try write(other, to: second)
      let outcome = try vigil("compare", first, second)
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains("of another patient"))
    }
  }
}
