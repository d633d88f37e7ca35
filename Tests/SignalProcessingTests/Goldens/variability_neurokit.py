import neurokit2 as nk, numpy as np
i = np.arange(300)
x = ((i * i * 37 + i * 101) % 211 + (i % 17) * 3 + 700).astype(float)
print(repr(nk.entropy_sample(x, delay=1, dimension=2, tolerance=0.2 * x.std(ddof=1))[0]))
for low, high in [(4, 16), (16, 64)]:
    print(repr(nk.fractal_dfa(x, scale=np.arange(low, high + 1), overlap=False, integrate=True, order=1)[0]))
