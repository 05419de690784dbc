import type { FamilyClaim } from './family-claims';
import { Random } from './random';
import type { FaultBounds } from './random-faults';
import { randomModel } from './random-model';

/** What some families bear and others do not, for as long as there are faults: which of them do, the label says. */
const THEMES: readonly ((random: Random, nodes: readonly string[], lasts: string) => string[])[] = [
  () => [],
  (random, nodes, lasts) => [
    `drift ${random.pick(nodes)} by ${random.pick([-900_000, -100_000, -8_000, 8_000, 400_000])}ppm for ${lasts}`,
  ],
  (_, nodes, lasts) => [`drift leader of data by -900000ppm for ${lasts}`, `skew ${nodes[0]} by -5s for ${lasts}`],
  (random, nodes, lasts) => [
    `skew ${random.pick(nodes)} by ${random.pick(['+', '-'])}${random.integer(1, 5)}s for ${lasts}`,
  ],
  (random, nodes, lasts) => [`lose fsync of ${random.pick(nodes)} for ${lasts}`],
  (random, nodes) => [`corrupt disk of ${random.pick(nodes)} ${random.integer(20, 100)}%`],
  (random, nodes) => [`wipe ${random.pick(nodes)}`],
  (random, nodes, lasts) => [`drop 100% between ${random.some(nodes, 2).join(' and ')} for ${lasts}`],
  (random, nodes, lasts) => [
    `byzantine ${random.pick(nodes)} ${random.pick(['equivocate', 'lie', 'silent', 'replay'])} for ${lasts}`,
  ],
];

/** One server after the other is away, some for hardly a moment; a theme of the seed's choice goes with it. */
function harshFaults(random: Random, nodes: readonly string[], until: number): string[] {
  const themes = random.some(THEMES, random.integer(1, 2));
  const lines = themes.flatMap((theme) => {
    const at = random.integer(1200, 5000);
    return theme(random, nodes, `${until - at}ms`).map((what) => `at ${at}ms ${what}`);
  });
  for (let at = random.integer(2000, 4000); at < until - 1000;) {
    const duration = random.pick([1, 100, 1500, 4000]);
    const lasts = `${Math.min(duration, until - at)}ms`;
    const who = random.chance(0.4) ? 'leader of data' : random.pick(nodes);
    lines.push(`at ${at}ms ${random.pick(['crash', 'crash', 'isolate', 'pause'])} ${who} for ${lasts}`);
    at += duration + random.pick([5, 50, 1000, 3000]);
  }
  return lines;
}

/** Few of the faults that the family bears, so that the label depends on the others. */
const CALM: FaultBounds = { crashes: 0, leader: false, together: false, network: false, skew: false, drift: 0 };

/** A random model of a family with faults that may be beyond its claim, and with disks that may keep less than they say. */
export function harshModel(claim: FamilyClaim, seed: number): string {
  const random = new Random(`harsh/${claim.name}/${seed}`);
  const model = randomModel(
    {
      ...claim,
      faults: () => CALM,
      ownFaults: (own, nodes, until) => harshFaults(own, nodes, until),
    },
    seed,
  );
  const log = random.pick(['fsync', 'fsync', 'batch(5s)', 'off']);
  return model
    .replace('log: fsync', `log: ${log}`)
    .replace(', within what the family claims to survive', ', perhaps beyond what the family claims to survive');
}
