import { runCommandLine } from './command-line';
import { ExitStatus } from './exit-status';
import { unusable } from './input-problem';
import { openTerminal } from './terminal';

/** Whoever reads results that are not all there must not take them for a verdict. */
let lost = false;
const terminal = openTerminal(process.stdout, process.stderr, process.env, (reason) => {
  lost = true;
  process.exitCode = ExitStatus.Unusable;
  for (const line of unusable('unwritable-file', '<stdout>', `cannot write the results: ${reason}`).diagnostics)
    terminal.err(`${line}\n`);
});
const stop = new AbortController();

// The first Ctrl-C ends the work in an orderly way; a second one is for those who do not want to wait for that.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stop.signal.aborted) process.exit(ExitStatus.Interrupted);
    stop.abort();
  });
}

void runCommandLine(process.argv.slice(2), {
  terminal,
  input: process.stdin,
  signal: stop.signal,
  worker: { file: `${__dirname}/run-worker.js` },
  bundles: __dirname,
}).then((status) => {
  // The exit code and not `process.exit`: what was written to a pipe is still on its way.
  if (!lost) process.exitCode = status;
});
