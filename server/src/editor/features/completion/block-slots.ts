import type { BlockSchema } from '../../../language/schema/block-schema';
import { deployBlock, experimentBlock, scenarioBlock, workloadBlock } from '../../../language/schema/run-schemas';
import {
  balancerBlock,
  callBlock,
  jobBlock,
  operationBlock,
  serviceBlock,
} from '../../../language/schema/service-schemas';
import {
  clientBlock,
  domainBlock,
  groupBlock,
  linkBlock,
  nodeBlock,
  storeBlock,
} from '../../../language/schema/topology-schemas';
import type { NameNode } from '../../../language/syntax/syntax-tree';
import type { Snapshot } from '../../snapshot';
import type { KindNode } from '../../syntax-walk';
import { familyOf, policyOf } from './model-facts';

const EMPTY: BlockSchema = { noun: 'nothing', properties: new Map(), sections: new Map() };

/**
 * What properties the innermost of these blocks may have.
 *
 * @param blocks the nodes whose braces are open, from the file inwards
 */
export function schemaOf(snapshot: Snapshot, blocks: readonly KindNode[]): BlockSchema {
  const node = blocks.at(-1);
  switch (node?.kind) {
    case 'section': {
      const { name } = node as KindNode & { readonly name: NameNode };
      return schemaOf(snapshot, blocks.slice(0, -1)).sections.get(name.text)?.block ?? EMPTY;
    }
    case 'policy': {
      const { base } = node as KindNode & { readonly base: NameNode | undefined };
      return (base && familyOf(snapshot, base.text)?.block) ?? EMPTY;
    }
    case 'step': {
      const { operation } = node as KindNode & { readonly operation: NameNode };
      return operation.text === 'call' ? callBlock : operationBlock;
    }
    case 'reconfigure': {
      const { component } = node as KindNode & { readonly component: NameNode | undefined };
      const policy = component && policyOf(snapshot, component.text);
      return (policy !== undefined && familyOf(snapshot, policy)?.block) || EMPTY;
    }
    default:
      return SCHEMAS[node?.kind ?? ''] ?? EMPTY;
  }
}

const SCHEMAS: Readonly<Record<string, BlockSchema>> = {
  domain: domainBlock,
  nodes: nodeBlock,
  clients: clientBlock,
  group: groupBlock,
  link: linkBlock,
  store: storeBlock,
  service: serviceBlock,
  balancer: balancerBlock,
  job: jobBlock,
  workload: workloadBlock,
  scenario: scenarioBlock,
  experiment: experimentBlock,
  deploy: deployBlock,
};
