public import HDF5
public import LiquidNetworks

/// A model as a file keeps it: what the network is, the weights of one or several of its kind, what
/// stands around it, and the card that says where it comes from.
///
/// The root of the file has the attributes, the format's version `vigil_model` and the text `card`;
/// the group `architecture` has the network's description, and the synapses of its wiring where no
/// generator is known; the group `members` has a group `0`, `1`, … for each network of the
/// ensemble, with a dataset for each tensor. A dataset's path holds the name percent-encoded, and its
/// attribute `order` keeps the order. Version 1, which kept one closed-form network, is still read.
public struct StoredModel: Hashable, Sendable {
  /// An attribute with a name.
  public typealias Attribute = StoredGroup.Attribute

  /// What stands around the network: inputs, classes, time and what else its user needs; in the
  /// order of the names once it was stored.
  public var attributes: [Attribute]
  /// What each network is.
  public var architecture: Architecture
  /// The weights of each network: those of its cell, then any others such as a readout.
  public var members: [Parameters]
  /// Where the weights come from and what they are for.
  public var card: ModelCard

  /// A model of these parts, with at least one network.
  public init(
    attributes: [Attribute] = [], architecture: Architecture, members: [Parameters],
    card: ModelCard = ModelCard()
  ) {
    precondition(!members.isEmpty, "a model has a network")
    self.attributes = attributes
    self.architecture = architecture
    self.members = members
    self.card = card
  }

  /// The value of an attribute, if there is one of this name.
  public subscript(_ name: String) -> AttributeValue? {
    attributes.first { $0.name == name }?.value
  }

  /// The number of numbers of one network's weights.
  public var parameterCount: Int { members[0].count }
}
