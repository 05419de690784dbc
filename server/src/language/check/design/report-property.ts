import type { ScenarioEnv } from '../../compile/scenario-env';
import type { ProblemFix, ProblemTag } from '../../problem';
import type { ProblemCode } from '../../problem-codes';
import type { TextRange } from '../../source-text';
import type { StorePolicy } from '../check-store';

/** Where something is said, in which file. */
export interface Place {
  readonly uri: string;
  readonly range: TextRange;
}

/** Reports at a property of a store's policy where it is written, or else where the policy is chosen. */
export function reportProperty(
  bound: StorePolicy,
  env: ScenarioEnv,
  code: ProblemCode,
  property: string,
  message: string,
  fixed?: string,
  tags: readonly ProblemTag[] = [],
): void {
  const written = bound.settings.written(property);
  const { store, uri, range } = bound;
  const related = [{ uri: store.uri, range: store.symbol.nameRange, message: `as '${store.name}' uses it` }];
  const fixes = written === undefined || fixed === undefined ? [] : [writeFix(property, fixed, written.range)];
  const place = written ?? { uri, range };
  env.contextOf(place.uri).report(code, place.range, message, { related, fixes, tags });
}

/** Replaces the value of a property. */
export function writeFix(property: string, value: string, range: TextRange): ProblemFix {
  return { title: `Write '${property}: ${value}'`, edits: [{ range, newText: value }] };
}

/** The name of a store, where what is wrong is about all of it. */
export function storePlace({ store }: StorePolicy): Place {
  return { uri: store.uri, range: store.symbol.nameRange };
}
