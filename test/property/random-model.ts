import type { FamilyClaim } from './family-claims';
import { Random } from './random';
import { randomFaults } from './random-faults';
import { topologyText } from './random-topology';
import { surgeOf, workloadText } from './random-workload';

/** Instants in milliseconds. Faults end at `HEALED`; by `SETTLED` a family has to work again. */
const FIRST_FAULT = 1_000;
const HEALED = 12_000;
const SETTLED = 19_000;
const END = 22_000;

const names = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, at) => `${prefix}${at + 1}`);

/** A model of the family within its claim, which its expectations state. The seed decides everything. */
export function randomModel(claim: FamilyClaim, seed: number): string {
  const random = new Random(`${claim.name}/${seed}`);
  const nodes = names('n', random.for('nodes').integer(...claim.nodes));
  const clients = names('c', claim.alone === true ? 1 : random.for('clients').integer(1, 3));
  const places = { nodes, clients };
  const { data, operations } = random.for('data').pick(claim.contents);
  const fsync = random
    .for('storage')
    .pick(['', '  fsync: 0.2ms', '  fsync: 3ms', '  fsync: 1ms  checkpoint: every 3s']);
  const scenario = [
    'workload: Load',
    `duration: ${END}ms`,
    `seed: ${seed}`,
    ...randomFaults(random.for('faults'), places, claim.faults(nodes.length), FIRST_FAULT, HEALED),
    ...(claim.ownFaults?.(random.for('own faults'), nodes, HEALED) ?? []),
    ...(claim.trickle ? [surgeOf(random.for('surge'), FIRST_FAULT, HEALED)] : []),
    ...claim.expects.map((text) => `expect ${text}`),
  ];
  if (claim.answeredAfterHeal !== undefined)
    scenario.push(`expect availability during ${SETTLED}ms..${END}ms >= ${claim.answeredAfterHeal}`);
  return [
    `/// ${claim.name}: generated from seed ${seed}, within what the family claims to survive.`,
    topologyText(random.for('topology'), {
      places,
      store: `data: ${data}  storage { log: fsync${fsync} }`,
      loss: claim.loss,
    }),
    `policy Policy = ${claim.policy(random.for('policy'), nodes.length)}`,
    workloadText(random.for('workload'), { ...claim, operations, clients }),
    `scenario WithinTheClaim {\n  ${scenario.join('\n  ')}\n}`,
    '',
  ].join('\n');
}
