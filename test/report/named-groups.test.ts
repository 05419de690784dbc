import { strict as assert } from 'node:assert';
import { projectGraph } from '../../server/src/report/project-graph';
import { scenarioOfText } from '../simulation/protocols/run-text';

function groupsOf(faults: string): Record<string, readonly string[] | undefined> {
  const graph = projectGraph(
    scenarioOfText(`
topology Shop {
  region eu { zone a { node n1  node n2 } zone b { node n3  client web } }
  store orders on n1, n2, n3 using Three
  group feed = n1, n3
  group switch = n1, n2
}
policy Three = raft { }
workload Load { from web to orders rate: 50/s operations: read 50%, write 50% timeout: 300ms }
faults Some { ${faults} }
scenario Main { topology: Shop workload: Load faults: Some duration: 9s }
`),
  );
  return Object.fromEntries(
    graph.nodes.flatMap(({ label, groups }) => (groups === undefined ? [] : [[label, groups]])),
  );
}

describe('the groups of a picture', () => {
  it('are those that a fault names, at each of their nodes', () => {
    assert.deepEqual(groupsOf('at 3s crash feed for 3s'), { n1: ['feed'], n3: ['feed'] });
  });

  it('are several where several are named, also as the ends of links and the sides of a partition', () => {
    const both = { n1: ['feed', 'switch'], n2: ['switch'], n3: ['feed'] };
    assert.deepEqual(groupsOf('at 3s crash feed for 1s  at 5s delay of switch by 50ms for 1s'), both);
    assert.deepEqual(groupsOf('at 3s partition switch | n3 for 1s'), { n1: ['switch'], n2: ['switch'] });
  });

  it('are none where faults name nodes and domains, though these are in groups', () => {
    assert.deepEqual(groupsOf('at 3s crash n1 for 1s  at 5s crash zone a for 1s'), {});
  });
});
