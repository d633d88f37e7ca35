import Configuration
import Pipelines
import Signals

/// What a layer can never say: an alarm that waits for it would never sound.
extension LayerDescription {
  /// Throws where one of the labels is known never to be written.
  func check(_ wanted: [String], key: String) throws(Mismatch) {
    guard !labels.isEmpty else { return }
    for label in wanted where !labels.contains(label) {
      throw Mismatch(
        key,
        "layer '\(name)' never says '\(label)', only \(listed)"
          + suggestion(for: label, among: labels))
    }
  }

  /// Throws where the layer is known to hold none of the labels.
  func checkAny(of wanted: [String], key: String) throws(Mismatch) {
    guard !labels.isEmpty, !wanted.contains(where: labels.contains) else { return }
    let missed = wanted.map { "'\($0)'" }.joined(separator: " or ")
    throw Mismatch(key, "layer '\(name)' never says \(missed), only \(listed)")
  }

  /// Throws where the layer is known to hold moments only.
  func checkStretches(key: String) throws(Mismatch) {
    guard kind == .beat else { return }
    throw Mismatch(
      key, "layer '\(name)' holds beats, which are moments; 'during' needs a layer of stretches")
  }

  /// Throws where the layer is known to hold no beats.
  func checkBeats(key: String) throws(Mismatch) {
    guard let kind, kind != .beat else { return }
    throw Mismatch(
      key, "layer '\(name)' holds annotations of kind '\(kind.rawValue)'; a pulse needs beats")
  }

  private var listed: String { labels.map { "'\($0)'" }.joined(separator: ", ") }
}
