import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { COMMAND } from './ftm';

function framed(message: Readonly<Record<string, unknown>>): string {
  const text = JSON.stringify({ jsonrpc: '2.0', ...message });
  return `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
}

describe('ftm lsp', () => {
  it('answers an editor over standard input and output, and ends when it is told to', async () => {
    const child = spawn(process.execPath, [COMMAND, 'lsp', '--stdio']);
    const closed = once(child, 'close') as Promise<[number]>;
    try {
      const params = { processId: null, rootUri: null, capabilities: {} };
      child.stdin.write(framed({ id: 1, method: 'initialize', params }));
      let answer = '';
      for await (const text of child.stdout.setEncoding('utf8') as AsyncIterable<string>) {
        answer += text;
        if (answer.includes('"capabilities"')) break;
      }
      assert.match(answer, /^Content-Length: \d+\r\n\r\n\{/);
      child.stdin.write(framed({ id: 2, method: 'shutdown' }) + framed({ method: 'exit' }));
      assert.equal((await closed)[0], 0);
    } finally {
      child.kill();
    }
  });
});
