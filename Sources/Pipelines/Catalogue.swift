public import Configuration

/// The stages that pipelines may name, and the objects that several of them share.
public struct Catalogue: Sendable {
  /// The stages, in the order in which they are listed.
  public var stages: [any Stage.Type]
  /// Objects of settings that can hold themselves, by the name the schema gives them.
  public var definitions: [(name: String, parameters: [Parameter])]

  /// A catalogue of these stages and definitions.
  public init(
    _ stages: [any Stage.Type], definitions: [(name: String, parameters: [Parameter])] = []
  ) {
    self.stages = stages
    self.definitions = definitions
  }

  /// The stage of this name.
  public subscript(name: String) -> (any Stage.Type)? { stages.first { $0.name == name } }

  /// The settings of a stage.
  public func parameters(of stage: any Stage.Type) -> [Parameter] {
    Settings.describing { _ = stage.init(&$0) }
  }

  /// The JSON Schema (draft 2020-12) of a pipeline.
  public var schema: JSON.Value {
    let text = JSON.Value.members([("type", .string("string"))])
    return .members([
      ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
      ("title", .string("Vigil pipeline")),
      ("type", .string("object")),
      ("additionalProperties", .bool(false)),
      ("required", .values([.string("stages")])),
      (
        "properties",
        .members([
          ("$schema", text), ("description", text), ("layout", text),
          (
            "stages",
            .members([
              ("type", .string("array")), ("minItems", .number(1)),
              (
                "items",
                .members([
                  (
                    "oneOf",
                    .values(
                      stages.map {
                        .members([("$ref", .string("#/$defs/stage-\($0.name)"))])
                      })
                  )
                ])
              ),
            ])
          ),
        ])
      ),
      (
        "$defs",
        .members(
          stages.map { stage in
            (
              "stage-\(stage.name)",
              parameters(of: stage).schema(constants: [("stage", stage.name)])
            )
          } + definitions.map { ($0.name, $0.parameters.schema()) })
      ),
    ])
  }
}
