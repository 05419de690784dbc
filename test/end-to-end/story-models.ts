import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';

/** A policy that another file imports. */
const POLICIES = `/// What every cluster of ours replicates with.
policy Consensus = raft { election-timeout: 150ms..300ms  heartbeat: 50ms }
`;

/** Line 12 (from 1) is the expectation that no run can meet. */
const SHOP = `import "policies.ftm"

scenario LeaderCrash "The leader crashes and comes back" {
  topology: Shop
  workload: Shopping
  at 4s crash leader of orders for 3s as crash
  at 12s partition zone a | zone b, zone c for 3s as split
  duration: 20s
  warm-up: 1s
  expect orders is linearizable
  expect no lost writes
  expect availability >= 100%
}

scenario Endless "Goes on for hours" {
  topology: Shop
  workload: Shopping
  duration: 50000s
}

topology Shop {
  region eu {
    zone a { node n1 client web }
    zone b { node n2 client batch }
    zone c { node n3 }
  }
  link between zones { latency: 2ms }
  store orders on n1, n2, n3 using Consensus
}

workload Shopping {
  from web, batch to orders
  rate: 100/s
  operations: read 70%, write 30%
  timeout: 1s
}
`;

/** One mistake: `heartbeet`. */
const BROKEN = `policy Broken = raft { heartbeet: 50ms }
`;

/** What may be added to the shop: two cells on the same randomness, one with a policy that the scenario does not use. */
export const EXPERIMENT = `
policy Pair = primary-backup { acknowledge: async }

experiment Tradeoffs {
  scenario: LeaderCrash
  vary orders.policy: [Consensus, Pair]
  measure availability, lost writes
}
`;

/** A folder of models that the stories work on; whoever makes it removes it, with the folder around it. */
export function writeStoryModels(addedToShop = ''): string {
  const folder = path.join(mkdtempSync(path.join(tmpdir(), 'ftm-stories-')), 'models');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'policies.ftm'), POLICIES);
  writeFileSync(path.join(folder, 'shop.ftm'), SHOP + addedToShop);
  writeFileSync(path.join(folder, 'broken.ftm'), BROKEN);
  return folder;
}
