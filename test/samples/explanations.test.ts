import assert from 'node:assert/strict';
import { judge } from '../../server/src/analysis';
import { explainRun } from '../../server/src/campaigns/explain/explain-run';
import { projectRun } from '../../server/src/report/project-run';
import { simulate } from '../../server/src/simulation';
import { openSample } from './sample-runs';

/**
 * What a sample shows on purpose is explained like what nobody wanted. The first sentence names the faults; each other
 * pattern is to be found in some sentence or step.
 */
function check(sample: string, scenario: string, shown: string, first: RegExp, ...told: RegExp[]): void {
  const { program } = openSample(`${sample}/${sample}.ftm`);
  const model = program.compileScenario(scenario);
  assert.ok(model);
  const run = simulate(model, { seed: model.seed, trace: true });
  const verdict = judge(model, run);
  const report = projectRun({ scenario: model, run, verdict, explanations: explainRun(model, run, verdict) });
  const judged = report.expectations.find((row) => row.text === shown);
  const why = judged?.why;
  assert.ok(judged?.decision === 'pass' && why, `${shown} is not explained`);
  assert.match(why.sentences[0] ?? '', first);
  const all = [judged.explanation, ...why.sentences, ...why.path.map((step) => step.text)];
  for (const pattern of told) assert.ok(all.some((line) => pattern.test(line)), `${pattern.source} in:\n${all.join('\n')}`);
}

describe('what a sample breaks on purpose', function () {
  this.timeout(300_000);

  it('primary and backup: the split, the second leader, what it drops, and what to set', () =>
    check(
      'primary-backup-partition',
      'WithoutFencing',
      'lost writes > 0',
      /^Without split \(partition zone a \| zone b\) \(line \d+\) it does not happen: 0 instead of \d+\.$/,
      /^With `acknowledge: 1` instead of `acknowledge: async` in Unfenced \(line \d+\) it does not happen/,
      /nothing passes between them/,
      /^n2 leads accounts \(term 2\)/,
      /^n1 drops \d+ entries of accounts/,
    ));

  it('quorums that do not meet: no fault at all', () =>
    check(
      'dynamo-quorum',
      'NoOverlap',
      'stale reads > 0%',
      /^No fault is to blame: there is none\.$/,
      /^With `read: majority {2}write: majority` instead of `read: 1 {2}write: 1` in Partial \(line \d+\) it does not happen: [\d.]+ \S+ instead of [\d.]+ \S+, but then "latency p50 <= 5ms" fails\.$/,
    ));

  it('a liar among sensors: whom to believe', () =>
    check(
      'voting-sensors',
      'LiarBelieved',
      'corrupt reads > 0',
      /^Without liar \(byzantine channel1 lie\)/,
      /^With `require: majority` instead of `require: first`/,
      /is answered by channel1: read airdata/,
    ));

  it('a carts clock that is behind: the older write that stayed', () =>
    check(
      'shopping-cart',
      'OverwrittenCart',
      'lost writes > 0',
      /^Without behind \(skew zone a by -2 s\)/,
      /it gave way to an older write that bears a later timestamp: client laptop wrote/,
      /^With `conflict: siblings` instead of `conflict: last-write-wins`/,
    ));

  it('a primary that steps down too late: rolled back', () =>
    check(
      'mongodb',
      'WriteConcernOne',
      'lost writes > 0',
      /^Without cut-off \(partition zone a \| zone b, zone c\)/,
      /^Healed after [\d.]+ s instead of 30 s/,
      /^mongo1 drops \d+ entries of accounts/,
    ));

  it('an unclean disk: the flush that never was', () =>
    check(
      'redis-persistence',
      'DiskThatLies',
      'lost writes > 0',
      /^It takes lying-disk \(lose fsync of redis\).* and power \(crash redis\).* together/,
      /^redis has recovered/,
    ));

  it('a broker that nobody misses for nine seconds: the setting that says so', () =>
    check(
      'kafka',
      'BrokerCrash',
      'outage >= 7s',
      /^Without crash \(crash leader of events\)/,
      /^With `session-timeout: 4\.5s` instead of `session-timeout: 9s` in Kafka \(line \d+\) it does not happen: [\d.]+ \S+ instead of [\d.]+ \S+\.$/,
    ));

  it('a lease that halves an outage and leaves it too long: how far it helps', () =>
    check(
      'hdfs',
      'NameNodeCrash',
      'outage of namespace >= 5s',
      /^Without active-down \(crash master1\)/,
      /^Better, but not enough by itself: `lease: 5s` in QuorumJournal \(5\.\d+ s instead of 11\.\d+ s\)\.$/,
      /^What was tried instead does not help: (?!.*lease)/,
    ));

  it('three disks before two were rebuilt: the fragments that went, of how many', () =>
    check(
      'object-store',
      'ThreeDisksLost',
      'lost writes > 0',
      /^It takes first \(wipe a1, b1\).* and third \(wipe c1\).* together/,
      /^a1, b1, c1 had 3 of the 6 fragments of write objects k\d+ = \d+, and it takes 4; third \(wipe c1\) took that of c1 at 180\.000 s\.$/,
    ));

  it('regions that are stale without any fault: what it is then', () =>
    check(
      'active-active-database',
      'LastWriterWins',
      'stale reads > 30%',
      /^Without any fault it is [\d.]+ %, harm enough already; the faults make it [\d.]+ %\.$/,
    ));

  it('an order that came later is no other way to fail', () => {
    const { program } = openSample('failing-disks/failing-disks.ftm');
    const model = program.compileScenario('FullDisk');
    assert.ok(model);
    const run = simulate(model, { seed: model.seed, trace: true });
    const explained = explainRun(model, run, judge(model, run));
    const orders = model.faults.flatMap(({ action }, index) => (action.kind === 'promote' ? [index] : []));
    assert.equal(orders.length, 1);
    const later = explained.flatMap(({ counterfactuals }) => counterfactuals.filter(({ kind }) => kind === 'later'));
    assert.deepEqual(later, []);
  });

  it('a rack that nobody knew of: the group that the replicas share, and the fault that took it', () =>
    check(
      'sharded-store',
      'RackNobodyKnew',
      'availability during 7s..15s <= 90%',
      /^Without rack-down \(crash r1\)/,
      /^All 3 replicas of orders shard \d+ of 12 \(m1, m2, m3\) are in group r1, and rack-down \(crash r1\) took them down at 5\.000 s; 4 of its 12 shards have 2 or more there\.$/,
      /^rack-down is over at 15\.000 s and m\d leads orders shard \d+ of 12 from 15\.\d+ s: /,
    ));

  it('one copy of each key: the peer that had it', () =>
    check(
      'distributed-hash-table',
      'OneCopy',
      'availability <= 90%',
      /^Without churn/,
      /^The only replica of table shard \d+ of 30 \(peer\d+\) could not be counted on: churn \(crash table\) took it down at [\d.]+ s\.$/,
      /^With `replicas: 3` instead of `replicas: 1` in table/,
    ));

  it('one copy, written out now and then: who alone had what is lost, and what took it', () =>
    check(
      'technique-comparison',
      'Snapshotted',
      'lost writes > 0',
      /^Without first \(crash n1\)/,
      /^n1 alone had write data k\d+ = \d+, and first \(crash n1\) took it at 20\.000 s\.$/,
    ));

  it('gossip: how far the newest value had spread, and by whom it came', () =>
    check(
      'technique-comparison',
      'Epidemic',
      'stale reads > 5%',
      /^No fault is to blame/,
      /^When n3 answered, 2 of 3 replicas had 406 or newer \(n1, n2, of which n1 had stopped\); a newer one, 464, came there at 22\.\d+ s by entries of n2\.$/,
    ));
});
