internal import HDF5
public import LiquidNetworks

extension StoredModel {
  /// The attribute that says of a model without a projection that its readout was added.
  private static let addedReadout = "added readout"

  /// A model of a network whose weights ncps saved.
  ///
  /// Where the network has no projection, a readout is added that gives its outputs as they are.
  ///
  /// - Parameters:
  ///   - dictionary: The tensors, and what the file says beside them.
  ///   - options: What is stated of the network; the file's own attributes count where it is not.
  ///   - fallback: What counts where neither says anything.
  ///   - path: The file and the place in it, for what is said of it.
  /// - Throws: What is missing, does not fit, or must be stated.
  public init(
    importing dictionary: StoredGroup, _ options: StateDictionaryOptions,
    otherwise fallback: StateDictionaryOptions = StateDictionaryOptions(), from path: String
  ) throws(FormatError) {
    let stated = options.filled(from: StateDictionaryOptions(dictionary.attributes))
    do {
      let tensors = dictionary.tensors.map {
        Parameter($0.name, shape: $0.shape, values: $0.values.floats)
      }
      let network = try StateDictionary(Parameters(tensors)).network(stated.filled(from: fallback))
      self.init(architecture: network.architecture, members: [network.weights])
    } catch {
      throw FormatError(
        path: path, place: error.key, message: error.message,
        remedy: error.option.map { "state --\($0), or --ncps-defaults" } ?? "")
    }
    if members[0]["readout.bias"] == nil {
      let count = architecture.cell.outputs
      let identity = (0..<count * count).map { Float($0 % (count + 1) == 0 ? 1 : 0) }
      members[0].all += [
        Parameter("readout.weight", shape: [count, count], values: identity),
        Parameter("readout.bias", shape: [count], values: [Float](repeating: 0, count: count)),
      ]
      attributes.append(.init(Self.addedReadout, .integer(1)))
    }
  }

  /// The state dictionary that ncps' `load_state_dict` takes for one of the networks, with what it
  /// does not say of the network as attributes.
  ///
  /// - Parameters:
  ///   - member: Which of the networks.
  ///   - path: The file that the model is from, for what is said of it.
  /// - Returns: The tensors under the keys of ncps.
  /// - Throws: Why ncps has no such network.
  public func stateDictionary(
    member: Int, from path: String
  ) throws(FormatError) -> StoredGroup {
    guard members.indices.contains(member) else {
      throw FormatError(
        path: path, place: "/members/\(member)", message: "is not there",
        remedy: "name one of 0 to \(members.count - 1)")
    }
    var weights = members[member]
    if self[Self.addedReadout]?.integer == 1 {
      weights.all.removeAll { $0.name.hasPrefix("readout.") }
    }
    do {
      let dictionary = try StateDictionary(StateDictionary.Network(architecture, weights))
      return StoredGroup(
        attributes: StateDictionary.options(for: architecture).attributes,
        tensors: dictionary.parameters.all.map {
          StoredGroup.Tensor($0.name, shape: $0.shape, .floats($0.values))
        })
    } catch {
      throw FormatError(path: path, place: error.key, message: error.message)
    }
  }
}
