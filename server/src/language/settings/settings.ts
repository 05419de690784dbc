import { toNanos, type Distribution, type Nanos } from '../model';
import type { BlockSchema } from '../schema/block-schema';
import type { TextRange } from '../source-text';
import { defaultOf } from '../values/default-value';
import { valueOfKind, type FunctionValue, type PeriodicValue, type Value } from '../values/value';

/** One property that was written: in the block itself, in one it derives from, or by `set` and `vary`. */
export interface Setting {
  /** Undefined where it was written wrongly, which has been reported. */
  readonly value: Value | undefined;
  readonly uri: string;
  /** The value as written, or the key where there is none. */
  readonly range: TextRange;
}

/**
 * What is known of a block: its own properties, those of the block it derives from, and the defaults of its schema.
 * It never changes; `with` makes another, so that a scenario can override what others keep.
 */
export class Settings {
  constructor(
    readonly schema: BlockSchema,
    private readonly own: ReadonlyMap<string, Setting> = new Map(),
    private readonly sections: ReadonlyMap<string, Settings> = new Map(),
    private readonly base?: Settings,
  ) {}

  /** What was written of a property, here or in the base; undefined where its default holds. */
  written(name: string): Setting | undefined {
    return this.own.get(name) ?? this.base?.written(name);
  }

  /** Names of the properties written in this very block. */
  ownNames(): Iterable<string> {
    return this.own.keys();
  }

  has(name: string): boolean {
    return this.written(name) !== undefined;
  }

  /** The value that holds: written, inherited or by default. */
  value(name: string): Value | undefined {
    const written = this.written(name);
    if (written?.value !== undefined) return written.value;
    const schema = this.schema.properties.get(name);
    return schema && defaultOf(schema);
  }

  hasSection(name: string): boolean {
    return this.sections.has(name) || this.base?.hasSection(name) === true;
  }

  /** The settings under a word, empty where the section is not written. */
  section(name: string): Settings {
    const own = this.sections.get(name) ?? this.base?.sections.get(name);
    const schema = this.schema.sections.get(name)?.block;
    return own ?? new Settings(schema ?? this.schema);
  }

  /** The same with another base: the properties written here stay. */
  derivedFrom(base: Settings): Settings {
    return new Settings(this.schema, this.own, this.sections, base);
  }

  /** The same with one property changed; `path` leads through sections. */
  with(path: readonly string[], setting: Setting): Settings {
    const [first, ...rest] = path;
    if (first === undefined) return this;
    if (rest.length === 0)
      return new Settings(this.schema, new Map([...this.own, [first, setting]]), this.sections, this.base);
    const section = this.section(first).with(rest, setting);
    return new Settings(this.schema, this.own, new Map([...this.sections, [first, section]]), this.base);
  }

  /** A duration in whole nanoseconds; 0 where it has neither value nor default. */
  ns(name: string): Nanos {
    return this.optionalNs(name) ?? toNanos(0);
  }

  optionalNs(name: string): Nanos | undefined {
    const ns = this.longNs(name);
    return ns === undefined ? undefined : toNanos(ns);
  }

  /** A duration that may be years: nanoseconds beyond what is a safe integer. */
  longNs(name: string): number | undefined {
    return valueOfKind('duration', this.value(name))?.ns;
  }

  share(name: string): number {
    return valueOfKind('ratio', this.value(name))?.share ?? 0;
  }

  perS(name: string): number {
    return valueOfKind('rate', this.value(name))?.perS ?? 0;
  }

  count(name: string): number {
    return this.optionalCount(name) ?? 0;
  }

  optionalCount(name: string): number | undefined {
    return valueOfKind('count', this.value(name))?.count;
  }

  on(name: string): boolean {
    return valueOfKind('switch', this.value(name))?.on ?? false;
  }

  /** One of a closed choice, which the schema has checked. */
  word(name: string): string | undefined {
    return valueOfKind('word', this.value(name))?.word;
  }

  distribution(name: string): Distribution | undefined {
    return valueOfKind('distribution', this.value(name))?.distribution;
  }

  periodic(name: string): PeriodicValue | undefined {
    return valueOfKind('periodic', this.value(name));
  }

  call(name: string): FunctionValue | undefined {
    return valueOfKind('function', this.value(name));
  }

  names(name: string): readonly { readonly text: string; readonly range: TextRange }[] {
    return valueOfKind('names', this.value(name))?.names ?? [];
  }
}
