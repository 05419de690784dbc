/** A file as a large team would write it, of about so many lines: topologies, policies, workloads, faults, scenarios. */
export function realisticFile(lines: number): string {
  const systems: string[] = [];
  let written = 0;
  for (let index = 0; written < lines; index++) {
    const text = system(index);
    systems.push(text);
    written += text.split('\n').length;
  }
  return systems.join('\n');
}

function system(index: number): string {
  const id = String(index);
  return `/// System ${id} of the platform.
topology Shop${id} {
  region eu {
    zone a {
      node n1
      node app1 { mtbf: 3y  mttr: 4h }
      client web
    }
    zone b {
      node n2
      node app2
    }
    zone c {
      node n3
      client batch
    }
  }
  nodes edge[1..2]                                  // outside any zone
  group feed-1 = n1, n2 { mtbf: 3y  mttr: 4h }
  link within zone { latency: 0.3ms }
  link between zones {
    latency: lognormal(median: 1ms, p99: 4ms)
    loss: 0.01%
  }
  link n1 -> n3 { latency: 9ms }
  balancer front on edge1, edge2 to api {
    strategy: round-robin
    health-check: every 2s timeout 1s failures 2
  }
  service api on app[1..2] {
    workers: 32
    queue: 100
    service-time: lognormal(median: 2ms, p99: 20ms)
    handle checkout {
      read orders
      call payments {
        timeout: 300ms
        retries: 2
        backoff: exponential(50ms..1s, jitter: full)
        fallback: cached(60s)
      }
      write orders
    }
    restart: backoff(10s..5min)
  }
  store orders on n1, n2, n3 using Raft${id} {
    data: register
    storage {
      log: fsync
      fsync: 1ms
      checkpoint: every 30s
      replay: 50000/s
      checksums: on
    }
  }
}

policy Raft${id} = raft {
  election-timeout: 150ms..300ms
  heartbeat: 50ms
  reads: read-index
}

workload Shopping${id} {
  from web, batch to front.checkout
  rate: 200/s
  operations: read 70%, write 30%
  keys: zipf(100, skew: 0.99)
  timeout: 1s
  retries: 3
  backoff: exponential(50ms..1s, jitter: full)
}

faults ZoneOutage${id} {
  // The leader first, then its zone.
  at 5s crash leader of orders for 10s
  at 20s partition zone a | zone b, zone c for 5s
  every 30s +- 10s crash random 1 of orders for 5s
  at 40s delay between zone a and zone b by 50ms for 5s
}

scenario LeaderCrash${id} "Leader crashes mid-checkout" {
  topology: Shop${id}
  workload: Shopping${id}
  faults: ZoneOutage${id}
  duration: 60s
  seed: 7
  at 40s pause n2 for 2s
  set orders.policy: AsyncPair
  expect availability >= 99%
  expect orders is linearizable
  expect no lost writes
}

experiment CapTradeoffs${id} {
  scenario: LeaderCrash${id}
  vary orders.policy: [Raft${id}, AsyncPair, Dynamo]
  vary Shopping${id}.rate: [100/s, 1000/s]
  runs: 100
  measure availability, lost writes, stale reads, latency p99, recovery p50
}
`;
}
