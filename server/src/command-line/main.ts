import { runCommandLine } from './command-line';
import { ExitStatus } from './exit-status';
import { openTerminal } from './terminal';

const terminal = openTerminal(process.stdout, process.stderr, process.env);
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
  process.exitCode = status;
});
