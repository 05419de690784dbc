import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const COMMAND = path.resolve(__dirname, '../../dist/ftm.js');

/** Writes to the fourth stream of the command when it begins to listen for Ctrl-C: before, that ends any program. */
const TELL_WHEN_IT_LISTENS = `data:text/javascript,${encodeURIComponent(
  "import { writeSync } from 'node:fs'; process.on('newListener', (name) => name === 'SIGINT' && writeSync(3, '.'));",
)}`;

export interface Ending {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Call {
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  /** Presses Ctrl-C after so many milliseconds. */
  readonly interruptAfterMs?: number;
  /** Goes away without reading what is written, as `| head` does. */
  readonly closeOutput?: boolean;
}

/** A folder of its own for one test, in which the built command is called as a shell would call it. */
export class Workplace {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'ftm-test-'));

  constructor(files: Readonly<Record<string, string | Uint8Array>> = {}) {
    if (!existsSync(COMMAND)) throw new Error('dist/ftm.js is missing: build it with `npm run build`.');
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(path.dirname(this.path(name)), { recursive: true });
      writeFileSync(this.path(name), content);
    }
  }

  path(name: string): string {
    return path.join(this.folder, name);
  }

  ftm(args: readonly string[], { input = '', env = {}, interruptAfterMs, closeOutput }: Call = {}): Promise<Ending> {
    return new Promise((settle, fail) => {
      const { NO_COLOR: _noColor, FORCE_COLOR: _forceColor, ...inherited } = process.env;
      const interrupts = interruptAfterMs !== undefined;
      const node = interrupts ? ['--import', TELL_WHEN_IT_LISTENS, COMMAND] : [COMMAND];
      const child = spawn(process.execPath, [...node, ...args], {
        ...{ cwd: this.folder, env: { ...inherited, ...env } },
        stdio: ['pipe', 'pipe', 'pipe', interrupts ? 'pipe' : 'ignore'],
      });
      let out = '';
      let err = '';
      child.stdout?.setEncoding('utf8').on('data', (text: string) => (out += text));
      child.stderr?.setEncoding('utf8').on('data', (text: string) => (err += text));
      child.on('error', fail);
      child.on('close', (status) => settle({ status, out, err }));
      // A command that does not read its input closes it early; that is no error of the test.
      child.stdin?.on('error', () => undefined);
      child.stdin?.end(input);
      if (closeOutput) child.stdout?.destroy();
      child.stdio[3]?.once('data', () => setTimeout(() => child.kill('SIGINT'), interruptAfterMs));
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
