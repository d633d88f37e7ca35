/// What a person must know before using weights: what they are for and not for, what they were made
/// from and how, and how well they do where that was measured.
public struct ModelCard: Hashable, Sendable {
  /// Something said under a name.
  public struct Note: Hashable, Sendable {
    /// What it is about.
    public var name: String
    /// What is said.
    public var text: String

    /// A note of this name and text.
    public init(_ name: String, _ text: String) {
      self.name = name
      self.text = text
    }
  }

  /// Recordings that the weights were made from or held against.
  public struct Data: Hashable, Sendable {
    /// The name of the cohort.
    public var cohort: String
    /// What it served for, such as `training` or `test`.
    public var role: String
    /// The number of recordings.
    public var recordings: Int
    /// The number of patients, where it is known.
    public var patients: Int?
    /// The digest of the cohort.
    public var digest: String

    /// Recordings of this cohort, number and digest.
    public init(
      cohort: String, role: String, recordings: Int, patients: Int? = nil, digest: String = ""
    ) {
      self.cohort = cohort
      self.role = role
      self.recordings = recordings
      self.patients = patients
      self.digest = digest
    }
  }

  /// A figure that was measured.
  public struct Figure: Hashable, Sendable {
    /// What was measured, such as `AUROC`.
    public var name: String
    /// What it was measured on, such as `validation`.
    public var on: String
    /// The figure.
    public var value: Double
    /// The interval that holds it with the confidence that `interval` of the name states.
    public var interval: ClosedRange<Double>?
    /// The number of cases.
    public var cases: Int?

    /// A figure of this name and value.
    public init(
      _ name: String, on: String, _ value: Double, interval: ClosedRange<Double>? = nil,
      cases: Int? = nil
    ) {
      self.name = name
      self.on = on
      self.value = value
      self.interval = interval
      self.cases = cases
    }
  }

  /// What the weights are for.
  public var intendedUse = ""
  /// Where they must not be used, or are known to fail.
  public var limits: [String] = []
  /// What they were made from.
  public var data: [Data] = []
  /// How recordings were split.
  public var split = ""
  /// How well they do.
  public var figures: [Figure] = []
  /// What random numbers started from, one for each member.
  public var seeds: [UInt64] = []
  /// The digest of the training plan.
  public var plan = ""
  /// The digests of what was read, by name.
  public var inputs: [Note] = []
  /// The versions of what made them, by name.
  public var versions: [Note] = []
  /// What else there is to say; the program's notice first.
  public var notes: [Note] = []

  /// A card that says nothing yet.
  public init() {}

  /// The text of a note, if there is one of this name.
  public subscript(note name: String) -> String? { notes.first { $0.name == name }?.text }
}
