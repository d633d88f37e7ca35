public import Formats
import HDF5
public import Signals

extension SequenceClassifier {
  /// The attributes by which a file of weights from elsewhere says what its network takes in and says.
  ///
  /// - Parameters:
  ///   - encoding: How inputs are encoded.
  ///   - classes: The names of the classes, in the order of the scores, or of the numbers.
  ///   - meaning: What the outputs mean.
  ///   - kind: What is said of a step or a stretch.
  ///   - upstream: What stood before the network, which no pipeline's digest equals.
  /// - Returns: The attributes of a model.
  public static func attributes(
    of encoding: InputEncoding, classes: [String], meaning: Meaning = .classes,
    kind: Annotation.Kind, upstream: String
  ) -> [StoredModel.Attribute] {
    [
      .init("classes", .texts(classes)), .init("annotation kind", .text(kind.rawValue)),
      .init("upstream", .text(upstream)),
    ] + encoding.stored + meaning.stored
  }
}
