/// The equations of a golden network, by what its name and its tensors say.
func reference(
  named name: String, _ tensors: [String: [Double]], outputs: Int
) -> any ReferenceCell {
  func count(_ tensor: String) -> Int { tensors[tensor]?.count ?? 0 }
  func whole(_ inner: some ReferenceCell) -> any ReferenceCell {
    tensors["lstm.input_map.weight"] == nil
      ? ReferencePart(inner: inner) : ReferenceMixedMemory(inner: ReferencePart(inner: inner))
  }
  if name == "lstm" { return ReferenceLSTM(units: outputs) }
  if name == "grud" { return ReferenceGRUD(units: outputs, channelOfFeature: [0, 1, 1]) }
  let mode = ["pure", "no_gate"].first(where: name.contains) ?? "default"
  if name.hasPrefix("ltc") {
    return whole(
      ReferenceLTC(
        units: count("rnn_cell.gleak"), outputs: outputs, unfolds: name == "ltc_unfold1" ? 1 : 6,
        isImplicit: name != "ltc_explicit"))
  }
  if name.hasPrefix("wired") {
    let layers = Tensors(tensors).numbers(after: "rnn_cell.layer_")
      .map { count("rnn_cell.layer_\($0).ff1.bias") }
    return whole(ReferenceWiredCfC(layers: layers, mode: mode))
  }
  let activation = ["silu", "gelu", "relu"].first(where: name.contains)
  return whole(
    ReferenceCfC(
      units: count("rnn_cell.ff1.bias"), mode: mode,
      activation: activation ?? (name == "cfc_tanh" ? "tanh" : "lecun_tanh")))
}

/// A cell under the name that it has within a layer of ncps.
struct ReferencePart<Inner: ReferenceCell>: ReferenceCell {
  let inner: Inner
  var units: Int { inner.units }

  func step<Number: Real>(
    _ x: [Number], _ state: [Number], _ dt: Number, _ weights: Tensors<Number>
  ) -> (state: [Number], outputs: [Number]) {
    inner.step(x, state, dt, weights.part("rnn_cell."))
  }
}
