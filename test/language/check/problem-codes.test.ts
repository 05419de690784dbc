import assert from 'node:assert/strict';
import { problemCodes } from '../../../server/src/language';
import { afterFix, check, open, unmark } from '../check-program';
import { allCases as cases } from './all-cases';

/** Codes that have tests of their own, because a single text cannot show them. */
const elsewhere = new Set(['FTM255', 'FTM420']);

describe('the problems of a model', () => {
  for (const { code, about, wrong, says, codes, right, fixed, files } of cases) {
    const title = `${code} ${problemCodes[code].title}${about === undefined ? '' : `: ${about}`}`;
    it(title, () => {
      const all = codes ?? [code];
      check(
        wrong,
        all.map((each) => (each === code && says !== undefined ? [each, says] : each)),
        files,
      );
      if (right !== undefined) check(right, [], files);
      if (fixed !== undefined) assert.equal(afterFix(wrong, files), unmark(fixed).text);
    });
  }

  it('each have a fixture', () => {
    const shown = new Set<string>(cases.map((each) => each.code));
    const semantic = Object.keys(problemCodes).filter((code) => code >= 'FTM200' && code < 'FTM500');
    const missing = semantic.filter((code) => !shown.has(code) && !elsewhere.has(code));
    assert.deepEqual(missing, []);
    const unrepaired = semantic.filter(
      (code) => !elsewhere.has(code) && !cases.some((each) => each.code === code && (each.right ?? each.fixed)),
    );
    // What cannot be read has nothing right to show, and a size only smaller sizes.
    assert.deepEqual(unrepaired, ['FTM251', 'FTM252', 'FTM253', 'FTM258', 'FTM259', 'FTM350', 'FTM362']);
  });

  it('of the design are each silenced by a comment with a reason, and only where it stands', () => {
    const design = cases.filter(({ code }) => code >= 'FTM400' && code < 'FTM490');
    const loud = design.filter(({ code, wrong, files }) => {
      const { text } = unmark(wrong);
      const lines = text.split('\n');
      const said = open(text, files).problems.filter((each) => each.code === code);
      assert.ok(said.length > 0, code);
      const troubled = new Set(said.map(({ range }) => text.slice(0, range.start).split('\n').length - 1));
      const silenced = lines.flatMap((line, at) =>
        troubled.has(at) ? [`// ftm-ignore ${code}: as it is meant`, line] : [line],
      );
      const left = open(silenced.join('\n'), files).problems;
      return left.some((each) => each.code === code || each.code === 'FTM490' || each.code === 'FTM491');
    });
    assert.deepEqual(
      loud.map(({ code, about }) => [code, about]),
      [],
    );
  });

  it('FTM253: every import of a cycle is told of, and the files are read once', () => {
    const { problems, files } = open('import "a.ftm"', { 'a.ftm': 'import "b.ftm"', 'b.ftm': 'import "a.ftm"' });
    assert.deepEqual(
      problems.map(({ code, uri, message }) => [code, uri.slice('file:///models/'.length), message]),
      [
        ['FTM253', 'a.ftm', 'this import leads back here: a.ftm; move what both need to a third file'],
        ['FTM253', 'b.ftm', 'this import leads back here: b.ftm; move what both need to a third file'],
      ],
    );
    assert.equal(files.length, 3);
  });

  it('FTM255: a model has a limit of files', () => {
    const files = Object.fromEntries(Array.from({ length: 1001 }, (_, at) => [`f${String(at)}.ftm`, '']));
    const text = Object.keys(files)
      .map((name) => `import "${name}"`)
      .join('\n');
    assert.deepEqual([...new Set(open(text, files).problems.map((each) => each.code))], ['FTM255']);
  });

  it('FTM420: what is not used is marked, unless the file is there to be imported', () => {
    const declarations = 'topology T { node n store s on n using P } policy P = single { } policy «Q» = raft { }';
    check(`${declarations} scenario S { topology: T }`, ['FTM420'], {}, ['FTM420']);
    check(declarations.replace(/[«»]/g, ''), [], {}, ['FTM420']);
    const [problem] = open(unmark(`${declarations} scenario S { }`).text).problems;
    assert.deepEqual(problem?.tags, ['unnecessary']);
    assert.equal(problem.severity, 'hint');
    // What uses a policy may be what cannot be read: then nothing counts as unused.
    const broken = 'topology T { node n store s on n..n using P } policy P = single { } scenario S { topology: T }';
    assert.deepEqual([...new Set(open(broken).problems.map(({ code }) => code))], ['FTM102']);
  });

  it('name every line that sets something, where several may be to blame', () => {
    const text =
      'topology T { nodes n[1..3] client c store s on n[1..3] using P } policy P = raft { reads: lease }' +
      ' workload W { from c to s timeout: 10s }' +
      ' scenario S { workload: W set n1.clock.drift: 200000ppm set n2.clock.drift: 100ppm }';
    const { problems } = open(text);
    const said = problems.filter(({ code }) => code === 'FTM412');
    assert.equal(said.length, 1);
    assert.equal(text.slice(said[0]?.range.start, said[0]?.range.end), 'lease');
    const sets = said[0]?.related.filter(({ message }) => message === "scenario 'S' sets this") ?? [];
    assert.deepEqual(
      sets.map(({ range }) => text.slice(range.start, range.end)),
      ['200000ppm', '100ppm'],
    );
  });

  it('are silenced at what they are about, where a scenario that sets something is to blame for them', () => {
    const model = (comment: string): string =>
      `topology T { nodes n[1..3] client c store s on n[1..3] using P }
       policy P = raft { }
       ${comment}
       policy Q = quorum { read: 1 write: 1 }
       workload W { from c to s timeout: 10s }
       scenario S { workload: W  set s.policy: Q }`;
    const said = (comment: string): readonly string[] =>
      open(model(comment))
        .problems.map(({ code }) => code)
        .sort();
    assert.deepEqual(said(''), ['FTM400', 'FTM401']);
    assert.deepEqual(said('// ftm-ignore FTM400, FTM401: stale reads are fine here'), []);
  });
});
