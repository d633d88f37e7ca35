/// `astropy.timeseries.LombScargle(t, y, normalization="standard").power(f, method="slow")[::13]`
/// of astropy 8.0.2 and NumPy 2.4.6, with the times, values, uncertainties and frequencies that
/// `LombScargleTests` builds: `t = 0.8 * (i + 0.3*((5*i*i) % 7)/7) + 1e4`,
/// `y = ((7*i*i + 3*i) % 41)/16 - 1 + 2*sin(2*pi*0.13*t) + 70`, `dy = 0.5 + ((3*i) % 5)/4`,
/// `f = 0.01 + 0.004 * arange(130)` and `i` from 0 to 119.
let standardPowerGolden: [Double] = [
  0.003500748612866662,
  0.012604991802293531,
  0.03864109188886938,
  0.007273924099648514,
  0.0022316674326339,
  0.027545054578874063,
  0.0027751638632719463,
  7.402991871421967e-05,
  0.004138973759204777,
  0.001281201169616477,
]

/// `astropy.timeseries.LombScargle(t, y, dy, normalization="standard").power(f, method="slow")[::13]`
/// of the same.
let standardWeightedPowerGolden: [Double] = [
  0.004137888087539395,
  0.02712835997289638,
  0.004699045594131236,
  0.018268792779854662,
  0.001153982513944438,
  0.033317317059138735,
  0.0012874645151809384,
  0.2140785944043868,
  0.0025027036435048503,
  0.028799331046201634,
]

/// `astropy.timeseries.LombScargle(t, y).power(f, method="fast")[::13]` of the same.
let fastPowerGolden: [Double] = [
  0.0035007486128714738,
  0.012604991802288844,
  0.03864109188886603,
  0.007273924099652918,
  0.00223166743263054,
  0.027545054578845665,
  0.0027751638632722802,
  7.402991871190173e-05,
  0.004138973759188597,
  0.0012812011696143701,
]

/// `astropy.timeseries.LombScargle(t, y, normalization="model").power(f, method="slow")[::13]`
/// of the same.
let modelPowerGolden: [Double] = [
  0.003513046906953114,
  0.01276590594204182,
  0.04019424125875221,
  0.007327221754552421,
  0.002236658911484571,
  0.028325275848070836,
  0.0027828868302388005,
  7.403539954883024e-05,
  0.004156176062867621,
  0.001282844751812936,
]

/// `astropy.timeseries.LombScargle(t, y, normalization="log").power(f, method="slow")[::13]`
/// of the same.
let logarithmPowerGolden: [Double] = [
  0.0035068905717842197,
  0.012685108671767541,
  0.03940746615496171,
  0.0073005080772223655,
  0.0022341613134314086,
  0.02793153317854792,
  0.0027790217697073833,
  7.403265906386978e-05,
  0.004147563019769953,
  0.0012820226095298232,
]

/// `astropy.timeseries.LombScargle(t, y, normalization="psd").power(f, method="slow")[::13]`
/// of the same.
let powerPowerGolden: [Double] = [
  0.5276573911477402,
  1.899912797334639,
  5.824256463958076,
  1.0963768719983202,
  0.3363725721649897,
  4.151783874080876,
  0.41829216720090534,
  0.011158308720613137,
  0.6238551628026114,
  0.19311162881292346,
]

/// `astropy.timeseries.LombScargle(t, y, dy, normalization="psd").power(f, method="slow")[::13]`
/// of the same.
let powerWeightedPowerGolden: [Double] = [
  0.9975909023574143,
  6.540294114365846,
  1.132878665468108,
  4.404367901857209,
  0.2782101480359452,
  8.032371027443318,
  0.31039091930015256,
  51.61155972545279,
  0.603369238906083,
  6.9431434678443695,
]
