import { familyByName } from '../../language/schema/policy-schemas';
import type { ModelSymbol, SymbolKind } from '../../language/names/symbols';
import type { KindNode } from '../syntax-walk';

/** A page of `docs/`, and the heading under which it says more. */
export interface PagePlace {
  readonly page: string;
  readonly heading?: string;
}

/** The section of the reference that is about a block, a statement or a name, by the kind of its node or symbol. */
const SECTIONS: Readonly<Record<string, string>> = {
  ...sections('topology', 'topology', 'domain', 'nodes', 'clients', 'group'),
  ...sections('Links', 'link'),
  ...sections('store', 'store'),
  ...sections('service', 'service', 'service-body', 'handler', 'step', 'balancer'),
  ...sections('job', 'job'),
  ...sections('policy', 'policy', 'reconfigure'),
  ...sections('workload', 'workload', 'route'),
  ...sections('faults', 'faults', 'fault', 'deploy'),
  ...sections('scenario', 'scenario'),
  ...sections('experiment', 'experiment', 'vary', 'measure'),
};

export const DURATIONS: PagePlace = { page: 'language.md', heading: 'Durations that vary' };
export const METRICS: PagePlace = { page: 'language.md', heading: 'expect' };
export const FAULTS: PagePlace = { page: 'language.md', heading: 'faults' };
export const GUARANTEES: PagePlace = { page: 'consistency.md', heading: 'The models' };

/** How a family works, what breaks it, and what its model leaves out. */
export function pageOfFamily(family: string | undefined): PagePlace | undefined {
  return familyByName.has(family ?? '') ? { page: `protocols/${family ?? ''}.md` } : undefined;
}

/** Where the table of a property stands: that of the innermost block which has one. */
export function pageOfBlocks(blocks: readonly KindNode[]): PagePlace | undefined {
  const heading = blocks.map(({ kind }) => SECTIONS[kind ?? '']).findLast((each) => each !== undefined);
  return heading === undefined ? undefined : { page: 'language.md', heading };
}

/** Where the reference says what a name of this kind can be. */
export function pageOfSymbol({ kind }: ModelSymbol): PagePlace {
  return { page: 'language.md', heading: HEADINGS[kind] };
}

const HEADINGS: Readonly<Record<SymbolKind, string>> = {
  topology: 'topology',
  policy: 'policy',
  workload: 'workload',
  faults: 'faults',
  scenario: 'scenario',
  experiment: 'experiment',
  region: 'topology',
  datacenter: 'topology',
  zone: 'topology',
  rack: 'topology',
  host: 'topology',
  node: 'topology',
  client: 'topology',
  group: 'topology',
  store: 'store',
  service: 'service',
  balancer: 'service',
  job: 'job',
  handler: 'service',
  fault: 'faults',
};

function sections(heading: string, ...kinds: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(kinds.map((kind) => [kind, heading]));
}
