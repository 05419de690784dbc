import type { ScenarioEnv } from '../compile/scenario-env';
import type { Override } from '../overrides/overrides';
import type { RelatedPlace } from '../problem';
import type { ProblemList } from '../program/problem-list';
import type { TextRange } from '../source-text';

interface Change {
  readonly uri: string;
  readonly range: TextRange;
}

/**
 * What is wrong with stores and components only because a scenario sets something is said where it is set, or, where that may
 * be any of several lines, names them all. What is wrong as declared has been said.
 */
export function blamingOverrides(env: ScenarioEnv, problems: ProblemList, scenario: string): ScenarioEnv {
  const changes = env.overrides.all.flatMap(placeOf);
  const [only, ...others] = changes;
  if (only === undefined) return env;
  return {
    ...env,
    contextOf: (uri) => {
      const context = env.contextOf(uri);
      return {
        ...context,
        report: (code, range, message, extras = {}) => {
          if (problems.has(code, uri, range, message)) return;
          if (changes.some((change) => change.uri === uri && holds(change.range, range))) {
            context.report(code, range, message, extras);
          } else if (others.length === 0) {
            const declared: RelatedPlace = { uri, range, message: 'this is what it is about' };
            const related = [declared, ...(extras.related ?? [])];
            env.contextOf(only.uri).report(code, only.range, message, {
              ...extras,
              related,
              fixes: [],
              about: { uri, range },
            });
          } else {
            const set = changes.map((change) => ({ ...change, message: `scenario '${scenario}' sets this` }));
            context.report(code, range, message, {
              ...extras,
              related: [...set, ...(extras.related ?? [])],
              fixes: [],
            });
          }
        },
      };
    },
  };
}

function placeOf(override: Override): readonly Change[] {
  switch (override.kind) {
    case 'setting':
      return [{ uri: override.setting.uri, range: override.setting.range }];
    case 'store-policy':
      return [{ uri: override.uri, range: override.range }];
    // When a fault happens changes no store.
    case 'fault-at':
    case 'fault-for':
      return [];
  }
}

function holds(outer: TextRange, inner: TextRange): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
