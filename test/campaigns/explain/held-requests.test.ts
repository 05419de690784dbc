import { strict as assert } from 'node:assert';
import { pathStepText } from '../../../server/src/report/path-step-text';
import { explained } from './explained';

/** A pair whose old primary hears nothing and whose new one may not answer without it; clients of the old one are cut off, too. */
const MODEL = `
topology Pair { zone a { node p  client c1 }  zone b { node s  client c2 }  store kv on p, s using Pair }
policy Pair = primary-backup { acknowledge: 1  failover: automatic  timeout: 2s }
workload W { from c1, c2 to kv  rate: 50/s  timeout: 500ms  retries: 3 }
scenario S { workload: W  duration: 40s
  at 10s cut c1 -> p for 20s
  at 10s cut c2 -> p for 20s
  at 10s cut s -> p for 20s
  EXPECT
}`;

/** What is told of the operations of the witness, without names of keys and values. */
function steps(expectation: string): readonly string[] {
  const { scenario, run, verdict, explanations } = explained(MODEL.replace('EXPECT', expectation));
  return (explanations[0]?.path ?? [])
    .filter(({ operation }) => operation >= 0)
    .map((step) => pathStepText({ scenario, run, verdict }, step).text.replace(/ kv \S+?( = \d+)?(?=[: ])/, ''));
}

describe('an operation that was not answered is told', () => {
  it('by who had it, and whom that one could not reach for its answer', () => {
    const told = steps('expect availability of reads during 20s..25s >= 99%');
    assert.ok(
      told.includes('s has read and does not answer; its Update to p: nothing passes between them'),
      told.join('\n'),
    );
  });

  it('by what each sent for it in vain', () => {
    const told = steps('expect availability of writes during 20s..25s >= 99%');
    for (const text of ['sends request to p for write', 's sends Update to p for write'])
      assert.ok(
        told.some((each) => each.includes(text)),
        `${text}\n${told.join('\n')}`,
      );
  });
});
