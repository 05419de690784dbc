import type { SymbolKind } from '../../../language/names/symbols';
import type { BlockSchema } from '../../../language/schema/block-schema';
import type { FunctionSchema, ValueType } from '../../../language/schema/value-type';

/** A word that may be typed, with what is said about it. */
export interface Word {
  readonly word: string;
  readonly documentation?: string;
  readonly detail?: string;
  /** Text with tab stops, where more than the word is inserted. */
  readonly snippet?: string;
}

/** One kind of thing that may stand at the cursor; at most places there are several. */
export type Slot =
  | { readonly kind: 'words'; readonly words: readonly Word[] }
  /** `within` names the topology whose parts alone can be meant. */
  | { readonly kind: 'names'; readonly of: readonly SymbolKind[]; readonly within?: string }
  /** Handlers of one service, after its dot. */
  | { readonly kind: 'handlers'; readonly of: string }
  | { readonly kind: 'value'; readonly type: ValueType; readonly default?: string }
  | { readonly kind: 'properties'; readonly block: BlockSchema; readonly written: ReadonlySet<string> }
  | { readonly kind: 'parameters'; readonly of: FunctionSchema; readonly written: ReadonlySet<string> }
  /** Paths of other models, in an import. */
  | { readonly kind: 'paths' };

export function words(...list: readonly (string | Word)[]): Slot {
  return { kind: 'words', words: list.map((each) => (typeof each === 'string' ? { word: each } : each)) };
}

export function names(...of: readonly SymbolKind[]): Slot {
  return { kind: 'names', of };
}

export function value(type: ValueType, defaultText?: string): Slot {
  return { kind: 'value', type, ...(defaultText === undefined ? {} : { default: defaultText }) };
}
