# Vigil's tasks. `make demo` and `make test` are all a newcomer needs.

# Registers of this machine: the same bits, fewer cycles. A binary that is copied elsewhere is built
# with VIGIL_MARCH=x86-64-v3, or with VIGIL_MARCH= for any x86-64.
VIGIL_MARCH ?= native
RELEASE := VIGIL_MARCH=$(VIGIL_MARCH) swift build -c release
VIGIL := .build/release/vigil
DATA := .build/data

.PHONY: demo test build lint layering dependencies bench demo-real docs fixtures

demo: build
	@echo "== One simulated recording through pipelines/arrhythmia.json =="
	@$(VIGIL) run pipelines/arrhythmia.json fixtures/asystole/recording.h5 --output .build/demo --force --plot
	@echo "== The pipeline held against the labels of the simulated test recordings =="
	@$(VIGIL) validate pipelines/arrhythmia.json fixtures/cohort.json

build: dependencies
	@echo "Building for release with VIGIL_MARCH=$(VIGIL_MARCH)."
	@$(RELEASE) --product vigil --quiet

test: dependencies
	swift test

lint:
	swift format lint --strict --recursive --parallel Package.swift Sources Tests

layering: dependencies
	swift build --explicit-target-dependency-import-check error

# Installs the two C libraries where they are missing, and says so first.
dependencies:
	@bash .ci/dependencies

bench: dependencies
	@$(RELEASE) --product bench --quiet
	@.build/release/bench $(FILTER)
