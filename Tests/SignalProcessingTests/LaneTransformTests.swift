import Kernels
import Testing

@testable import SignalProcessing

@Test(arguments: [256, 1024, 4096])
func laneTransformsMultiplySpectraAndComeBack(count: Int) {
  var noise = Noise(3)
  let transform = LaneTransform(count: count)
  var values = transform.zeros()
  var shifted = transform.zeros()
  for index in 0..<count {
    values.real[index / 16][index % 16] = noise.normal()
    values.imaginary[index / 16][index % 16] = noise.normal()
  }
  let original = values
  let shift = 37
  shifted.real[shift / 16][shift % 16] = 1 / Float(count)
  transform.forward(&values.real, &values.imaginary)
  transform.forward(&shifted.real, &shifted.imaginary)
  for element in 0..<count / 16 {
    LaneTransform.multiply(
      values.real[element], values.imaginary[element], shifted.real[element],
      shifted.imaginary[element], &values.real[element], &values.imaginary[element])
  }
  transform.inverse(&values.real, &values.imaginary)
  for index in 0..<count {
    let (place, before) = (index, (index + count - shift) % count)
    let real = values.real[place / 16][place % 16] - original.real[before / 16][before % 16]
    let imaginary =
      values.imaginary[place / 16][place % 16] - original.imaginary[before / 16][before % 16]
    #expect(abs(real) < 5e-6 && abs(imaginary) < 5e-6, "\(index)")
  }
}
