# MusicCM Bridge. `make play` makes music, `make test` tests; each does its own set-up.
# On macOS and Windows make is optional:  pip install .  then  musiccm run
SHELL := /bin/sh
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV ?= .venv
TORCH ?= torch==2.13.0
PROMPT ?= warm rhodes and brushed drums, late at night
PLAY_ARGS ?=
PYTEST_ARGS ?=
EVAL_ARGS ?=
MINUTES ?= 60

export PROMPT # by the environment: a prompt may hold quotes

BIN := $(VENV)/bin
SYSTEM_PLAY := libportaudio2 libsndfile1
# What Qt opens a window with; xvfb is a screen where there is none.
SYSTEM_PANEL := libdbus-1-3 libegl1 libfontconfig1 libgl1 libxkbcommon-x11-0 libxcb-cursor0 \
	libxcb-icccm4 libxcb-keysyms1 libxcb-shape0
SYSTEM_TEST := $(SYSTEM_PLAY) $(SYSTEM_PANEL) xvfb xauth jackd2 libjack-jackd2-dev gcc libc6-dev \
	liblo-tools puredata-core musescore-general-soundfont-small
SYSTEM_TRAIN := libsndfile1 musescore-general-soundfont-small

.PHONY: help play test lint format patches screenshots pictures supercollider data train eval clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo 'Variables: PROMPT="a prompt"  PLAY_ARGS="--bpm 92"  PYTEST_ARGS="-k osc"  MINUTES=60  EVAL_ARGS="--pieces 20"'
	@echo '           VENV=.venv  PYTHON=python3  TORCH=torch==2.13.0'

play: $(VENV)/.stamp-play ## Set up, then play on the default sound device (PROMPT="...")
	@sh scripts/play.sh "$(BIN)" $(PLAY_ARGS)

test: $(VENV)/.stamp-test ## Set up, then run every test
	$(BIN)/python -m pytest $(PYTEST_ARGS)

lint: $(VENV)/.stamp-lint ## ruff, mypy and the import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.stamp-lint ## Let ruff format the tree and sort its imports
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

patches: $(VENV)/.stamp-play ## Make the Max, Live, Pd and SuperCollider files anew from the parameter table
	$(BIN)/python -m max_patches.generate

supercollider: $(VENV)/.stamp-test ## Install SuperCollider's language (237 MB) and run its tests
	@sh scripts/system.sh "to test the SuperCollider class" supercollider-language supercollider-server
	$(BIN)/python -m pytest tests/max_patches/test_supercollider.py tests/docs/test_supercollider_quickstart.py $(PYTEST_ARGS)

screenshots: $(VENV)/.stamp-test ## Take the pictures of the panel anew (on a screen of their own)
	xvfb-run -a -s "-screen 0 1600x1000x24" $(BIN)/python scripts/screenshots.py

pictures: $(VENV)/.stamp-test ## Take the pictures of the quickstarts anew (Pd's window, what sclang heard ...)
	@sh scripts/system.sh "to show Pd and SuperCollider" puredata-gui supercollider-language supercollider-server
	xvfb-run -a -s "-screen 0 1400x1000x24" $(BIN)/python scripts/pictures.py

data: $(VENV)/.stamp-train ## Compose and render the training data (resumable)
	$(BIN)/musiccm train data --out runs/data

train: $(VENV)/.stamp-train ## vocoder, teacher, student: MINUTES each; then export to runs/checkpoint
	$(BIN)/musiccm train vocoder --data runs/data --out runs/vocoder --minutes $(MINUTES)
	$(BIN)/musiccm train teacher --minutes $(MINUTES)
	$(BIN)/musiccm train distill --minutes $(MINUTES)
	$(BIN)/musiccm train export --out runs/checkpoint
	@echo 'Play it: $(BIN)/musiccm run "$(PROMPT)" --checkpoint runs/checkpoint'

eval: $(VENV)/.stamp-train ## The model card's table (of the shipped checkpoint; see EVAL_ARGS)
	$(BIN)/musiccm train eval $(EVAL_ARGS)

clean: ## Remove the environment (recordings and runs stay)
	rm -rf $(VENV)

# Stamps: a second call has nothing to do. pyproject.toml is what they depend on.
$(BIN)/python:
	@echo "Setting up $(VENV): the first time takes some minutes, the next time none."
	@sh scripts/venv.sh "$(PYTHON)" "$(VENV)"

$(VENV)/.stamp-torch: | $(BIN)/python
	@sh scripts/torch.sh "$(BIN)/python" "$(TORCH)"
	@touch $@

$(VENV)/.stamp-play: pyproject.toml $(VENV)/.stamp-torch
	@sh scripts/system.sh "to play aloud" $(SYSTEM_PLAY)
	@sh scripts/system.sh "for the panel's window" $(SYSTEM_PANEL)
	$(BIN)/python -m pip install --quiet -e '.[panel]'
	@touch $@

$(VENV)/.stamp-train: pyproject.toml $(VENV)/.stamp-torch
	@sh scripts/system.sh "to render training data" $(SYSTEM_TRAIN)
	$(BIN)/python -m pip install --quiet --no-deps tinysoundfont # its PyAudio needs a compiler
	$(BIN)/python -m pip install --quiet -e '.[judges]' matplotlib
	@touch $@

$(VENV)/.stamp-test: pyproject.toml $(VENV)/.stamp-torch
	@sh scripts/system.sh "for the tests with real clients" $(SYSTEM_TEST)
	$(BIN)/python -m pip install --quiet --no-deps tinysoundfont # its PyAudio needs a compiler
	$(BIN)/python -m pip install --quiet -e '.[jack,judges,link,midi,musicldm,panel,test]'
	@touch $@

$(VENV)/.stamp-lint: pyproject.toml $(VENV)/.stamp-torch
	$(BIN)/python -m pip install --quiet -e '.[lint]'
	@touch $@
