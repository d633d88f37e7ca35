#!/usr/bin/env python3
"""Utility of warnings of sepsis, written down plainly from the definition of the Challenge 2019.

usage: sepsis_utility.py > sepsis-utility.txt

Each line: labels by hour, warnings by hour, utility of the patient. Last line: `all` and the normalised utility.
"""
import random

EARLY, OPTIMAL, LATE, TP, FN, FP = -12, -6, 3, 1.0, -2.0, -0.05


def hour(distance, septic, warned):
    if not septic:
        return FP if warned else 0.0
    if distance > LATE:
        return 0.0
    if distance <= OPTIMAL:
        return max(TP * (distance - EARLY) / (OPTIMAL - EARLY), FP) if warned else 0.0
    if warned:
        return TP * (LATE - distance) / (LATE - OPTIMAL)
    return FN * (distance - OPTIMAL) / (LATE - OPTIMAL)


def utility(labels, warnings):
    septic = 1 in labels
    onset = labels.index(1) - OPTIMAL if septic else None
    return sum(hour(t - onset if septic else None, septic, w) for t, w in enumerate(warnings))


def best(labels):
    if 1 not in labels:
        return [0] * len(labels)
    onset = labels.index(1) - OPTIMAL
    return [int(onset + EARLY <= t <= onset + LATE) for t in range(len(labels))]


random.seed(2019)
observed = inaction = perfect = 0.0
for patient in range(60):
    n = random.randint(1, 40)
    first = random.randint(0, n - 1) if patient % 3 else n
    labels = [int(t >= first) for t in range(n)]
    rate = random.random()
    warnings = [int(random.random() < rate) for _ in range(n)]
    u = utility(labels, warnings)
    observed += u
    inaction += utility(labels, [0] * n)
    perfect += utility(labels, best(labels))
    print("".join(map(str, labels)), "".join(map(str, warnings)), repr(u))
print("all", repr((observed - inaction) / (perfect - inaction)))
