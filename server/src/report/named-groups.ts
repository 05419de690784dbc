import type { GroupModel, ScenarioModel } from '../language/model';

/**
 * The groups that a fault names. Who fails together because of a common feed or switch stands in no box that is drawn around
 * them, as a domain does, so that a picture has to say it of each.
 */
export function namedGroups({ faults, groups }: ScenarioModel): readonly GroupModel[] {
  const named = new Set(faults.flatMap(({ action }) => targetTexts(action)));
  return groups.filter(({ name }) => named.has(name));
}

/** Whom an action is aimed at, in whatever part of it, as written. */
function targetTexts(part: unknown): readonly string[] {
  if (Array.isArray(part)) return part.flatMap(targetTexts);
  if (typeof part !== 'object' || part === null) return [];
  if ('kind' in part && part.kind === 'places' && 'text' in part && typeof part.text === 'string') return [part.text];
  return Object.values(part).flatMap(targetTexts);
}
