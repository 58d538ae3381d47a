// flowspace-worker: reads text tables for the program, shut in.
#include "data/worker/jobs.h"
#include "data/worker/worker_loop.h"

int main() { return flowspace::run_worker({.jobs = flowspace::text_jobs()}); }
