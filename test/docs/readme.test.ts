import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judge } from '../../server/src/analysis';
import { openProgram } from '../../server/src/language';
import { simulate } from '../../server/src/simulation';

const ROOT = join(__dirname, '..', '..');
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');

describe('the readme', () => {
  it('shows a model that does what it says', () => {
    const [, model = ''] = /```ftm\n(.*?)```/s.exec(readme) ?? [];
    const program = openProgram('README.ftm', model, (path) => ({ kind: 'missing', uri: path, reason: 'no imports' }));
    assert.deepEqual(program.problems, []);
    const scenario = program.compileScenario('BadDay');
    assert.ok(scenario !== undefined);
    const { expectations } = judge(scenario, simulate(scenario, { seed: scenario.seed, trace: false }));
    assert.ok(expectations.length >= 3);
    for (const { decision, explanation } of expectations) assert.equal(decision, 'pass', explanation);
  });

  it('leads to files that are there', () => {
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target = '']) => target);
    assert.ok(links.length >= 5);
    for (const link of links) assert.ok(existsSync(join(ROOT, link)), link);
  });

  it('names only scripts that package.json has', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object };
    for (const [, name = ''] of readme.matchAll(/npm run ([\w:]+)/g)) assert.ok(name in scripts, name);
  });
});
