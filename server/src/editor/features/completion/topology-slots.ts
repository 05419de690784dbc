import type { Place } from './place';
import { names, words } from './slot';
import type { Slot } from './slot';

const THINGS = ['node', 'client', 'region', 'datacenter', 'zone', 'rack', 'host', 'group'] as const;
const LEVELS = ['region', 'datacenter', 'zone', 'rack', 'host'] as const;

/** What may follow in a statement of a topology; undefined where it may be complete and another may begin. */
export function topologySlots({ statement, isNewLine }: Place): {
  readonly slots: readonly Slot[];
  readonly isComplete: boolean;
} {
  const [head] = statement;
  const last = statement.at(-1);
  switch (head) {
    case 'store':
    case 'service':
    case 'balancer':
    case 'job':
      return component(statement);
    case 'group':
      if (last === '=' || last === ',') return going(names(...THINGS), words(...LEVELS));
      return statement.length === 2 ? going(words('=')) : done();
    case 'link':
      return link(statement);
    case 'node':
    case 'nodes':
    case 'client':
      return statement.length < 2 || last === ',' ? going() : done();
    case undefined:
      return done();
    default:
      // A domain wants a name, then its braces.
      return statement.length < 2 && !isNewLine ? going() : done();
  }
}

function component(statement: readonly string[]): ReturnType<typeof topologySlots> {
  const [head] = statement;
  const last = statement.at(-1);
  const clause = statement.findLast((word) => word === 'on' || word === 'using' || word === 'to');
  if (statement.length === 1 || last === '{}') return last === '{}' ? done() : going();
  if (clause === undefined) return going(words('on'));
  if (clause === 'using') return last === 'using' ? going(names('policy')) : done();
  if (clause === 'to') return last === 'to' || last === ',' ? going(names('service', 'store')) : done();
  if (last === 'on' || last === ',') return going(names('node'));
  const next = head === 'store' ? [words('using')] : head === 'balancer' ? [words('to')] : [];
  return { slots: next, isComplete: head !== 'store' && head !== 'balancer' };
}

function link(statement: readonly string[]): ReturnType<typeof topologySlots> {
  const last = statement.at(-1);
  switch (last) {
    case 'link':
      return going(
        words(
          { word: 'within', snippet: 'within ${1|zone,region,datacenter,rack,host|} { latency: ${2:0.5ms} }' },
          { word: 'between', snippet: 'between ${1|zones,regions,datacenters,racks,hosts|} { latency: ${2:1ms} }' },
          { word: 'everywhere', snippet: 'everywhere { latency: ${1:1ms} }' },
        ),
        names(...THINGS),
        words(...LEVELS),
      );
    case 'within':
      return going(words(...LEVELS));
    case 'between':
      return going(words(...LEVELS.map((level) => `${level}s`)));
    case '->':
    case '<->':
      return going(names(...THINGS), words(...LEVELS));
    case '{}':
      return done();
    default:
      return statement.includes('->') || statement.includes('<->') || statement.length > 3
        ? done()
        : { slots: [words('->', '<->')], isComplete: false };
  }
}

function going(...slots: readonly Slot[]): ReturnType<typeof topologySlots> {
  return { slots, isComplete: false };
}

function done(...slots: readonly Slot[]): ReturnType<typeof topologySlots> {
  return { slots, isComplete: true };
}
