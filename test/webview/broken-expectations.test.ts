import assert from 'node:assert/strict';
import { brokenExpectations } from '../../client/webview/run/broken-expectations';
import { indexRun } from '../../client/webview/run/run-index';
import { shadesOf } from '../../client/webview/timeline/fault-shades';
import { layOutRows } from '../../client/webview/timeline/rows';
import type { WhyRow } from '../../server/src/report/run-report';
import { sampleReport } from './sample-report';

describe('what the timeline says of the verdict', () => {
  const report = sampleReport();
  const failing = report.expectations.filter(({ decision }) => decision === 'fail');

  it('is a line for each expectation that does not hold, at its witness', () => {
    const broken = brokenExpectations(indexRun(report));
    assert.deepEqual(
      broken.map(({ text, at }) => [text, at]),
      failing.map(({ text, measured, witness }) => [`${text}: ${measured}`, witness?.at ?? report.durationNs]),
    );
    assert.ok(broken.every(({ from, at, to }) => from <= at && at <= to));
  });

  it('is the harm that was asked for, too, where it came about', () => {
    const [one, ...rest] = report.expectations.map((each) => ({ ...each, decision: 'pass' as const }));
    assert.ok(one !== undefined);
    const why: WhyRow = {
      ...{ seed: 1, sentences: ['One fault is enough for it: split.'], needed: [], counterfactuals: [] },
      ...{ unavoidableFrom: null, path: [], remedies: [], runs: 9, cutShort: false, isShown: true },
    };
    const harm = { ...one, why };
    const run = indexRun({ ...report, decision: 'pass', expectations: [...rest, harm] });
    assert.deepEqual(
      brokenExpectations(run).map(({ expectation, isShown }) => [expectation, isShown]),
      [[rest.length, true]],
    );
    const row = layOutRows(run, 1000, 600).rows.find(({ kind }) => kind === 'broken');
    assert.equal(row?.label, 'harm');
  });

  it('lies where the harm first shows, and says so where it lies at a worse one', () => {
    const [one] = failing;
    assert.ok(one !== undefined);
    const { witness: _, ...unproved } = one;
    const first = { ...unproved, witness: null, firstAt: 2.4e9 };
    const witness = { at: 18.9e9, operations: [], sentence: 'a read was stale' };
    const of = (row: typeof first | typeof one): readonly (readonly [number, string])[] =>
      brokenExpectations(indexRun({ ...report, expectations: [row] })).map(({ at, text }) => [at, text]);
    assert.deepEqual(of(first), [[2.4e9, `${one.text}: ${one.measured}`]]);
    assert.deepEqual(of({ ...first, witness } as typeof one), [
      [18.9e9, `${one.text}: ${one.measured}, first at 2.400 s`],
    ]);
  });

  it('is nothing where all hold', () => {
    const expectations = report.expectations.map((each) => ({ ...each, decision: 'pass' as const, why: null }));
    const { rows } = layOutRows(indexRun({ ...report, expectations }), 1000, 600);
    assert.equal(rows.filter(({ kind }) => kind === 'broken').length, 0);
  });

  it('leaves room for the nodes: three lines, and how many there are', () => {
    const [one] = failing;
    assert.ok(one !== undefined);
    const { rows } = layOutRows(indexRun({ ...report, expectations: [one, one, one, one, one] }), 1000, 600);
    const row = rows.find(({ kind }) => kind === 'broken');
    assert.equal(row?.label, 'broken (3 of 5)');
  });

  it('shades faults of one colour that overlap once', () => {
    const fault = { label: '', places: [], groups: [], source: null };
    const shades = shadesOf([
      { ...fault, kind: 'partition', from: 5, to: 9 },
      { ...fault, kind: 'partition', from: 5, to: 12 },
      { ...fault, kind: 'crash', from: 6, to: 7 },
      { ...fault, kind: 'partition', from: 20, to: 21 },
    ]);
    assert.deepEqual(
      shades.map(({ tone, from, to }) => [tone, from, to]),
      [
        ['cut', 5, 12],
        ['crashed', 6, 7],
        ['cut', 20, 21],
      ],
    );
  });
});
