import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { families, type ActionModel, type TriggerModel } from '../../server/src/language';
import { openSample, sampleFiles, SAMPLES } from './sample-runs';

const samples = new Map(sampleFiles.map((file) => [file, openSample(file)] as const));

/** A row of a table of samples/README.md under "What shows what". */
interface Row {
  readonly what: string;
  /** What models say for it. */
  readonly snippets: readonly string[];
  readonly shownBy: readonly { readonly file: string; readonly names: readonly string[] }[];
}

function rows(): readonly Row[] {
  const [, tables = ''] = readFileSync(join(SAMPLES, 'README.md'), 'utf8').split('## What shows what');
  return tables
    .split('\n')
    .filter((line) => line.startsWith('|') && line.includes('`'))
    .map((line) => {
      const [, what = '', says = '', shown = ''] = line.split(/(?<!\\)\|/);
      return {
        what: what.trim(),
        snippets: [...says.matchAll(/`([^`]+)`/g)].map(([, snippet = '']) => snippet.replaceAll('\\|', '|')),
        shownBy: [...shown.matchAll(/\]\(([^)]+)\): ([\w, ]+)/g)].map(([, file = '', names = '']) => ({
          file,
          names: names.split(',').map((name) => name.trim()),
        })),
      };
    });
}

const flat = (text: string): string => text.replace(/\s+/g, ' ');

/** All kinds, whatever the language adds: a kind that is missing here does not compile. */
const ACTIONS: Readonly<Record<ActionModel['kind'], true>> = {
  crash: true,
  restart: true,
  wipe: true,
  pause: true,
  slow: true,
  delay: true,
  reorder: true,
  skew: true,
  drift: true,
  drop: true,
  duplicate: true,
  partition: true,
  isolate: true,
  cut: true,
  heal: true,
  'corrupt-links': true,
  'corrupt-disk': true,
  'fill-disk': true,
  'slow-disk': true,
  'lose-fsync': true,
  byzantine: true,
  bug: true,
  leak: true,
  deploy: true,
  reconfigure: true,
  remove: true,
  add: true,
  promote: true,
  surge: true,
};

const TRIGGERS: Readonly<Record<TriggerModel['kind'], true>> = {
  at: true,
  between: true,
  every: true,
  'leader-changes': true,
  'write-acknowledged': true,
  randomly: true,
};

describe('what the samples show', () => {
  for (const { what, snippets, shownBy } of rows()) {
    it(what, () => {
      assert.ok(shownBy.length > 0, 'a sample shows it');
      for (const { file, names } of shownBy) {
        const sample = samples.get(file);
        assert.ok(sample !== undefined, `there is a sample ${file}`);
        for (const name of names) {
          assert.match(sample.text, new RegExp(`^(scenario|experiment) ${name}\\b`, 'm'), `${file} has ${name}`);
        }
      }
      const texts = shownBy.map(({ file }) => flat(samples.get(file)?.text ?? ''));
      for (const snippet of snippets) {
        assert.ok(
          texts.some((text) => text.includes(flat(snippet))),
          `one of its samples says ${snippet}`,
        );
      }
    });
  }

  it('has every action, every trigger and every family of the language', () => {
    const seen = new Set<string>();
    for (const { program } of samples.values()) {
      for (const { name } of program.scenarios) {
        const scenario = program.compileScenario(name);
        assert.ok(scenario !== undefined);
        for (const { action, trigger } of scenario.faults) seen.add(action.kind).add(`trigger ${trigger.kind}`);
        for (const { policy } of scenario.stores) seen.add(`family ${policy.family}`);
      }
    }
    const all = [
      ...Object.keys(ACTIONS),
      ...Object.keys(TRIGGERS).map((kind) => `trigger ${kind}`),
      ...families.map(({ family }) => `family ${family}`),
    ];
    assert.deepEqual(
      all.filter((each) => !seen.has(each)),
      [],
    );
  });

  it('is listed: each sample has a row of its own', () => {
    const readme = readFileSync(join(SAMPLES, 'README.md'), 'utf8');
    for (const file of samples.keys()) assert.ok(new RegExp(`^\\| \\[[\\w-]+\\]\\(${file}\\)`, 'm').test(readme), file);
  });
});
