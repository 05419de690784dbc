/** A model of about so many lines, as a person would write it: many systems, each with its load, faults and scenarios. */
export function largeModel(lines: number): string {
  const first = system(0);
  const perSystem = first.split('\n').length;
  const count = Math.max(1, Math.round(lines / perSystem));
  return Array.from({ length: count }, (_, index) => system(index)).join('\n');
}

function system(index: number): string {
  const id = String(index);
  return `
/// System number ${id}: orders in three zones behind a balanced service.
topology Shop${id} {
  region eu {
    zone a {
      node n1 { mtbf: 3y  mttr: 4h }
      node app1
      client web
    }
    zone b {
      node n2 { clock { skew: 2ms  drift: 20ppm } }
      node app2
    }
    zone c {
      node n3 { disk { latency: 0.5ms  capacity: 500GB } }
      client batch
    }
  }
  nodes edge[1..2]
  group feed-1 = n1, n2 { mtbf: 5y  mttr: 2h }
  link within zone   { latency: 0.3ms }
  link between zones { latency: lognormal(median: 1ms, p99: 4ms)  loss: 0.01% }
  link n1 -> n3      { latency: 9ms }
  balancer front on edge1, edge2 to api { strategy: round-robin  health-check: every 2s }
  service api on app1, app2 {
    workers: 32
    queue: 100
    service-time: lognormal(median: 2ms, p99: 20ms)
    handle checkout {
      read orders
      write orders
    }
    health { liveness: every 10s timeout 1s failures 3 }
    restart: backoff(10s..5min)
  }
  store orders on n1, n2, n3 using Raft${id} {
    data: register
    storage { log: fsync  fsync: 1ms  checkpoint: every 30s }
  }
}

policy Raft${id} = raft {
  election-timeout: 150ms..300ms
  heartbeat: 50ms
  reads: read-index
}

policy Async${id} = primary-backup {
  acknowledge: async
  heartbeat: 200ms
  timeout: 1s
}

policy Fenced${id} = Async${id} { acknowledge: 1 }

workload Shopping${id} {
  from web, batch to front.checkout
  rate: 200/s
  timeout: 1s
  retries: 3
  backoff: exponential(50ms..1s, jitter: full)
}

workload Direct${id} {
  from web to orders
  sessions: 20
  think: 50ms
  operations: read 70%, write 30%
  keys: zipf(100, skew: 0.99)
}

faults Outage${id} {
  at 5s   crash leader of orders for 10s as first
  at 20s  partition zone a | zone b, zone c for 5s as split
  every 30s +- 10s crash random 1 of orders for 5s
  when leader of orders changes after 2s pause n2 for 1s
  at 40s  drop 20% between n1 and n2, n3 for 5s
  at 45s..50s slow disk of n3 by 10x for 5s with probability 50%
}

scenario LeaderCrash${id} "The leader crashes" {
  topology: Shop${id}
  workload: Shopping${id}
  faults: Outage${id}
  duration: 60s
  warm-up: 2s
  seed: 7
  expect availability >= 99%
  expect availability of front.checkout during split >= 50%
  expect orders is linearizable
  expect no lost writes
}

scenario Direct${id} "Clients talk to the store" {
  topology: Shop${id}
  workload: Direct${id}
  duration: 60s
  at 40s pause n2 for 2s as stall
  set orders.policy: Async${id}
  set Direct${id}.sessions: 40
  expect latency p99 of reads <= 50ms
  expect recovery <= 5s in 95% of runs
}

experiment Compare${id} {
  scenario: Direct${id}
  vary orders.policy: [Raft${id}, Async${id}, Fenced${id}]
  vary Direct${id}.sessions: [10, 20, 40]
  runs: 100
  measure availability, lost writes, stale reads, latency p99, recovery p50
}
`;
}
