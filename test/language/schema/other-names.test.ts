import { strict as assert } from 'node:assert';
import type { BlockSchema } from '../../../server/src/language/schema/block-schema';
import { otherNames, propertyCalled } from '../../../server/src/language/schema/other-names';
import { families, familyByName } from '../../../server/src/language/schema/policy-schemas';
import { blocks } from '../documentation/render';

const sections = (block: BlockSchema): readonly BlockSchema[] => [
  block,
  ...[...block.sections.values()].flatMap((section) => sections(section.block)),
];
const all = [...Object.values(blocks), ...families.map((family) => family.block)].flatMap(sections);

/** The word means that property to who writes it in a policy of the family. */
function check(family: string, words: Readonly<Record<string, string | undefined>>): void {
  const schema = familyByName.get(family);
  assert.ok(schema);
  for (const [word, meant] of Object.entries(words)) assert.equal(propertyCalled(word, schema.block), meant, word);
}

describe('other names of properties', () => {
  it('lead to a property or section that there is', () => {
    for (const [ours] of otherNames) {
      assert.ok(
        all.some((block) => block.properties.has(ours) || block.sections.has(ours)),
        `'${ours}' is nothing of ours`,
      );
    }
  });

  it('are those of the papers and of real systems', () => {
    check('quorum', { R: 'read', w: 'write', read_repair: 'read-repair', hints: 'hinted-handoff' });
    check('erasure', { k: 'data', m: 'parity' });
    check('isr-log', { minInsyncReplicas: 'min-isr', 'unclean-leader-election': 'unclean-election' });
    check('raft', { timeout: 'election-timeout', electionTimeout: 'election-timeout' });
    check('primary-backup', { sync: 'acknowledge', acks: 'acknowledge', electionTimeout: 'timeout' });
  });

  it('mean nothing where the block has nothing like it', () => {
    check('single', { r: undefined, timeout: undefined });
    check('raft', { fanout: undefined });
  });
});
