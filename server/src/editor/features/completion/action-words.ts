import type { TextRange } from '../../../language/source-text';
import type { KindNode } from '../../syntax-walk';
import type { Slot, Word } from './slot';

/** Every action with what it does, and a whole statement to fill in. */
export const actions: readonly Word[] = [
  {
    word: 'crash',
    snippet: 'crash ${1:n1} for ${2:10s}',
    documentation: 'Stops it: what was in memory is gone, what was on disk stays.',
  },
  { word: 'restart', documentation: 'Starts again what a crash has stopped.' },
  { word: 'wipe', documentation: 'It comes back with an empty disk.' },
  {
    word: 'pause',
    snippet: 'pause ${1:n1} for ${2:5s}',
    documentation: 'It stands still, then goes on as if nothing had been.',
  },
  { word: 'slow', snippet: 'slow ${1:n1} by ${2:10x} for ${3:10s}', documentation: 'Everything on it takes longer.' },
  { word: 'delay', snippet: 'delay ${1:everywhere} by ${2:50ms} for ${3:10s}', documentation: 'Messages take longer.' },
  {
    word: 'reorder',
    snippet: 'reorder ${1:everywhere} within ${2:10ms} for ${3:10s}',
    documentation: 'Messages overtake each other.',
  },
  { word: 'skew', snippet: 'skew ${1:n1} by ${2:+5s}', documentation: 'Its clock is set wrong.' },
  { word: 'drift', snippet: 'drift ${1:n1} by ${2:200ppm}', documentation: 'Its clock runs too fast or too slow.' },
  { word: 'drop', snippet: 'drop ${1:20%} ${2:everywhere} for ${3:10s}', documentation: 'Messages are lost.' },
  {
    word: 'duplicate',
    snippet: 'duplicate ${1:5%} ${2:everywhere} for ${3:10s}',
    documentation: 'Messages arrive twice.',
  },
  {
    word: 'partition',
    snippet: 'partition ${1:zone a} | ${2:zone b} for ${3:10s}',
    documentation: 'The groups cannot reach each other; a node in no group reaches nobody.',
  },
  {
    word: 'isolate',
    snippet: 'isolate ${1:n1} for ${2:10s}',
    documentation: 'It reaches nobody, and nobody reaches it.',
  },
  { word: 'cut', snippet: 'cut ${1:n1} -> ${2:n2} for ${3:10s}', documentation: 'Messages of one direction are lost.' },
  { word: 'heal', documentation: 'Every fault of the network ends.' },
  {
    word: 'corrupt',
    snippet: 'corrupt ${1:1%} ${2:everywhere} for ${3:10s}',
    documentation: 'Messages, or what is on disk, are changed.',
  },
  { word: 'fill', snippet: 'fill disk of ${1:n1} for ${2:10s}', documentation: 'Nothing more can be written.' },
  { word: 'lose', snippet: 'lose fsync of ${1:n1}', documentation: 'The disk acknowledges, and keeps nothing.' },
  {
    word: 'byzantine',
    snippet: 'byzantine ${1:n1} ${2|equivocate,lie,silent,replay|}',
    documentation: 'It does not follow its protocol.',
  },
  { word: 'bug', snippet: 'bug in ${1:service} failing ${2:30%}', documentation: 'A share of requests fails.' },
  {
    word: 'leak',
    snippet: 'leak in ${1:service} crashing after ${2:5min}',
    documentation: 'Instances die when they have run for a while.',
  },
  {
    word: 'deploy',
    snippet: 'deploy ${1:service} { errors: ${2:30%}  interval: ${3:10s} }',
    documentation: 'Instances are replaced one after the other by a new version.',
  },
  {
    word: 'reconfigure',
    snippet: 'reconfigure ${1:store} { $2 }',
    documentation: 'Changes properties of the policy while it runs.',
  },
  { word: 'remove', snippet: 'remove ${1:n1} from ${2:store}', documentation: 'Takes a node out of the store.' },
  { word: 'add', snippet: 'add ${1:n4} to ${2:store}', documentation: 'Takes a node into the store.' },
  { word: 'promote', snippet: 'promote ${1:n2} in ${2:store}', documentation: 'Makes a backup the primary by hand.' },
  { word: 'surge', snippet: 'surge ${1:workload} by ${2:5x} for ${3:10s}', documentation: 'The load grows.' },
];

export const actionWords: Slot = { kind: 'words', words: actions };

/** What a node does, where it is a fault's action: the word it begins with. */
export function actionIn(node: KindNode): (Word & { readonly range: TextRange }) | undefined {
  if (!('verb' in node)) return undefined;
  const verb = node.verb as { readonly text: string; readonly range: TextRange };
  const action = actions.find(({ word }) => word === verb.text);
  return action && { ...action, range: verb.range };
}
