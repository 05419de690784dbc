import { words } from './slot';
import type { Slot, Word } from './slot';

/** Words that begin a statement, each with a whole statement to fill in, by the kind of block. */

export const declarations: Slot = words(
  {
    word: 'topology',
    snippet:
      'topology ${1:Name} {\n  zone a { node n1  client web }\n  zone b { node n2 }\n  zone c { node n3 }\n  store ${2:data} on n1, n2, n3 using ${3:Policy}\n}',
    documentation: 'Where the nodes are, and what runs on them.',
  },
  { word: 'policy', snippet: 'policy ${1:Name} = ${2:raft}', documentation: 'How data is replicated.' },
  {
    word: 'workload',
    snippet: 'workload ${1:Name} {\n  from ${2:web} to ${3:data}\n  rate: ${4:100/s}\n}',
    documentation: 'What load comes in.',
  },
  {
    word: 'faults',
    snippet: 'faults ${1:Name} {\n  at ${2:5s} crash ${3:n1} for ${4:10s}\n}',
    documentation: 'What fails, and when.',
  },
  {
    word: 'scenario',
    snippet:
      'scenario ${1:Name} "${2:What happens}" {\n  topology: ${3:Topology}\n  workload: ${4:Workload}\n  at ${5:10s} ${6:crash leader of data for 10s}\n  duration: ${7:60s}\n  expect ${8:availability >= 99%}\n}',
    documentation: 'One run: a topology, load and faults, and what is expected of it.',
  },
  {
    word: 'experiment',
    snippet:
      'experiment ${1:Name} {\n  scenario: ${2:Scenario}\n  vary ${3:data.policy}: [${4:A, B}]\n  measure ${5:availability, latency p99}\n}',
    documentation: 'One scenario with several values, side by side.',
  },
  {
    word: 'import',
    snippet: 'import "${1:path.ftm}"',
    documentation: 'Makes the declarations of another file known here.',
  },
);

const domain = (word: string, documentation: string): Word => ({
  word,
  snippet: `${word} \${1:a} { $0 }`,
  documentation,
});

export const topologyStatements: Slot = words(
  domain('region', 'A region: far from others, and failing apart from them.'),
  domain('datacenter', 'A data centre.'),
  domain('zone', 'An availability zone.'),
  domain('rack', 'A rack.'),
  domain('host', 'A machine that several nodes run on.'),
  { word: 'node', documentation: 'A process that can hold replicas and services.' },
  { word: 'nodes', snippet: 'nodes ${1:n}[1..${2:3}]', documentation: 'Several nodes at once.' },
  { word: 'client', documentation: 'A place that load comes from.' },
  {
    word: 'group',
    snippet: 'group ${1:feed} = ${2:n1, n2}',
    documentation: 'A fate shared across domains: a power feed, a switch, a software version.',
  },
  { word: 'link', snippet: 'link ${1:between zones} { latency: ${2:1ms} }', documentation: 'How messages travel.' },
  { word: 'store', snippet: 'store ${1:data} on ${2:n1, n2, n3} using ${3:Policy}', documentation: 'Replicated data.' },
  {
    word: 'service',
    snippet: 'service ${1:api} on ${2:n1} {\n  handle ${3:request} { ${4:read data} }\n}',
    documentation: 'Code that answers requests.',
  },
  {
    word: 'balancer',
    snippet: 'balancer ${1:front} on ${2:n1} to ${3:api}',
    documentation: 'Spreads requests over the instances of a service.',
  },
  {
    word: 'job',
    snippet: 'job ${1:stream} on ${2:n1} { input: ${3:1000/s}  checkpoint: every ${4:10s} }',
    documentation: 'Stream processing with checkpoints.',
  },
);

export const serviceStatements: Slot = words({
  word: 'handle',
  snippet: 'handle ${1:request} { $0 }',
  documentation: 'What the service does for one kind of request.',
});

export const handlerStatements: Slot = words(
  { word: 'read', documentation: 'Reads a key of a store.' },
  { word: 'write', documentation: 'Writes a key of a register.' },
  { word: 'cas', documentation: 'Writes if the value is the expected one.' },
  { word: 'append', documentation: 'Appends to a log.' },
  { word: 'poll', documentation: 'Reads what is new in a log.' },
  { word: 'increment', documentation: 'Adds to a counter.' },
  { word: 'add', documentation: 'Adds to a set.' },
  { word: 'remove', documentation: 'Removes from a set.' },
  {
    word: 'call',
    snippet: 'call ${1:service} { timeout: ${2:300ms}  retries: ${3:2} }',
    documentation: 'Calls a handler of another service.',
  },
);

export const workloadStatements: Slot = words({
  word: 'from',
  snippet: 'from ${1:web} to ${2:data}',
  documentation: 'Which clients send operations, and where to.',
});

export const triggers: Slot = words(
  { word: 'at', snippet: 'at ${1:10s} $0', documentation: 'Once, at a time or somewhere in a range of times.' },
  { word: 'every', snippet: 'every ${1:30s} $0', documentation: 'Again and again.' },
  {
    word: 'when',
    snippet: 'when ${1|leader of,write 100 of|} ${2:data} $0',
    documentation: 'When something happens in the run.',
  },
  {
    word: 'randomly',
    snippet: 'randomly ${1:crash n1} with mtbf ${2:1h} mttr ${3:1min}',
    documentation: 'With exponential times to failure and to repair, for each target.',
  },
);

export const scenarioStatements: Slot = words(
  { word: 'expect', documentation: 'What must hold; it is judged after the run.' },
  {
    word: 'set',
    snippet: 'set ${1:data.policy}: ${2:Policy}',
    documentation: 'Changes something for this scenario only.',
  },
);

export const experimentStatements: Slot = words(
  { word: 'vary', snippet: 'vary ${1:data.policy}: [${2:A, B}]', documentation: 'A factor: one cell for each value.' },
  { word: 'set', snippet: 'set ${1:data.policy}: ${2:Policy}', documentation: 'Changes something in every cell.' },
  { word: 'measure', snippet: 'measure ${1:availability, latency p99}', documentation: 'The columns of the table.' },
);

/** What a statement is, by its kind of node and the word that it begins with. */
export function statementWord(kind: string, word: string): Word | undefined {
  const slot = SLOTS[kind];
  return slot?.kind === 'words' ? slot.words.find((each) => each.word === word) : undefined;
}

const SLOTS: Readonly<Record<string, Slot>> = {
  ...kindsOf(declarations, 'import', 'topology', 'policy', 'workload', 'faults', 'scenario', 'experiment'),
  ...kindsOf(topologyStatements, 'domain', 'nodes', 'clients', 'group', 'link', 'store', 'service', 'balancer', 'job'),
  ...kindsOf(serviceStatements, 'handler'),
  ...kindsOf(handlerStatements, 'step'),
  ...kindsOf(workloadStatements, 'route'),
  ...kindsOf(triggers, 'at-trigger', 'every-trigger', 'leader-trigger', 'write-trigger', 'random-trigger'),
  ...kindsOf(scenarioStatements, 'set', 'bound-expectation', 'absence-expectation', 'guarantee-expectation'),
  ...kindsOf(experimentStatements, 'vary', 'measure'),
};

function kindsOf(slot: Slot, ...kinds: readonly string[]): Readonly<Record<string, Slot>> {
  return Object.fromEntries(kinds.map((kind) => [kind, slot]));
}
