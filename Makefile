# The commands a person types. Everything they need is installed first; what is there already costs under a second.
.PHONY: install build run test test-long bench bench-check bench-peers debug lint package clean

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

bench-peers: install
	@scripts/bench-peers

bench: build
	@scripts/bench

bench-check: install
	@scripts/bench-check

package: install
	@scripts/package

lint: install
	@scripts/lint

clean:
	rm -rf build
