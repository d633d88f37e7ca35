"""Writes one line for each wiring of a grid: its arguments and a 64-bit FNV-1a hash of its synapses."""
import ncps.wirings as W


def line(*words, wiring):
    h = 0xCBF29CE484222325
    for matrix in (wiring.sensory_adjacency_matrix, wiring.adjacency_matrix):
        for polarity in matrix.reshape(-1):
            h = ((h ^ (int(polarity) & 0xFF)) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    print(*words, wiring.output_dim, f"{h:016x}")


def build(wiring, inputs):
    wiring.build(inputs)
    return wiring


for units, outputs in ((16, 2), (28, 10), (19, 1), (64, 8), (8, 5), (100, 3)):
    for sparsity in (0.1, 0.5, 0.75, 0.9):
        for seed in (22222, 0, 1234567):
            for inputs in (1, 4, 41):
                wiring = W.AutoNCP(units, outputs, sparsity_level=sparsity, seed=seed)
                line("autoNCP", inputs, units, sparsity, seed, wiring=build(wiring, inputs))
for units in (3, 8, 33):
    for seed in (1111, 0, 77777777777):
        wiring = W.FullyConnected(units, erev_init_seed=seed)
        line("fullyConnected", 5, units, 0, seed, wiring=build(wiring, 5))
for units, outputs in ((8, 3), (12, 4), (101, 1), (150, 150)):
    for sparsity in (0.0, 0.5, 0.75, 0.985):
        for seed in (1111, 0, 77777777777):
            wiring = W.Random(units, outputs, sparsity_level=sparsity, random_seed=seed)
            line("random", 5, units, sparsity, seed, wiring=build(wiring, 5))
