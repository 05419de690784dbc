import { strict as assert } from 'node:assert';
import type { Log } from 'sarif';
import { markdownSummary } from '../../server/src/report/markdown-summary';
import { sarifLog, type SarifLog } from '../../server/src/report/sarif';
import type { WhyRow } from '../../server/src/report/run-report';
import type { ScenarioResult } from '../../server/src/report/scenario-result';
import { result } from './made-up-result';

const place = { file: 'models/my shop.ftm', line: 20, column: 4, endColumn: 39 };

const why: WhyRow = {
  seed: 7,
  sentences: [
    'Without crash leader of orders (line 21) it holds.',
    'With `acks: all` instead of `acks: 1` in P it holds.',
  ],
  needed: [{ text: 'crash leader of orders (line 21)', source: place, bands: [0] }],
  counterfactuals: [],
  unavoidableFrom: 6e9,
  path: [
    {
      at: 5e9,
      text: 'crash leader of orders (n1)',
      kind: 'fault',
      event: 3,
      row: 0,
      operation: -1,
      because: -1,
      source: place,
    },
    {
      at: 6e9,
      text: 'web: write | fails',
      kind: 'operation',
      event: 9,
      row: -1,
      operation: 1,
      because: 0,
      source: null,
    },
  ],
  remedies: [{ setting: 'acks: all', insteadOf: 'acks: 1', of: 'P', source: { ...place, line: 9 }, breaks: [] }],
  runs: 12,
  cutShort: false,
};

const explained: ScenarioResult = { ...result, whys: [why, null] };

type Mutable<T> = { -readonly [K in keyof T]: Mutable<T[K]> };

/** Checked when it is compiled: what is written has the names, types and words of the published form. */
function asPublished(log: SarifLog): Log {
  return log as Mutable<SarifLog>;
}

describe('SARIF', () => {
  // The properties that https://docs.oasis-open.org/sarif/sarif/v2.1.0 and its schema require, with their types and bounds.
  const log = JSON.parse(JSON.stringify(asPublished(sarifLog('1.2.3', [explained])))) as SarifLog;

  it('has the shape that the schema requires', () => {
    assert.equal(log.version, '2.1.0');
    assert.match(log.$schema, /sarif-2\.1\.0\.json$/);
    assert.equal(log.runs.length, 1);
    const [run] = log.runs;
    assert(run);
    assert.equal(typeof run.tool.driver.name, 'string');
    assert.equal(run.columnKind, 'utf16CodeUnits');
    const ids = run.tool.driver.rules.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    assert(run.results.length > 0);
    for (const each of run.results) {
      assert.equal(typeof each.message.text, 'string');
      assert.equal(ids[each.ruleIndex], each.ruleId);
      assert(['notApplicable', 'pass', 'fail', 'review', 'open', 'informational'].includes(each.kind));
      assert(['none', 'note', 'warning', 'error'].includes(each.level));
      // Section 3.27.10: a result that did not fail has no level.
      if (each.kind !== 'fail') assert.equal(each.level, 'none');
      assert.equal(each.locations.length, 1);
      const flows = (each.codeFlows ?? []).flatMap(({ threadFlows }) => threadFlows);
      for (const { locations } of flows) assert(locations.length > 0);
      const located = [
        ...each.locations,
        ...(each.relatedLocations ?? []),
        ...flows.flatMap(({ locations }) => locations.map(({ location }) => location)),
      ];
      for (const { physicalLocation } of located) {
        if (physicalLocation === undefined) continue;
        const { startLine, startColumn, endColumn } = physicalLocation.region;
        assert(startLine >= 1 && startColumn >= 1 && endColumn >= startColumn);
        assert.doesNotMatch(physicalLocation.artifactLocation.uri, /[\s\\]/);
      }
    }
  });

  it('stands at the line of the expectation, and points to the fault and the setting', () => {
    const first = log.runs[0]?.results[0];
    assert(first);
    assert.equal(first.locations[0]?.physicalLocation?.region.startLine, 31);
    assert.deepEqual(
      first.relatedLocations?.map((each) => [
        each.physicalLocation?.artifactLocation.uri,
        each.physicalLocation?.region.startLine,
        each.message?.text,
      ]),
      [
        ['models/my%20shop.ftm', 21, 'It takes crash leader of orders (line 21).'],
        ['models/my%20shop.ftm', 10, 'With acks: all instead of acks: 1 it holds.'],
      ],
    );
    assert.equal(first.codeFlows?.[0]?.threadFlows[0]?.locations.length, 2);
  });

  it('leaves out what holds', () => {
    const held = {
      ...result,
      expectations: result.expectations.map((row) => ({ ...row, decision: 'pass' as const })),
      warnings: [],
    };
    assert.deepEqual(sarifLog('1', [held]).runs[0]?.results, []);
  });
});

describe('the Markdown summary', () => {
  const text = markdownSummary([explained]);

  it('says what fails, why, and at which line', () => {
    assert.match(text, /^### ❌ ftm: 0 of 1 scenario pass\n/);
    assert.match(text, /\| ❌ \| `availability >= 99%` \| 80 % \| 31 \|/);
    assert.match(text, /- Without crash leader of orders \(line 21\) it holds\./);
    assert.match(text, /- With `acks: all` instead of `acks: 1` in P it holds\./);
    assert.match(text, /1\. 6\.000 s: web: write \\\| fails/);
  });

  it('lets no name or title become markup', () => {
    assert.match(text, /crashes &lt;mid&gt; checkout/);
    assert.doesNotMatch(text, /<mid>/);
  });

  it('has what each fault cost, who was served and for whom a store is not consistent, as the terminal has', () => {
    assert.match(
      text,
      /<summary>Faults<\/summary>[^<]*5\.000 s {2}crash leader of orders \(n1\) {2}detected in 900 ms/,
    );
    assert.match(text, /<summary>Consistency<\/summary>[^<]*orders breaks linearizable/);
  });

  it('folds what holds', () => {
    const held = markdownSummary([{ ...result, decision: 'pass', expectations: [], warnings: [] }]);
    assert.match(held, /^### ✅ ftm: 1 of 1 scenario pass\n\n<details><summary>✅ LeaderCrash/);
  });
});
