import { nearestWord } from '../nearest-word';

/** What statements and actions are called by people who come from elsewhere: in other tools, in speech. */
const otherWords: readonly (readonly [ours: string, ...others: string[]])[] = [
  ['crash', 'kill', 'stop', 'fail', 'die', 'terminate', 'shutdown', 'down'],
  ['pause', 'freeze', 'hang', 'stall', 'suspend', 'stopped'],
  ['partition', 'split', 'netsplit'],
  ['isolate', 'disconnect', 'unplug'],
  ['delay', 'lag', 'latency'],
  ['drop', 'lose-messages', 'loss'],
  ['restart', 'reboot', 'start', 'recover', 'resume'],
  ['surge', 'spike', 'burst', 'overload'],
  ['node', 'server', 'machine', 'vm', 'instance', 'broker', 'replica'],
  ['nodes', 'servers', 'machines', 'replicas', 'brokers'],
  ['client', 'user', 'users', 'clients', 'app'],
  ['store', 'database', 'db', 'cluster', 'topic', 'cache'],
  ['link', 'network', 'links', 'edge', 'connection'],
  ['zone', 'az', 'availability-zone'],
  ['datacenter', 'dc'],
  ['balancer', 'lb', 'loadbalancer', 'load-balancer', 'proxy'],
  ['handle', 'handler', 'endpoint', 'route'],
  ['expect', 'assert', 'check', 'require', 'ensure', 'verify'],
  ['measure', 'metric', 'metrics', 'report'],
  ['scenario', 'test'],
  ['faults', 'fault', 'chaos', 'failures'],
  ['workload', 'load', 'traffic'],
  ['policy', 'protocol', 'replication'],
];

const meanings = new Map(otherWords.flatMap(([ours, ...others]) => others.map((other) => [other, ours] as const)));

/** The one of some words that somebody means by another word: by what it is called elsewhere, or nearly spelled. */
export function meantWord(other: string, words: readonly string[]): string | undefined {
  const meant = meanings.get(other);
  return meant !== undefined && words.includes(meant) ? meant : nearestWord(other, words);
}
