import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatEdits, newProgramCache, openProgram, type Problem, type Program } from '../../server/src/language';
import { largeModel } from '../bench/large-model';
import { ENTRY, loaderOf } from './check-program';

/** Systems that have nothing to do with each other. */
const islands = largeModel(200);

/** The same with an import, with what nobody uses, and with a scenario that names no topology. */
const tied = `// Systems and what is wrong with them.
import "shared.ftm"
${islands}
/// Nothing uses it.
policy Lonely = raft { heartbeat: 2s }

policy Bare = quorum
scenario Everywhere { workload: Direct0 expect availability > 1% }
`;
const shared = `policy Shared = raft { heartbeat: 20ms }\nworkload Far { from web to orders }\n`;
const loader = loaderOf({ 'shared.ftm': shared });

/** What may be typed, pasted or deleted: whole things, halves of things, and signs that change everything behind them. */
const snippets = [
  '',
  '',
  ' ',
  '\n',
  'x',
  '7',
  '{',
  '}',
  '"',
  '/*',
  '*/',
  '//',
  '/// said\n',
  '\r\n',
  'orders',
  'Shop1',
  'using Raft0',
  'using Rafft1',
  'topology: Shop0\n',
  'scenario',
  'policy Async1 = raft { }\n',
  '\nworkload New { from web to orders }\n',
  'expect no lost writes\n',
  'at 3s crash n1 for 1s as more\n',
  'heartbeat: 9s\n',
  'latency: empirical("a.csv")\n',
  '// ftm-ignore FTM403: so be it\n',
  ';',
  '1.5 %',
] as const;

const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(60)),
  text: fc.constantFrom(...snippets),
});

function apply(text: string, { at, cut, text: inserted }: { at: number; cut: number; text: string }): string {
  const start = Math.floor(at * text.length);
  return text.slice(0, start) + inserted + text.slice(start + cut);
}

/** Everything that a program says, with places as a person counts them. */
function said(program: Program): unknown {
  const sources = new Map(program.files.map(({ uri, source }) => [uri, source]));
  const place = (uri: string, range: { readonly start: number; readonly end: number }): string => {
    const source = sources.get(uri);
    const [from, to] = [source?.positionAt(range.start), source?.positionAt(range.end)];
    return `${uri} ${String(from?.line)}:${String(from?.column)}-${String(to?.line)}:${String(to?.column)}`;
  };
  const problem = ({ range, uri, related, fixes, ...rest }: Problem): unknown => ({
    ...rest,
    at: place(uri, range),
    related: related.map((each) => [place(each.uri, each.range), each.message]),
    fixes: fixes?.map(({ title, edits }) => [title, edits.map((each) => [place(uri, each.range), each.newText])]),
  });
  const [file] = program.files;
  return {
    problems: program.problems.map(problem),
    names: program.symbols.symbols.map((symbol) => [
      symbol.kind,
      symbol.name,
      symbol.documentation,
      place(symbol.uri, symbol.nameRange),
      place(symbol.uri, symbol.fullRange),
      program.symbols.referencesTo(symbol).map(({ uri, range }) => place(uri, range)),
    ]),
    tokens: file?.lexed.tokens.map((token) => [
      token.image,
      token.tokenType.name,
      place(file.uri, { start: token.startOffset, end: token.endOffset + 1 }),
    ]),
    comments: file?.lexed.comments.map((comment) => [comment.kind, place(file.uri, comment)]),
    formatted:
      file &&
      formatEdits({ ...file, problems: file.syntaxProblems })?.map(({ range, newText }) => [
        place(file.uri, range),
        newText,
      ]),
    scenarios: program.scenarios,
    experiments: program.experiments,
    models: program.scenarios.map(({ name }) => program.compileScenario(name)),
    plans: program.experiments.map(({ name }) => program.compileExperiment(name)),
  };
}

/** What was found once. */
const found: [{ at: number; cut: number; text: (typeof snippets)[number] }[]][] = [
  [
    [
      { at: 0, cut: 0, text: '\nworkload New { from web to orders }\n' },
      { at: 0, cut: 0, text: '1.5 %' },
    ],
  ],
];

describe('opening a file again after an edit', () => {
  for (const [what, base] of Object.entries({ islands, tied }))
    it(`comes to the same as opening it anew, whatever was edited: ${what}`, () => {
      fc.assert(
        fc.property(fc.array(edit, { minLength: 1, maxLength: 8 }), (edits) => {
          const cache = newProgramCache();
          let text = base;
          openProgram(ENTRY, text, loader, cache);
          for (const each of edits) {
            // What is broken is repaired now and then, as an author would.
            const next = apply(text, each);
            const program = openProgram(ENTRY, next, loader, cache);
            assert.deepEqual(said(program), said(openProgram(ENTRY, next, loader)));
            text = program.problems.some(({ code }) => code === 'FTM105' || code === 'FTM152') ? base : next;
          }
        }),
        { numRuns: 4 + found.length, examples: found },
      );
    });

  it('reads only the declaration that was edited, and checks only what has to do with it', () => {
    const cache = newProgramCache();
    const before = openProgram(ENTRY, islands, loader, cache);
    const after = openProgram(ENTRY, islands.replace('rate: 200/s', 'rate: 20000/s'), loader, cache);
    const changed = after.files[0]?.tree.declarations.filter(
      (node, index) => node !== before.files[0]?.tree.declarations[index],
    );
    assert.deepEqual(
      changed?.map((node) => node.kind),
      ['workload'],
    );
    const checked = after.model.scenarios.filter((scenario, index) => scenario !== before.model.scenarios[index]);
    assert.deepEqual(
      checked.map(({ name }) => name),
      ['LeaderCrash0', 'Direct0'],
    );
  });

  it('looks at its data again', () => {
    const text = 'topology T { node a  node b  link a <-> b { latency: empirical("a.csv") } }\n';
    const cache = newProgramCache();
    const codes = (data: string): readonly string[] =>
      openProgram(ENTRY, text, loaderOf({ 'a.csv': data }), cache).problems.map(({ code }) => code);
    assert.deepEqual(codes('1ms\n2ms\n'), []);
    assert.notDeepEqual(codes('one\n'), []);
    assert.deepEqual(codes('1ms\n2ms\n'), []);
  });
});
