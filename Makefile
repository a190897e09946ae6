# What a person needs: make run, make demo, make test. The rest is for developers; `make help` lists everything.

SHELL := /bin/bash
BUILD_PACKAGES := libcurl4-openssl-dev libpq-dev libsqlite3-dev zlib1g-dev pkg-config ca-certificates
RUN_PACKAGES := libjs-dygraphs
TEST_PACKAGES := openssl postgresql curl sqlite3 chromium python3 python3-venv docker-compose systemd \
	prometheus-alertmanager
VENV := .venv
BENCH_VENV := .venv-bench
# The other forests that ours is measured against are installed only when it is measured.
MEASURES_FOREST = $(if $(findstring --only,$(ARGS)),$(findstring forest,$(ARGS)),$(if $(findstring --help,$(ARGS)),,yes))
# Alerts are measured with the mail server of the tests.
MEASURES_ALERTS = $(if $(findstring --only,$(ARGS)),$(findstring alerts,$(ARGS)),$(if $(findstring --help,$(ARGS)),,yes))
# The stores' own shells are their yardsticks.
MEASURES_STORES = $(if $(findstring --only,$(ARGS)),$(findstring store,$(ARGS))$(findstring history,$(ARGS)),$(if $(findstring --help,$(ARGS)),,yes))
CONFIG ?= sonde.yaml
ARGS ?=
# Where the generator of made-up faults and the scored series are.
BENCH_DATA ?= ../shared/bench

.PHONY: help run demo test test-unit test-browser test-deploy bench build check fmt docs quality screenshot clean compose-env image-trial packages-run packages-demo packages-test

help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

run: packages-run ## Build and watch the APIs of sonde.yaml (CONFIG=file, ARGS=--verbose)
	swift build -c release --product sonde
	exec .build/release/sonde run --config $(CONFIG) $(ARGS)

demo: packages-demo ## Build and watch eight local APIs with faults on a script; needs no internet
	swift build -c release --product sonde-demo
	exec .build/release/sonde-demo $(ARGS)

build: packages-run ## Build the release binary
	swift build -c release --product sonde

test: test-unit test-browser test-deploy ## Install what the tests need and run them all

# Tests that start the sonde binary come after the others: they measure seconds, and the others keep both cores busy.
test-unit: packages-test $(VENV)/.ready
	swift build --build-tests
	SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=6 swift test --skip-build --skip IntegrationTests
	SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=4 swift test --skip-build --filter IntegrationTests

test-browser: packages-test $(VENV)/.ready
	swift build --product sonde-demo
	$(VENV)/bin/python -m pytest -q Tests/Browser

# What the dashboards ask, and what people install Sonde with.
test-deploy: packages-test $(VENV)/.ready
	swift build --product sonde
	$(VENV)/bin/python -m pytest -q Tests/Grafana
	$(VENV)/bin/python -m pytest -q Tests/Deploy

$(VENV)/.ready: Tests/Browser/requirements.txt Tests/Deploy/requirements.txt Tests/Grafana/requirements.txt \
		Tests/SondeAlertingTests/Peers/requirements.txt
	@scripts/install-packages.sh python3 python3-venv
	python3 -m venv $(VENV)
	$(VENV)/bin/pip install -q --disable-pip-version-check $(^:%=-r %)
	touch $@

bench: packages-run $(if $(MEASURES_FOREST),$(BENCH_VENV)/.ready) $(if $(MEASURES_ALERTS),$(VENV)/.ready) ## Measure the figures that Sonde promises, beside their yardsticks (ARGS=--help)
	$(if $(MEASURES_STORES),@scripts/install-packages.sh postgresql sqlite3)
	swift build -c release --product sonde
	swift build -c release --product sonde-bench
	.build/release/sonde-bench $(ARGS)

quality: $(BENCH_VENV)/.ready packages-run ## Measure what the detector tells (BENCH_DATA=folder of sets and scorers; PEERS=--peers)
	$(BENCH_VENV)/bin/python Benchmarks/quality/make_sets.py $(BENCH_DATA)/latency_faults.py .build-quality
	swift build -c release --product sonde-quality
	.build/release/sonde-quality .build-quality $(ARGS)
	swift build -c release --product sonde
	$(BENCH_VENV)/bin/python Benchmarks/quality/series.py .build/release/sonde $(BENCH_DATA) .build-quality/series $(PEERS)

$(BENCH_VENV)/.ready: Benchmarks/forest/requirements.txt
	@scripts/install-packages.sh python3 python3-venv python3-dev g++
	python3 -m venv $(BENCH_VENV)
	$(BENCH_VENV)/bin/pip install -q --disable-pip-version-check -r $<
	touch $@

check: ## Verify the formatting
	swift format lint --strict --parallel --recursive Sources Tests Benchmarks examples Package.swift

fmt: ## Format all Swift files
	swift format --in-place --parallel --recursive Sources Tests Benchmarks examples Package.swift

docs: ## Write the documentation of the IsolationForest library to .build/docs
	swift build --target IsolationForest
	mkdir -p .build/symbols
	swift symbolgraph-extract -module-name IsolationForest -target $$(uname -m)-unknown-linux-gnu \
		-I .build/debug/Modules -minimum-access-level public -output-dir .build/symbols
	docc convert Sources/IsolationForest/IsolationForest.docc --fallback-display-name IsolationForest \
		--fallback-bundle-identifier sonde.IsolationForest --additional-symbol-graph-dir .build/symbols \
		--output-path .build/docs --warnings-as-errors

screenshot: packages-test $(VENV)/.ready ## Renew docs/overview.png from the running demo
	swift build -c release --product sonde-demo
	$(VENV)/bin/python scripts/screenshot.py

compose-env: ## Write deploy/compose/.env with passwords of its own; docs/operations.md goes on from there
	@scripts/compose-env.sh

image-trial: ## Do what the Dockerfile says without Docker, and try what comes of it (root, debootstrap)
	@scripts/install-packages.sh debootstrap iproute2 curl
	scripts/try-image.py $(ARGS)

clean: ## Remove what was built
	rm -rf .build $(VENV) $(BENCH_VENV)

packages-run:
	@scripts/install-packages.sh $(BUILD_PACKAGES) $(RUN_PACKAGES)

packages-demo: packages-run
	@scripts/install-packages.sh openssl

packages-test: packages-run
	@scripts/install-packages.sh $(TEST_PACKAGES)
