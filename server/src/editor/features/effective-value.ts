import type { Settings } from '../../language/settings/settings';
import type { NameNode, PathNode } from '../../language/syntax/value-nodes';
import type { Snapshot } from '../snapshot';
import { policyOf } from './completion/model-facts';
import { effectivePolicy } from './effective-policy';

/**
 * What holds for a property beyond its own line, as Markdown: the value that it takes the place of in the policies that this
 * one derives from, and the scenarios that set it to something else.
 *
 * @param path the name of what has the property, sections, the property
 */
export function effectiveText(snapshot: Snapshot, path: readonly string[]): string {
  return [inherited(snapshot, path), setBy(snapshot, path)].filter((text) => text !== '').join('\n\n');
}

/** What is declared of the property that a `set` or `vary` changes, as Markdown. */
export function declaredText(snapshot: Snapshot, path: readonly string[]): string {
  const [owner = '', ...rest] = path;
  const policy = rest.length === 1 ? policyValue(snapshot, owner, rest[0] ?? '') : undefined;
  if (policy !== undefined) return `As declared: ${policy}.`;
  if (rest.length === 1 && rest[0] === 'policy') {
    const used = policyOf(snapshot, owner);
    return used === undefined ? '' : `As declared: \`${used}\`.`;
  }
  const settings = settingsNamed(snapshot, owner);
  const section = settings && rest.slice(0, -1).reduce((each, name) => each.section(name), settings);
  const property = rest.at(-1) ?? '';
  const written = section?.written(property);
  const text = written && snapshot.sourceOf(written.uri)?.slice(written.range);
  if (text !== undefined) return `As declared: \`${text}\`.`;
  const schema = section?.schema.properties.get(property);
  return schema?.default === undefined ? '' : `As declared: \`${schema.default}\` (default).`;
}

/** The words of a path. */
export function namesOf(path: PathNode): readonly string[] {
  return path.segments.map(({ text }: NameNode) => text);
}

function inherited(snapshot: Snapshot, path: readonly string[]): string {
  const [name = '', property = '', ...deeper] = path;
  const policy = snapshot.program.model.policies.find((each) => each.name === name);
  if (policy?.base === undefined || deeper.length > 0) return '';
  const value = policyValue(snapshot, policy.base.name, property);
  return value === undefined ? '' : `\`${policy.base.name}\`, which \`${name}\` derives from, has ${value}.`;
}

function policyValue(snapshot: Snapshot, name: string, property: string): string | undefined {
  const found = effectivePolicy(snapshot, name)?.properties.find((each) => each.name === property);
  if (found === undefined) return undefined;
  const source = found.from === undefined ? ' (default)' : found.from === name ? '' : ` (from \`${found.from}\`)`;
  return `\`${found.value}\`${source}`;
}

function setBy({ program: { model }, sourceOf }: Snapshot, path: readonly string[]): string {
  const wanted = path.join('.');
  const lines = [...model.scenarios, ...model.experiments].flatMap(({ name, uri, sets }) =>
    sets.flatMap((set) => {
      if (set.path === undefined || set.value === undefined || namesOf(set.path).join('.') !== wanted) return [];
      const text = sourceOf(uri)?.slice(set.value.range);
      return text === undefined ? [] : [`- \`${text}\` in \`${name}\``];
    }),
  );
  return lines.length === 0 ? '' : ['Set to', ...lines].join('\n');
}

/** Of the first thing with that name: names are the same in several topologies where they mean the same. */
function settingsNamed({ program: { model } }: Snapshot, name: string): Settings | undefined {
  const parts = model.topologies.flatMap(({ stores, services, balancers, jobs, places }) => [
    ...[...stores, ...services, ...balancers, ...jobs],
    ...places,
  ]);
  return [...parts, ...model.workloads].find((each) => each.name === name)?.settings;
}
