import type { ProblemCodeEntry } from './problem-codes';

/** Codes of kinds, values and what cannot be: 300–399. */
export const valueProblemCodes = {
  FTM300: {
    name: 'wrong-kind-of-value',
    severity: 'error',
    title: 'Value of the wrong kind',
    explanation: 'The value has another unit or another form than the property needs.',
  },
  FTM301: {
    name: 'unknown-property',
    severity: 'error',
    title: 'Unknown property',
    explanation: 'The block has no property of this name.',
  },
  FTM302: {
    name: 'duplicate-property',
    severity: 'error',
    title: 'Said twice',
    explanation: 'A property, section or statement of which there is one is written twice in one block.',
  },
  FTM303: {
    name: 'missing-property',
    severity: 'error',
    title: 'Missing property',
    explanation: 'The block means nothing without this property.',
  },
  FTM304: {
    name: 'out-of-range',
    severity: 'error',
    title: 'Out of range',
    explanation: 'The value has the right kind and cannot be meant: a negative time, a share above 100%.',
  },
  FTM305: {
    name: 'unknown-word',
    severity: 'error',
    title: 'Unknown word',
    explanation: 'The property takes one of a few words, and this is none of them.',
  },
  FTM306: {
    name: 'missing-unit',
    severity: 'error',
    title: 'Missing unit',
    explanation: 'Every number carries its unit: `5ms`, `99.9%`, `200/s`.',
  },
  FTM307: {
    name: 'unknown-function',
    severity: 'error',
    title: 'Unknown function',
    explanation: 'No distribution, detector, backoff or choice of keys that fits here has this name.',
  },
  FTM308: {
    name: 'wrong-arguments',
    severity: 'error',
    title: 'Wrong arguments',
    explanation: 'A function has an argument that it does not know, or lacks one that it needs.',
  },
  FTM309: {
    name: 'shares-do-not-add-up',
    severity: 'error',
    title: 'Shares do not add up',
    explanation: 'The shares of a mix are parts of one whole: together they are 100%.',
  },
  FTM310: {
    name: 'backwards-range',
    severity: 'error',
    title: 'Range runs backwards',
    explanation: 'The lower end of a range comes first and is not above the upper end.',
  },
  FTM311: {
    name: 'not-a-list',
    severity: 'error',
    title: 'One or several',
    explanation: 'A list stands where one value is needed, or the other way round.',
  },
  FTM312: {
    name: 'block-or-property',
    severity: 'error',
    title: 'Block or property',
    explanation: 'Something that is written with braces is written with a colon, or the other way round.',
  },
  FTM320: {
    name: 'quorum-too-large',
    severity: 'error',
    title: 'Quorum larger than the store',
    explanation: 'An operation that waits for more replicas than there are can never succeed.',
  },
  FTM321: {
    name: 'too-few-backups',
    severity: 'error',
    title: 'More acknowledgements than backups',
    explanation: 'A write that waits for more backups than there are is never acknowledged.',
  },
  FTM322: {
    name: 'too-few-replicas',
    severity: 'error',
    title: 'Too few replicas',
    explanation: 'The policy cannot work with so few replicas: PBFT needs 3f+1 of them, so at least 4.',
  },
  FTM323: {
    name: 'too-few-nodes-for-fragments',
    severity: 'error',
    title: 'Too few nodes for the fragments',
    explanation: 'Each data and parity fragment of an erasure-coded value lies on a node of its own.',
  },
  FTM324: {
    name: 'more-replicas-than-nodes',
    severity: 'error',
    title: 'More replicas than nodes',
    explanation: 'Each replica of a shard lies on a node of its own.',
  },
  FTM325: {
    name: 'heartbeat-not-below-timeout',
    severity: 'error',
    title: 'Heartbeat not below its timeout',
    explanation: 'Whoever waits for a heartbeat for less time than lies between two takes a healthy node for dead.',
  },
  FTM326: {
    name: 'operation-not-of-data',
    severity: 'error',
    title: 'Operation does not fit the data',
    explanation:
      'Which operations a store has follows from its data: a register reads and writes, a log appends and polls.',
  },
  FTM327: {
    name: 'open-and-closed-loop',
    severity: 'error',
    title: 'Open or closed loop',
    explanation: 'A workload issues operations at a rate, or from sessions that wait for answers; not both.',
  },
  FTM328: {
    name: 'does-not-apply',
    severity: 'error',
    title: 'Does not apply',
    explanation:
      'The property says nothing in this place: operations and keys are of stores, `at` is of faults triggered by `at`.',
  },
  FTM330: {
    name: 'min-isr-too-large',
    severity: 'error',
    title: 'More in-sync replicas than replicas',
    explanation: 'With fewer replicas than `min-isr` no write with `acks: all` is ever accepted.',
  },
  FTM331: {
    name: 'several-copies-of-single',
    severity: 'error',
    title: 'Several copies of a single copy',
    explanation: '`single` keeps one copy; a store with more replicas needs a policy that replicates.',
  },
  FTM332: {
    name: 'data-not-of-policy',
    severity: 'error',
    title: 'Data that the policy cannot keep',
    explanation: 'Fragments of an erasure-coded value cannot be added to: such a store keeps registers.',
  },
  FTM333: {
    name: 'operation-not-of-policy',
    severity: 'error',
    title: 'Operation that the policy cannot do',
    explanation:
      'To compare and set takes replicas that agree, or one value to compare with; some policies have neither.',
  },
  FTM334: {
    name: 'detector-of-no-use',
    severity: 'error',
    title: 'Detector that would be passed over',
    explanation: 'The policy detects failures by timeouts that are part of its protocol, or detects none.',
  },
  FTM335: {
    name: 'refused-order',
    severity: 'error',
    title: 'Order that the policy cannot carry out',
    explanation:
      'What operators may ask of a running store follows from its policy: where nobody leads there is nobody to promote, and some protocols know one set of replicas.',
  },
  FTM340: {
    name: 'unknown-metric',
    severity: 'error',
    title: 'Unknown metric',
    explanation: 'A run measures nothing of this name.',
  },
  FTM341: {
    name: 'wrong-statistic',
    severity: 'error',
    title: 'Which statistic?',
    explanation: 'A latency is many values: say which one is meant, such as p99 or max. A count is one and takes none.',
  },
  FTM342: {
    name: 'wrong-subject',
    severity: 'error',
    title: 'Cannot be measured of this',
    explanation: 'The metric is not measured of things of this kind.',
  },
  FTM343: {
    name: 'unknown-guarantee',
    severity: 'error',
    title: 'Unknown guarantee',
    explanation: 'What a store is expected to be is a consistency model, CP or AP.',
  },
  FTM350: {
    name: 'too-many-cells',
    severity: 'error',
    title: 'Too many combinations',
    explanation: 'An experiment runs every combination of its factors; beyond a limit it would never end.',
  },
  FTM351: {
    name: 'nothing-to-vary',
    severity: 'error',
    title: 'Nothing to vary',
    explanation: 'A factor of an experiment is a list of values.',
  },
  FTM360: {
    name: 'duration-too-long',
    severity: 'error',
    title: 'Duration too long',
    explanation: 'A run lasts at most 100 simulated days, so that its clock counts nanoseconds exactly.',
  },
  FTM361: {
    name: 'warm-up-not-below-duration',
    severity: 'error',
    title: 'Warm-up not below the duration',
    explanation: 'The warm-up is part of the duration and is not counted; nothing would be left.',
  },
  FTM362: {
    name: 'too-many-places',
    severity: 'error',
    title: 'Too many nodes and clients',
    explanation: 'A topology has at most so many nodes and clients; what comes on top is left out.',
  },
} as const satisfies Record<string, ProblemCodeEntry>;
