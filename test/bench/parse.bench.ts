/**
 * How long reading a large file takes. Run with `npx tsx --conditions=import test/bench/parse.bench.ts [lines]`.
 * Prints warm medians in milliseconds.
 */
import { readFileSync } from 'node:fs';
import { format } from '../../server/src/language/formatter/format';
import { SourceText } from '../../server/src/language/source-text';
import { FileParser } from '../../server/src/language/syntax/file-parser';
import { lex } from '../../server/src/language/syntax/lexer';
import { parse } from '../../server/src/language/syntax/parse';
import { realisticFile } from './realistic-file';

const ROUNDS = 60;

function median(run: () => unknown): number {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    run();
    times.push(performance.now() - start);
  }
  return times.sort((left, right) => left - right)[ROUNDS / 2] ?? NaN;
}

function report(what: string, ms: number): void {
  console.log(`${what.padEnd(28)} ${ms.toFixed(1).padStart(8)} ms`);
}

const lines = Number(process.argv[2] ?? 10_000);
const source = new SourceText('bench.ftm', realisticFile(lines));
const { lexed, problems } = parse(source);
console.log(
  `${String(source.lineStarts.length)} lines, ${String(source.text.length)} characters, ${String(lexed.tokens.length)} tokens`,
);
for (const problem of problems.slice(0, 3)) console.log(problem.code, problem.message, problem.range);

const cold = performance.now();
new FileParser();
report('make a parser (once)', performance.now() - cold);
report(
  'lex',
  median(() => lex(source)),
);
report(
  'lex + parse + tree',
  median(() => parse(source)),
);
report(
  'format',
  median(() => format(source)),
);

const everything = new SourceText('everything.ftm', readFileSync('test/language/syntax/everything.ftm', 'utf8'));
report(
  'one page',
  median(() => parse(everything)),
);
