/// Kurtosis, skewness, pSQI, basSQI and the share of mains at 45 Hz of two windows of ten seconds.
///
/// SciPy 1.17.1, NumPy 2.4.6:
/// ```
/// x = np.array([((7*i*i+3*i)%41)/16 - 1 + (2.0 if i%90 in (0,1) else 0.0) for i in range(2000)])
/// def area(f, p, lo, hi):
///     k = [lo] + [v for v in f if lo < v < hi] + [hi]
///     return np.trapezoid(np.interp(k, f, p), k)
/// for start in (0, 600):
///     w = x[start:start+1000]
///     f, p = signal.welch(w, 100, 'hann', nperseg=200, noverlap=100, detrend='constant')
///     print(stats.kurtosis(w, fisher=False), stats.skew(w), area(f, p, 5, 15) / area(f, p, 5, 40),
///           1 - area(f, p, 0, 1) / area(f, p, 0, 40), area(f, p, 44, 46) / area(f, p, 5, 50))
/// ```
let indicesGolden = [
  2.9319707387948446, -0.009699170625510282, 0.3688435796159625, 0.9971175525351996,
  0.01946892386581312, 2.8740402720282496, 0.01320347132243143, 0.37349987232979015,
  0.9971618270467512, 0.019433627918772015,
]
