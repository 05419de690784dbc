import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { openProgram, parse, SourceText, type Program } from '../../server/src/language';
import { ENTRY, loaderOf } from './check-program';

const folder = __dirname;
const texts = ['syntax/everything.ftm', 'compile/whole-language.ftm'].map((name) => ({
  name,
  text: readFileSync(path.join(folder, name), 'utf8'),
}));
const files = { 'latencies.csv': '1ms\n2ms\n', 'shared/policies.ftm': 'policy Shared = raft { }' };

/** Opens a text and asks for everything that can be asked; whatever goes wrong shows as an exception. */
function exercise(text: string): Program {
  const program = openOnly(text);
  for (const scenario of program.scenarios) program.compileScenario(scenario.name);
  for (const experiment of program.experiments) program.compileExperiment(experiment.name);
  for (let offset = 0; offset < text.length; offset += 37) program.symbols.symbolAt(ENTRY, offset);
  for (const symbol of program.symbols.symbols) program.symbols.referencesTo(symbol);
  return program;
}

function openOnly(text: string): Program {
  const program = openProgram(ENTRY, text, loaderOf({ 'main.ftm': text, ...files }));
  for (const problem of program.problems) {
    assert.ok(problem.range.start >= 0 && problem.range.end >= problem.range.start, problem.message);
    assert.ok(problem.range.end <= text.length || problem.uri !== ENTRY, problem.message);
    assert.doesNotMatch(problem.message, /undefined|NaN|\[object/);
  }
  return program;
}

/** Thousands of texts take seconds, and minutes on a machine that does much else. */
const SLOW_MS = 180_000;

/** One in so many tokens is tried by `npm test`; neighbours differ little. `FTM_EVERY_TOKEN=1` tries each. */
const STRIDE = process.env.FTM_EVERY_TOKEN === undefined ? 4 : 1;
const isTried = (_token: unknown, index: number): boolean => index % STRIDE === 0;

/** Parsing alone gives so many problems; the later stages may add theirs, and must not drown the first. */
const MAX_PROBLEMS_OF_ONE_MISTAKE = 8;

describe('whatever the text is', () => {
  for (const { name, text } of texts) {
    const tokens = parse(new SourceText(ENTRY, text)).lexed.tokens;
    const before = exercise(text).problems.length;

    it(`${name}: cut at any token it opens`, () => {
      tokens.filter(isTried).forEach((token, index) => {
        // Every text is opened; to run everything that can be run takes longer, and neighbours differ little.
        const look = index % 10 === 0 ? exercise : openOnly;
        look(text.slice(0, token.startOffset));
      });
    }).timeout(SLOW_MS);

    it(`${name}: with any token deleted it opens, and few problems are about that`, () => {
      tokens.filter(isTried).forEach((token, index) => {
        const broken = text.slice(0, token.startOffset) + text.slice(token.endOffset + 1);
        const { problems } = index % 10 === 0 ? exercise(broken) : openOnly(broken);
        assert.ok(
          problems.length - before <= MAX_PROBLEMS_OF_ONE_MISTAKE,
          `without '${token.image}' at ${String(token.startOffset)}: ${problems.map((each) => each.message).join('\n')}`,
        );
      });
    }).timeout(SLOW_MS);

    it(`${name}: with words exchanged it opens`, () => {
      const words = [...new Set(tokens.map((token) => token.image))];
      fc.assert(
        fc.property(
          fc.nat(tokens.length - 1),
          fc.constantFrom(...words),
          fc.nat(tokens.length - 1),
          (at, word, other) => {
            const [first, second] = [tokens[at], tokens[other]].sort(
              (left, right) => (left?.startOffset ?? 0) - (right?.startOffset ?? 0),
            );
            if (first === undefined || second === undefined || first === second) return;
            exercise(
              `${text.slice(0, first.startOffset)}${word}${text.slice(first.endOffset + 1, second.startOffset)}` +
                `${first.image}${text.slice(second.endOffset + 1)}`,
            );
          },
        ),
        { numRuns: 200 },
      );
    }).timeout(SLOW_MS);
  }

  it('random declarations open', () => {
    const all = texts.flatMap(({ text }) =>
      parse(new SourceText(ENTRY, text)).lexed.tokens.map((token) => token.image),
    );
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...all), { maxLength: 60 }), (words) => {
        exercise(words.join(' '));
      }),
      { numRuns: 500 },
    );
  });
});
