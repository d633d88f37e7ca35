extension Elementary {
  /// Returns *e* to the power `x`: the bits a lane gives.
  public static func exp(_ x: Float) -> Float { exp(Lanes(repeating: x))[0] }

  /// Returns 2 to the power `x`: the bits a lane gives.
  public static func exp2(_ x: Float) -> Float { exp2(Lanes(repeating: x))[0] }

  /// Returns the logistic function of `x`: the bits a lane gives.
  public static func sigmoid(_ x: Float) -> Float { sigmoid(Lanes(repeating: x))[0] }

  /// Returns 1 / (1 + 2ˣ): the bits a lane gives.
  public static func gate(_ x: Float) -> Float { gate(Lanes(repeating: x))[0] }

  /// Returns the hyperbolic tangent of `x`: the bits a lane gives.
  public static func tanh(_ x: Float) -> Float { tanh(Lanes(repeating: x))[0] }

  /// Returns ln(1 + eˣ): the bits a lane gives.
  public static func softplus(_ x: Float) -> Float { softplus(Lanes(repeating: x))[0] }

  /// Returns the natural logarithm of `x`, to 1 ulp; NaN below zero.
  public static func log(_ x: Float) -> Float { Float(log(Double(x))) }
}
