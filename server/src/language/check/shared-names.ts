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
  readonly found: Set<ModelSymbol>;
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
  private readonly lookups = new Map<string, Lookups>();

  constructor(private readonly context: BindContext) {}

  /** A sink for the look-ups of one use, or of a trial with a topology that nobody asked for. */
  sinkFor(topology: BoundTopology, use: SharedUse | undefined): LookupSink {
    return {
      found: (symbol, uri, range) => {
        const { found } = this.of({ text: symbol.name, range }, uri);
        if (found.has(symbol)) return;
        found.add(symbol);
        this.context.symbols.refer({ symbol, uri, range });
      },
      failed: (what, name, uri, result) => {
        this.of(name, uri).failures.push({ what, result, topology, use });
      },
    };
  }

  /** Says what is wrong, once everything has been looked up. */
  report(): void {
    for (const lookups of this.lookups.values()) {
      const [first] = lookups.failures;
      if (first === undefined || lookups.failures.some((each) => each.topology.names.isIncomplete)) continue;
      if (lookups.found.size === 0) this.reportEverywhere(lookups, first);
      else this.reportUses(lookups);
    }
  }

  private of(name: WrittenName, uri: string): Lookups {
    const key = `${String(name.range.start)} ${name.text} ${uri}`;
    let lookups = this.lookups.get(key);
    if (lookups === undefined) {
      lookups = { name, uri, found: new Set(), failures: [] };
      this.lookups.set(key, lookups);
    }
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
    reportUnknownName(first.what.noun, name, new Set(candidates), uri, this.context);
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
