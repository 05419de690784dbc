import assert from 'node:assert/strict';
import { simulate, type Run } from '../../../server/src/simulation';
import { pbft } from '../../../server/src/simulation/protocols/pbft';
import {
  PbftType,
  type PbftMessage,
  type Proposal,
  type ViewChangeRecord,
} from '../../../server/src/simulation/protocols/pbft/message';
import type { AnyFamily } from '../../../server/src/simulation/protocols/protocol';
import { scenarioOfText, type JudgedRun } from './run-text';
import { journeys } from './trace-questions';

/** f = 2: n1, the primary of view 0, crashes; n2, that of view 1, is Byzantine. n4 and its like may be beside it. */
const model = (liars: string): string => `
  topology T {
    nodes n[1..7]  client c
    link everywhere { latency: 1ms }
    store s on n[1..7] using P { storage { log: fsync  fsync: 0.1ms } }
  }
  policy P = pbft { view-change-timeout: 300ms  checkpoint-every: 10 }
  workload W { from c to s  rate: 60/s  operations: read 30%, write 70%  keys: uniform(4)  timeout: 200ms  retries: 9  backoff: exponential(10ms..50ms) }
  scenario S { workload: W  duration: 3s  at 0s byzantine ${liars} lie  at 1s crash n1 }`;

/** What a Byzantine replica makes of its messages; everything else it says is true. */
type Told = (message: PbftMessage, self: number) => readonly PbftMessage[];

function runWith(liars: string, told: Told): { readonly run: Run; readonly judged: Pick<JudgedRun, 'run'> } {
  const family = {
    ...pbft,
    createLiar: ({ self }: { readonly self: number }) => ({ told: (m: PbftMessage) => told(m, self) }),
  } as unknown as AnyFamily;
  const run = simulate(scenarioOfText(model(liars)), { seed: 1, trace: true, familyOf: () => family });
  return { run, judged: { run } };
}

interface NewView {
  readonly view: number;
  readonly records: readonly ViewChangeRecord[];
  readonly proposals: readonly Proposal[];
}

/** A new-view message of which one thing is not as section 4.4 wants it. */
const withChanged =
  (change: (m: NewView) => Partial<NewView>): Told =>
  (m) => {
    if (m.type !== PbftType.NewView) return [m];
    const copy = m.copy();
    Object.assign(copy, change(m));
    return [copy];
  };

const first = <T>(list: readonly T[]): T => {
  const found = list[0];
  assert.ok(found !== undefined);
  return found;
};
const [N2, N3] = [1, 2];

/** The primary of view 1 keeps what it should have said, and n4 says it instead. */
function saidByAnother(): Told {
  let kept: PbftMessage | undefined;
  return (m, self) => {
    if (self !== N2) return m.type === PbftType.Status && kept !== undefined ? [m, kept] : [m];
    if (m.type !== PbftType.NewView) return [m];
    kept = m.copy();
    return [];
  };
}

const REFUSED: Readonly<Record<string, { readonly told: Told; readonly liars?: string }>> = {
  'is not from the primary of its view': { told: saidByAnother(), liars: 'n2, n4' },
  'rests on fewer than 2f + 1 view-changes': { told: withChanged(({ records }) => ({ records: records.slice(1) })) },
  'counts one replica twice': {
    told: withChanged(({ records }) => ({ records: [...records.slice(1), { ...first(records.slice(1)) }] })),
  },
  'counts one who is no replica': {
    told: withChanged(({ records }) => ({ records: [...records.slice(1), { ...first(records), replica: 7 }] })),
  },
  'rests on a view-change to another view': {
    told: withChanged(({ records }) => ({ records: [...records.slice(1), { ...first(records), view: 2 }] })),
  },
  'begins a view that its view-changes are not for': { told: withChanged(() => ({ view: 8 })) },
  'leaves out the last request that prepared': {
    told: withChanged(({ proposals }) => ({ proposals: proposals.slice(0, -1) })),
  },
  'leaves out the first request behind the stable checkpoint': {
    told: withChanged(({ proposals }) => ({ proposals: proposals.slice(1) })),
  },
  'puts the null request in the place of one that prepared': {
    told: withChanged(({ proposals }) => ({
      proposals: [{ sequence: first(proposals).sequence, command: undefined }, ...proposals.slice(1)],
    })),
  },
  'gives two requests that prepared the places of each other': {
    told: withChanged(({ proposals: [x, y, ...rest] }) => {
      assert.ok(x !== undefined && y !== undefined);
      return {
        proposals: [
          { sequence: x.sequence, command: y.command },
          { sequence: y.sequence, command: x.command },
          ...rest,
        ],
      };
    }),
  },
  'orders a request of which no certificate was shown': {
    told: withChanged(({ proposals }) => {
      const last = proposals.at(-1);
      assert.ok(last !== undefined);
      return { proposals: [...proposals, { sequence: last.sequence + 1, command: last.command }] };
    }),
  },
  'rests on no view-change that shows what it orders': {
    told: withChanged(({ records }) => ({ records: records.map((record) => ({ ...record, certificates: [] })) })),
  },
};

const sent = (judged: Pick<JudgedRun, 'run'>, name: string, from: number): number[] =>
  journeys(judged as JudgedRun, { from }).flatMap((journey) => (journey.name === name ? [journey.sentAt] : []));

const views = ({ leadership }: Run): [place: number, view: number][] =>
  leadership.filter(({ term }) => term > 0).map(({ place, term }) => [place, term]);

describe('a new-view message (section 4.4)', () => {
  it('is believed where nothing is wrong with it', () => {
    const { run, judged } = runWith('n2', (m) => [m]);
    assert.deepEqual(views(run), [[N2, 1]]);
    const began = Math.min(...sent(judged, 'NewView', N2));
    assert.ok(sent(judged, 'Prepare', N3).some((at) => at > began && at < began + 0.1));
  });

  for (const [what, { told, liars = 'n2' }] of Object.entries(REFUSED)) {
    it(`is refused where it ${what}: nobody prepares anything in its view, and n3 begins the next`, () => {
      const { run, judged } = runWith(liars, told);
      assert.deepEqual(
        views(run).filter(([place]) => place !== N2),
        [[N3, 2]],
      );
      const liar = liars === 'n2' ? N2 : 3;
      const [said, next] = [Math.min(...sent(judged, 'NewView', liar)), Math.min(...sent(judged, 'NewView', N3))];
      assert.ok(said < next, 'it was said');
      for (const correct of [N3, 4, 5, 6]) {
        const prepared = sent(judged, 'Prepare', correct);
        assert.deepEqual(
          prepared.filter((at) => at >= said && at < next),
          [],
          `n${correct + 1} between ${said} s and ${next} s`,
        );
        // The primary of a view sends no prepares in it.
        assert.ok(correct === N3 || prepared.some((at) => at > next), `n${correct + 1} goes on`);
      }
    });
  }
});
