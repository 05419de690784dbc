/** Model texts that the tests of the command line share. */

/** One node, no faults: holds, and takes milliseconds. */
export const HOLDS = `topology One {
  node n1
  client web
  store orders on n1 using Alone
}

policy Alone = single {
}

workload Shopping {
  from web to orders
  rate: 50/s
  operations: read 50%, write 50%
  timeout: 1s
}

scenario Quiet "Nothing fails" {
  topology: One
  workload: Shopping
  duration: 5s
  seed: 3
  expect availability >= 99%
  expect no lost writes
}
`;

/** The only copy is down for most of the time. */
export const FAILS = `${HOLDS}
scenario Down "The only copy crashes" {
  topology: One
  workload: Shopping
  duration: 5s
  at 1s crash n1 for 3s
  expect availability >= 99%
}
`;

/** A name that nothing has. */
export const BROKEN = HOLDS.replace('workload: Shopping', 'workload: Shoping');
