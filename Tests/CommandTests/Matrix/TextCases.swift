import CHDF5

/// What writes a wave whose unit is a text of some form.
private func unit(_ bytes: [UInt8], _ form: OddFile.TextForm) -> MatrixCase.Maker {
  { folder in
    var wave = Wave()
    wave.unit = { try $0.attribute("uom", of: $1, bytes: bytes, form) }
    try OddFile.make(folder + "/a.h5") { try wave.write(in: $0) }
  }
}

private func unit(_ text: String, _ form: OddFile.TextForm) -> MatrixCase.Maker {
  unit(Array(text.utf8), form)
}

let textCases: [MatrixCase] = [
  MatrixCase(
    "fixed ASCII", "A unit of fixed length in ASCII.", shows: "unit \"mV\"",
    make: unit("mV", .init())),
  MatrixCase(
    "fixed UTF-8", "A unit of fixed length in UTF-8.", shows: "unit \"uV\"",
    make: unit("µV", .init(isUTF8: true))),
  MatrixCase(
    "variable ASCII", "A unit of variable length in ASCII.", shows: "unit \"mV\"",
    make: unit("mV", .init(isVariable: true))),
  MatrixCase(
    "variable UTF-8", "A unit of variable length in UTF-8.", shows: "unit \"uV\"",
    make: unit("µV", .init(isVariable: true, isUTF8: true))),
  MatrixCase(
    "padded by nulls", "A unit with nulls behind it.", shows: "unit \"mV\"",
    make: unit("mV", .init(padding: H5T_STR_NULLPAD, spare: 6))),
  MatrixCase(
    "padded by spaces", "A unit with spaces behind it.", shows: "unit \"mV\"",
    make: unit("mV", .init(padding: H5T_STR_SPACEPAD, spare: 6))),
  MatrixCase(
    "invalid UTF-8", "A unit of bytes that are no text.", "/Waveforms/II", "unit",
    make: unit([0xFF, 0xFE, 0x56], .init(isUTF8: true))),
  MatrixCase(
    "bytes object", "A unit as numpy writes an object of bytes: without an end.",
    shows: "unit \"mV\"", make: unit("mV", .init(padding: H5T_STR_NULLPAD, spare: 0))),
  MatrixCase(
    "bytes that were printed", "A unit as Python prints bytes: `b'mV'`.", "/Waveforms/II",
    "unit", make: unit("b'mV'", .init())),
  MatrixCase(
    "JSON", "A unit that is a document of JSON.", "/Waveforms/II", "unit",
    make: unit(#"{"uom": "mV"}"#, .init(isVariable: true))),
  MatrixCase(
    "list of one", "A unit that is a list of one text.", shows: "unit \"mV\"",
    make: unit("mV", .init(extent: .simple([1])))),
  MatrixCase(
    "list of none", "A unit that is a list of no text.", "/Waveforms/II",
    make: unit("mV", .init(extent: .simple([0])))),
]
