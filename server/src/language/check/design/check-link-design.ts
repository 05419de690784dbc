import type { BindContext } from '../../bind/bind-context';
import { placesIn } from '../../bind/bind-topology';
import type { BoundLink, BoundPlace, BoundTopology } from '../../bind/bound';
import { domainAt } from './domains';

/** Reports link declarations that no two places are linked by: a node to itself, zones where there is one. */
export function checkLinkDesign(topology: BoundTopology, context: BindContext): void {
  // What is missing may stand where the text could not be read.
  if (context.scopeOf(topology.uri).isIncomplete || !context.syntax.isSound(topology)) return;
  for (const link of topology.links) {
    const range = link.node.scope?.range;
    if (range === undefined || linksAny(link, topology.places)) continue;
    const message = 'no two places are linked by this declaration, so what it says never applies';
    context.problems.add('FTM428', link.uri, range, message);
  }
}

function linksAny({ scope }: BoundLink, places: readonly BoundPlace[]): boolean {
  switch (scope.kind) {
    case 'everywhere':
      return true;
    case 'pair': {
      const to = new Set(scope.to.flatMap((end) => placesIn(end, places)));
      return scope.from.some((end) => placesIn(end, places).some((from) => to.size > (to.has(from) ? 1 : 0)));
    }
    case 'within':
    case 'between': {
      const domains = new Set(places.map((place) => domainAt(place, scope.level)));
      domains.delete(undefined);
      // A zone of one place may get a second one; the link then is there already.
      return domains.size > (scope.kind === 'between' ? 1 : 0);
    }
  }
}
