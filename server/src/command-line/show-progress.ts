import type { PoolOptions } from '../campaigns/run-pool';
import type { CommandContext } from './command-context';

/** Progress of `runs` runs as one line that overwrites itself, and Ctrl-C as their cancellation. */
export function watched({ terminal, signal }: CommandContext, runs: number): PoolOptions {
  return {
    signal,
    onExplaining: ({ runs: made, atMost }) => {
      terminal.progress(
        `explaining what was found: ${made} of at most ${atMost} re-runs (--no-explain leaves this out)`,
      );
    },
    onProgress: (share, ended) => {
      const percent = `${Math.floor(share * 100)}%`.padStart(4);
      terminal.progress(runs === 1 ? `running ${percent}` : `running ${percent}  ${ended} of ${runs} runs`);
    },
  };
}
