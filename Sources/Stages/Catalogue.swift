public import Pipelines

/// The stages a pipeline may name.
public let catalogue = Catalogue([
  Bandpass.self,
  NotchFilter.self,
  QRS.self,
])
