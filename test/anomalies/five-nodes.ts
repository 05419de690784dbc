/** One setting of a published experiment: a model whose expectations say what it shows, with every seed. */
export interface Half {
  readonly shows: string;
  readonly model: string;
  /** What the judge says of the first store, where that is the point. */
  readonly linearizable?: 'pass' | 'fail';
}

/** A published experiment: the settings that broke, and those that did not. */
export interface Anomaly {
  readonly system: string;
  readonly published: string;
  readonly halves: readonly Half[];
}

/**
 * The set-up of K. Kingsbury's experiments of 2013 to 2015: five nodes with a client on each, the first one primary, n1 and
 * n2 cut from the rest from 10 s to 40 s while everybody goes on writing, and a look at what is left at 60 s. Fail-over
 * timeouts are 5 s.
 */
interface FiveNodes {
  readonly policy: string;
  readonly store?: string;
  /** Of everybody; `from ... to` is added. */
  readonly load?: string;
  readonly faults?: string;
  readonly expect: readonly string[];
  readonly duration?: string;
}

const SPLIT = 'at 10s partition zone minority | zone majority for 30s as split';

export function fiveNodes({ policy, store, load, faults = SPLIT, expect, duration = '60s' }: FiveNodes): string {
  const traffic = load ?? 'operations: add 100%  keys: uniform(100)  timeout: 1s';
  return `
    topology Lab {
      zone minority { host h1 { node n1  client c1 }  host h2 { node n2  client c2 } }
      zone majority { host h3 { node n3  client c3 }  host h4 { node n4  client c4 }  host h5 { node n5  client c5 } }
      link everywhere { latency: 1ms }
      link within host { latency: 0.1ms }
      store data on n[1..5] using Policy { ${store ?? 'data: set'} }
    }
    policy Policy = ${policy}
    workload Minority { from c1, c2 to data  rate: 40/s  ${traffic} }
    workload Majority { from c3, c4, c5 to data  rate: 60/s  ${traffic} }
    scenario Experiment {
      workload: Minority, Majority
      duration: ${duration}
      ${faults}
      ${expect.map((text) => `expect ${text}`).join('\n      ')}
    }`;
}

export const register = 'data: register';
export const readsAndWrites = 'operations: read 50%, write 50%  keys: uniform(60)  timeout: 1s';

/** Two followers and the leader: what a policy of primary and backups makes of the split. */
export const primaryBackup = (rest: string): string => `primary-backup { heartbeat: 1s  timeout: 5s  ${rest} }`;
