import Configuration
import Testing

/// The examples of FIPS 180-4, as the standard's own test vectors give them.
@Test(arguments: [
  ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
  ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
  (
    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
  ),
])
func digestsEqualThoseOfTheStandard(text: String, digest: String) {
  #expect(Digest.sha256(text) == "sha256:" + digest)
  var stream = Digest.Stream()
  for byte in text.utf8 { stream.add([byte]) }
  #expect(stream.sha256 == "sha256:" + digest)
}
