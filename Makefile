# The commands a person types. Everything they need is installed first; what is there already costs under a second.
.PHONY: install build run test test-long bench debug gallery lint clean

# Half the cores' worth of memory-hungry compilers is not needed: two jobs per core pair is what small machines bear.
JOBS ?= $(shell nproc)

install:
	@scripts/install

build: install
	@scripts/build release

debug: install
	@scripts/build debug

run: build
	@scripts/run

test: install
	@scripts/test quick

test-long: install
	@scripts/test long

bench: build
	@scripts/bench

lint: install
	@scripts/lint

clean:
	rm -rf build
