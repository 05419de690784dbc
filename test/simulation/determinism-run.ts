/** Prints the hashes of a fixed set of runs: started as a process of its own by the determinism tests. */
import { hashesOf } from './determinism-scenarios';

console.log(JSON.stringify(hashesOf(true)));
