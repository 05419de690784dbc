/** Limits of reading a file: each is far beyond what a person writes, and each has a problem that says it was met. */

/** UTF-16 code units; a larger file is not read at all. About 100,000 lines. */
export const MAX_FILE_LENGTH = 4_000_000;

/** Brackets of all kinds open at once; what lies deeper is passed over, so that the parser's stack is bounded. */
export const MAX_NESTING = 64;

/** Syntax problems listed for one file; a file with more is most likely no model. */
export const MAX_SYNTAX_PROBLEMS = 200;

/** Files of one program, the entry file included. */
export const MAX_FILES = 1_000;

/** Scenarios that one experiment runs: the product of its factors. */
export const MAX_CELLS = 1_000;

/** Simulated time of a run; beyond it nanoseconds since the start are no safe integers. */
export const MAX_DURATION_DAYS = 100;

/** Nodes and clients of one topology. */
export const MAX_PLACES = 4_000;

/**
 * Runs of one scenario, in a model or on the command line. Their verdicts are kept until all are judged together: some
 * 5 kB each where a scenario has one expectation, so that this many fit into the memory that Node gives a process.
 */
export const MAX_RUNS = 100_000;

/** A seed that all runs can count on from, each with a number that a double holds exactly. */
export const MAX_SEED = Number.MAX_SAFE_INTEGER - MAX_RUNS;
