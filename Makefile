# Vigil's tasks. `make demo` and `make test` are all a newcomer needs.

# Registers of this machine: the same bits, fewer cycles. A binary that is copied elsewhere is built
# with VIGIL_MARCH=x86-64-v3, or with VIGIL_MARCH= for any x86-64.
VIGIL_MARCH ?= native
RELEASE := VIGIL_MARCH=$(VIGIL_MARCH) swift build -c release
VIGIL := .build/release/vigil
DATA := .build/data
MITDB := $(DATA)/mitdb

.PHONY: demo demo-real icu test build lint layering dependencies bench fuzz

demo: build
	@echo "== A SIMULATED recording through pipelines/arrhythmia.json; its network was made by =="
	@echo "== vigil train pipelines/plans/arrhythmia-simulated.json                            =="
	@$(VIGIL) run pipelines/arrhythmia.json fixtures/ectopy/recording.h5 --output .build/demo --force --plot
	@echo
	@echo "== The pipeline held against the labels of SIMULATED recordings =="
	@$(VIGIL) validate pipelines/arrhythmia.json fixtures/cohort.json

# The records of DS1 of the MIT-BIH Arrhythmia Database (doi:10.13026/C2F305) must lie in $(MITDB).
demo-real: build
	@[ -d $(MITDB) ] || [ ! -x ../shared/data/unpack ] || ../shared/data/unpack $(DATA) mitdb-ds1
	@[ -d $(MITDB) ] || { echo "Put the records of DS1 (.hea, .dat, .atr) into $(MITDB)." >&2; exit 1; }
	@echo "== Converting the records of DS1 =="
	@$(VIGIL) convert $(MITDB) $(DATA)/mitdb-ds1.h5 --force
	@.ci/mitdb-cohort $(DATA)
	@echo "== Training on the records with odd numbers =="
	@$(VIGIL) train pipelines/plans/arrhythmia-mitdb.json --force
	@echo "== Beats of all records =="
	@$(VIGIL) validate $(DATA)/arrhythmia.json $(DATA)/mitdb-ds1.json --split all | sed -n "1,/^layer 'pulse'/p" | sed '$$d'
	@echo "== Records with even numbers, which training has not seen =="
	@$(VIGIL) validate $(DATA)/arrhythmia.json $(DATA)/mitdb-ds1.json --split test

# Trains 25 networks on five folds of set A of the Challenge 2012 and judges them; OTHER: see the script.
icu: build
	@.ci/icu-folds $(OTHER)

build: dependencies
	@echo "Building for release with VIGIL_MARCH=$(VIGIL_MARCH)."
	@$(RELEASE) --product vigil --quiet

test: dependencies
	swift test

lint:
	swift format lint --strict --recursive --parallel Package.swift Sources Tests

layering: dependencies
	swift build --explicit-target-dependency-import-check error

# Installs the C libraries where they are missing, and says so first.
dependencies:
	@bash .ci/dependencies

bench: dependencies
	@$(RELEASE) --product bench --quiet
	@.build/release/bench $(FILTER)

# Reads damaged copies of the files of all layouts; CASES and SEED say how many and from where.
CASES ?= 20000
SEED ?= 0
fuzz: dependencies
	@$(RELEASE) --product vigil --quiet
	@$(RELEASE) --product fuzz --quiet
	@.build/release/fuzz Tests/FormatsTests/Goldens/hdf5-layouts $(VIGIL) $(CASES) $(SEED)
