import { declaredHere, reportUnknownName, type BindContext, type WrittenName } from '../bind/bind-context';
import type { BoundThing, BoundTopology } from '../bind/bound';
import { reportFailedLookup, type LookedUp, type Wanted } from '../bind/find-thing';
import type { LookupSink } from '../compile/scenario-env';
import type { ModelSymbol } from '../names/symbols';
import type { TextRange } from '../source-text';

/** Where a scenario says that it uses a workload or schedule. */
export interface SharedUse {
  readonly name: string;
  readonly uri: string;
  readonly range: TextRange;
}

/** What became of one name in all the topologies it was looked up in. */
interface Lookups {
  readonly name: WrittenName;
  readonly uri: string;
  readonly found: ModelSymbol[];
  readonly failures: {
    readonly what: Wanted<BoundThing>;
    readonly result: LookedUp<BoundThing>;
    readonly topology: BoundTopology;
    readonly use: SharedUse | undefined;
  }[];
}

/**
 * Workloads and fault schedules name no topology; their names are looked up in that of every scenario that uses them.
 * A name that none of them has is a mistake where it stands; one that some lack, where it is used with those.
 */
export class SharedNames {
  /** By file and offset; the names of a range such as `n[1..3]` begin at one offset. */
  private readonly lookups = new Map<string, Map<number, Lookups[]>>();

  constructor(private readonly context: BindContext) {}

  /** A sink for the look-ups of one use, or of a trial with a topology that nobody asked for. */
  sinkFor(topology: BoundTopology, use: SharedUse | undefined): LookupSink {
    return {
      found: (symbol, uri, range) => {
        const { found } = this.of(symbol.name, range, uri);
        if (found.includes(symbol)) return;
        found.push(symbol);
        this.context.symbols.refer({ symbol, uri, range });
      },
      failed: (what, name, uri, result) => {
        this.of(name.text, name.range, uri).failures.push({ what, result, topology, use });
      },
    };
  }

  /** Says what is wrong, once everything has been looked up. */
  report(): void {
    const all = [...this.lookups.values()].flatMap((inFile) => [...inFile.values()].flat());
    for (const lookups of all) {
      const [first] = lookups.failures;
      if (first === undefined || lookups.failures.some((each) => each.topology.names.isIncomplete)) continue;
      if (lookups.found.length === 0) this.reportEverywhere(lookups, first);
      else this.reportUses(lookups);
    }
  }

  private of(text: string, range: TextRange, uri: string): Lookups {
    let inFile = this.lookups.get(uri);
    if (inFile === undefined) this.lookups.set(uri, (inFile = new Map()));
    let here = inFile.get(range.start);
    if (here === undefined) inFile.set(range.start, (here = []));
    for (const known of here) if (known.name.text === text) return known;
    const lookups: Lookups = { name: { text, range }, uri, found: [], failures: [] };
    here.push(lookups);
    return lookups;
  }

  private reportEverywhere(lookups: Lookups, first: Lookups['failures'][number]): void {
    const { name, uri } = lookups;
    const better = lookups.failures.find((each) => each.result.kind !== 'none') ?? first;
    if (better.result.kind !== 'none') {
      reportFailedLookup(better.what, name, better.topology, uri, better.result, this.context);
      return;
    }
    const candidates = lookups.failures.flatMap(({ what, topology }) => [...topology.names.namesWhere(what.test)]);
    reportUnknownName(first.what.noun, name, new Set(candidates), uri, this.context, first.what.otherwise);
  }

  private reportUses(lookups: Lookups): void {
    const { name, uri } = lookups;
    for (const { use, topology, what } of lookups.failures) {
      if (use === undefined) continue;
      const noun = what.noun.replace(/^an? /, '');
      const message = `'${use.name}' is about '${name.text}', and topology '${topology.name}' has no such ${noun}`;
      const related = [
        { uri, range: name.range, message: `'${name.text}' is named here` },
        declaredHere(topology.symbol),
      ];
      this.context.problems.add('FTM204', use.uri, use.range, message, { related });
    }
  }
}
