/**
 * What a person waits for while typing: from a keystroke to the diagnostics of the new text, through the protocol, with the
 * built server in a process of its own. The wait in which letters are collected is part of it, for an editor that is sent
 * diagnostics and for one that asks.
 *
 *   node esbuild.js --minify && npm run bench -- editor
 */
import { readFileSync } from 'node:fs';
import { DocumentDiagnosticRequest, PublishDiagnosticsNotification } from 'vscode-languageserver/node';
import { ProtocolClient } from '../editor/protocol-client';
import { largeModel } from './large-model';

const KEYSTROKES = 60;
const URI = 'untitled:large.ftm';

/** Milliseconds and megabytes that are aimed at, for a model of so many lines. */
const AIMS = [
  { lines: 2_000, keystrokeMs: 50, firstMs: 350, memoryMb: 200 },
  { lines: 10_000, keystrokeMs: 100, firstMs: 350, memoryMb: 200 },
] as const;

type Way = 'pushed' | 'asked for';

async function main(): Promise<void> {
  for (const aim of AIMS) {
    for (const way of ['pushed', 'asked for'] as const) {
      const { first, firstThreadMs, median, p95, processorMs, memoryMb } = await measure(largeModel(aim.lines), way);
      const memory = memoryMb === undefined ? '' : `, memory ${memoryMb.toFixed(0)} MB (below ${String(aim.memoryMb)})`;
      console.log(
        `${String(aim.lines).padStart(6)} lines, ${way.padEnd(9)}: first ${first.toFixed(0)} ms (below ${String(aim.firstMs)}; ` +
          `${firstThreadMs?.toFixed(0) ?? '?'} ms of the main thread's processor time), ` +
          `keystroke median ${median.toFixed(1)} ms (below ${String(aim.keystrokeMs)}), p95 ${p95.toFixed(1)} ms, ` +
          `${processorMs?.toFixed(1) ?? '?'} ms of processor time${memory}`,
      );
    }
  }
}

interface Measured {
  readonly first: number;
  /** Of that, what the server's own thread was really at work: what it takes on a machine that has nothing else to do. */
  readonly firstThreadMs: number | undefined;
  readonly median: number;
  readonly p95: number;
  /** A keystroke's share of what the server used, all threads: what counts on a machine that is busy. */
  readonly processorMs: number | undefined;
  readonly memoryMb: number | undefined;
}

async function measure(text: string, way: Way): Promise<Measured> {
  const capabilities =
    way === 'pushed' ? { textDocument: { publishDiagnostics: {} } } : { textDocument: { diagnostic: {} } };
  const client = await ProtocolClient.start({ capabilities });
  let arrived: () => void = () => undefined;
  client.connection.onNotification(PublishDiagnosticsNotification.type, () => {
    arrived();
  });
  const diagnostics = async (): Promise<void> => {
    if (way === 'pushed') {
      await new Promise<void>((resolve) => {
        arrived = resolve;
      });
    } else await client.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri: URI } });
  };
  const threadBefore = mainThreadMs(client.pid);
  const opened = performance.now();
  await client.open(URI, text);
  await diagnostics();
  const first = performance.now() - opened;
  const firstThreadMs = difference(threadBefore, mainThreadMs(client.pid));
  const times: number[] = [];
  const processorBefore = processorMs(client.pid);
  const line = Math.floor(text.split('\n').length / 2);
  for (let key = 0; key < KEYSTROKES; key++) {
    const at = { line, character: 0 };
    const started = performance.now();
    // A letter is typed and taken back, as a comment so that the model stays whole.
    if (key % 2 === 0) await client.change(URI, { range: { start: at, end: at }, text: '// x\n' });
    else await client.change(URI, { range: { start: at, end: { line: line + 1, character: 0 } }, text: '' });
    await diagnostics();
    times.push(performance.now() - started);
  }
  const processorAfter = processorMs(client.pid);
  const memoryMb = residentMb(client.pid);
  await client.stop();
  times.sort((left, right) => left - right);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? NaN;
  const used = difference(processorBefore, processorAfter);
  const keystrokeMs = used === undefined ? undefined : used / KEYSTROKES;
  return { first, firstThreadMs, median: at(0.5), p95: at(0.95), processorMs: keystrokeMs, memoryMb };
}

function difference(before: number | undefined, after: number | undefined): number | undefined {
  return before === undefined || after === undefined ? undefined : after - before;
}

/** What the main thread of a process has used, where the system tells: Linux. */
function mainThreadMs(pid: number | undefined): number | undefined {
  try {
    const [nanoseconds] = readFileSync(`/proc/${String(pid)}/task/${String(pid)}/schedstat`, 'utf8').split(' ');
    return Number(nanoseconds) / 1e6;
  } catch {
    return undefined;
  }
}

/** What the process has used of all processors, in Linux's ticks of 10 ms. */
function processorMs(pid: number | undefined): number | undefined {
  try {
    // The name of the program stands in parentheses, and may hold blanks.
    const fields = readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return undefined;
  }
}

/** What the process holds, where the system tells: Linux. */
function residentMb(pid: number | undefined): number | undefined {
  try {
    const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}

main().catch((failure: unknown) => {
  console.error(failure);
  process.exitCode = 1;
});
