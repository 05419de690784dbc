import { byzantineClaims } from '../simulation/byzantine-claims';
import { consensusClaims } from '../simulation/consensus-claims';
import { quorumClaims } from '../simulation/quorum-claims';
import { brokenSeeds } from '../simulation/survival-claim';
import { atLeast } from './published-value';
import { reproduction } from './reproduction';

/** `npm run test:long` takes thousands. */
const SEEDS = 20;

reproduction(
  {
    title: 'what must hold for every seed, and what must break for some',
    file: __filename,
    source:
      'D. Ongaro 2014, section 3.6 and 3.8; L. Lamport, "Paxos Made Simple", 2001; F. Junqueira et al., "Zab", DSN 2011; ' +
      'M. Castro and B. Liskov 1999; Attiya, Bar-Noy and Dolev 1995; DeCandia et al. 2007, section 4.4.',
    setUp: `Seeds 1 to ${SEEDS}, each of which also chooses victims and times of the faults; broken runs are counted.`,
  },
  (reproduces) => {
    for (const claim of [...consensusClaims, ...byzantineClaims, ...quorumClaims]) {
      const { protocol, broken, within, beyond, isBrokenWithin, isBrokenBeyond } = claim;
      reproduces(
        `${protocol}: hold with ${within}, and break with ${beyond}`,
        [
          { what: `${protocol}, ${within}: ${broken}`, published: 0 },
          { what: `${protocol}, ${beyond}: ${broken}`, published: 1, tolerance: atLeast },
        ],
        () => [brokenSeeds(isBrokenWithin, SEEDS).length, brokenSeeds(isBrokenBeyond, SEEDS).length],
      );
    }
  },
);
