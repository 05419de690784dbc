import type { ValueType } from './value-type';

/** One property of a block: what may be written, what holds when nothing is, and what it means. */
export interface PropertySchema {
  readonly name: string;
  readonly type: ValueType;
  /** As it would be written; undefined where `absent` says what happens without it. */
  readonly default?: string;
  /** What holds when it is not written and has no default, for documentation: `no retries`. */
  readonly absent?: string;
  /** Leaving it out is an error. */
  readonly required?: boolean;
  /** One sentence. */
  readonly documentation: string;
}

/** `clock { ... }` inside a block. */
export interface SectionSchema {
  readonly name: string;
  readonly documentation: string;
  readonly block: BlockSchema;
}

/** What may stand between a pair of braces, beside the statements that the grammar knows. */
export interface BlockSchema {
  /** With its article, for messages: `a raft policy`. */
  readonly noun: string;
  readonly properties: ReadonlyMap<string, PropertySchema>;
  readonly sections: ReadonlyMap<string, SectionSchema>;
  /** What it holds besides properties, for somebody who looked for a property that there is not. */
  readonly holds?: string;
  /** What is no property of it because something else says it: where it is said, by the word that somebody looks for. */
  readonly elsewhere?: ReadonlyMap<string, string>;
}

/** Makes a block of properties by name, in the order in which the documentation lists them. */
export function block(
  noun: string,
  properties: Readonly<Record<string, Omit<PropertySchema, 'name'>>>,
  sections: readonly SectionSchema[] = [],
): BlockSchema {
  return {
    noun,
    properties: new Map(Object.entries(properties).map(([name, rest]) => [name, { name, ...rest }])),
    sections: new Map(sections.map((section) => [section.name, section])),
  };
}

/** The properties of several blocks in one, under a noun of its own. */
export function joinBlocks(noun: string, ...blocks: readonly BlockSchema[]): BlockSchema {
  return {
    noun,
    properties: new Map(blocks.flatMap((each) => [...each.properties])),
    sections: new Map(blocks.flatMap((each) => [...each.sections])),
  };
}
