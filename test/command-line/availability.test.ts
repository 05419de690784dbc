import { strict as assert } from 'node:assert';
import { Workplace } from './ftm';
import { HOLDS } from './models';

describe('ftm availability', () => {
  let place: Workplace;
  beforeEach(() => {
    const failing = HOLDS.replace('node n1', 'node n1 { mtbf: 99h  mttr: 1h }');
    place = new Workplace({ 'failing.ftm': failing, 'perfect.ftm': HOLDS });
  });
  afterEach(() => place.remove());

  it('computes how often a single node is there, and what brings it down', async () => {
    const { status, out } = await place.ftm(['availability', 'failing.ftm']);
    assert.match(out, /^Quiet {2}failing\.ftm:17\n {2}everything {2}99 % {2}2\.0 nines, /);
    assert.match(out, /^ {2}orders {6}99 % .*: 88 outages a year of 1 h on average$/m);
    assert.match(out, /What brings it down\n {2}(node )?n1: 1 % of the time/);
    assert.equal(status, 0);
  });

  it('prints JSON', async () => {
    const { out } = await place.ftm(['availability', 'failing.ftm', '--json']);
    const { scenarios } = JSON.parse(out) as { scenarios: { subjects: { subject: string; availability: number }[] }[] };
    assert.equal(scenarios[0]?.subjects[0]?.availability.toFixed(6), '0.990000');
  });

  it('needs no scenario', async () => {
    const zone = (name: string): string =>
      `topology ${name} {\n  node n1 { mtbf: 99h  mttr: 1h }\n  store s on n1\n}\n`;
    const bare = new Workplace({ 'bare.ftm': `// Two.\n${zone('East')}${zone('West')}` });
    const { status, out, err } = await bare.ftm(['availability', 'bare.ftm']);
    bare.remove();
    assert.match(out, /^East {2}bare\.ftm:2\n {2}everything {2}99 %[^]*^West {2}bare\.ftm:6\n {2}everything {2}99 %/m);
    assert.deepEqual({ status, err }, { status: 0, err: '' });
  });

  it('refuses a model without failure data', async () => {
    const { status, out, err } = await place.ftm(['availability', 'perfect.ftm']);
    assert.match(err, /^perfect\.ftm:1:1: error FTM710: .*no failure data/);
    assert.deepEqual({ status, out }, { status: 2, out: '' });
  });
});
