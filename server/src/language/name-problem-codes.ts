import type { ProblemCodeEntry } from './problem-codes';

/** Codes of names and imports: 200–279. */
export const nameProblemCodes = {
  FTM200: {
    name: 'unknown-name',
    severity: 'error',
    title: 'Unknown name',
    explanation: 'Nothing that may stand here is declared under this name, in this file or in those it imports.',
  },
  FTM201: {
    name: 'wrong-kind-of-name',
    severity: 'error',
    title: 'Name of the wrong kind',
    explanation: 'The name is declared, but as something that cannot stand here.',
  },
  FTM202: {
    name: 'duplicate-declaration',
    severity: 'error',
    title: 'Declared twice',
    explanation: 'Two declarations share one name, so a reference could mean either.',
  },
  FTM203: {
    name: 'ambiguous-name',
    severity: 'error',
    title: 'Ambiguous name',
    explanation: 'The name means several things here; say which by its kind, such as `zone a`, or by its schedule.',
  },
  FTM204: {
    name: 'name-missing-in-topology',
    severity: 'error',
    title: 'Does not fit the topology',
    explanation: 'What the scenario uses names something that the topology of the scenario does not have.',
  },
  FTM205: {
    name: 'policy-cycle',
    severity: 'error',
    title: 'Policy derives from itself',
    explanation: 'A policy that derives from itself, directly or through others, has no family.',
  },
  FTM206: {
    name: 'bad-name-range',
    severity: 'error',
    title: 'Unusable range of names',
    explanation: 'A range of names counts upwards in whole numbers: `n[1..5]` stands for n1, n2, n3, n4, n5.',
  },
  FTM207: {
    name: 'listed-twice',
    severity: 'error',
    title: 'Listed twice',
    explanation: 'The same thing stands twice in one list.',
  },
  FTM208: {
    name: 'unknown-path',
    severity: 'error',
    title: 'Nothing to set here',
    explanation:
      'A path of `set` or `vary` leads from a declared name to one of its properties: `orders.policy`, `Shopping.rate`.',
  },
  FTM209: {
    name: 'unknown-handler',
    severity: 'error',
    title: 'Which handler?',
    explanation: 'A request to a service goes to one of its handlers; with more than one it must be named.',
  },
  FTM210: {
    name: 'not-in-store',
    severity: 'error',
    title: 'No replica of the store',
    explanation:
      'The node holds no replica of this store, so it cannot play this part in it; clients hold none, and have no disk.',
  },
  FTM211: {
    name: 'domains-out-of-order',
    severity: 'error',
    title: 'Domains nest the wrong way',
    explanation: 'Failure domains nest from coarse to fine: region, datacenter, zone, rack, host; any may be left out.',
  },
  FTM250: {
    name: 'missing-import',
    severity: 'error',
    title: 'Imported file not found',
    explanation: 'The path of an import is relative to the file that imports it.',
  },
  FTM251: {
    name: 'unreadable-import',
    severity: 'error',
    title: 'Imported file cannot be read',
    explanation: 'The file is there, but it cannot be read.',
  },
  FTM252: {
    name: 'import-too-large',
    severity: 'error',
    title: 'Imported file too large',
    explanation: 'The file is larger than a model may be.',
  },
  FTM253: {
    name: 'import-cycle',
    severity: 'error',
    title: 'Import cycle',
    explanation: 'A file imports itself, directly or through others.',
  },
  FTM254: {
    name: 'double-import',
    severity: 'warning',
    title: 'Imported twice',
    explanation: 'The same file is imported twice; once is enough.',
  },
  FTM255: {
    name: 'too-many-files',
    severity: 'error',
    title: 'Too many files',
    explanation: 'A model may be made of so many files; the rest is not read.',
  },
  FTM257: {
    name: 'missing-data-file',
    severity: 'error',
    title: 'Data file not found',
    explanation: 'The path of a data file is relative to the file that names it.',
  },
  FTM258: {
    name: 'unreadable-data-file',
    severity: 'error',
    title: 'Data file cannot be read',
    explanation: 'The file is there, but it cannot be read or is too large.',
  },
  FTM259: {
    name: 'malformed-data-file',
    severity: 'error',
    title: 'Malformed data file',
    explanation: 'A data file holds one duration with its unit a line, such as `1.5ms`.',
  },
} as const satisfies Record<string, ProblemCodeEntry>;
