import type { ActionModel, LinkSetModel, ScenarioModel, TargetModel } from '../language/model';
import { durationText, shareText } from './quantity-text';
import type { FaultBand } from './run-report';

/** What a fault does, in the words of the language: `crash leader of orders`, `drop 20% from n1 to n2`. */
export function actionText(scenario: ScenarioModel, action: ActionModel): string {
  const targets = (list: readonly TargetModel[]): string => list.map((one) => targetText(scenario, one)).join(', ');
  const links = (set: LinkSetModel): string => linkSetText(scenario, set);
  const store = (index: number): string => scenario.stores[index]?.name ?? '?';
  const service = (index: number): string => scenario.services[index]?.name ?? '?';
  switch (action.kind) {
    case 'crash':
    case 'restart':
    case 'wipe':
    case 'pause':
    case 'isolate':
      return `${action.kind} ${targets(action.targets)}`;
    case 'slow':
      return `slow ${targets(action.targets)} by ${action.factor}x`;
    case 'delay':
      return `delay ${links(action.links)} by ${durationText(action.byNs)}`;
    case 'reorder':
      return `reorder ${links(action.links)} within ${durationText(action.withinNs)}`;
    case 'skew':
      return `skew ${targets(action.targets)} by ${durationText(action.byNs)}`;
    case 'drift':
      return `drift ${targets(action.targets)} by ${action.ppm} ppm`;
    case 'drop':
    case 'duplicate':
      return `${action.kind} ${shareLiteral(action.share)} ${links(action.links)}`;
    case 'partition':
      return `partition ${action.groups.map(targets).join(' | ')}`;
    case 'cut':
      return `cut ${targets(action.from)} -> ${targets(action.to)}`;
    case 'heal':
      return 'heal';
    case 'corrupt-links':
      return `corrupt ${shareLiteral(action.share)} ${links(action.links)}`;
    case 'corrupt-disk':
      return `corrupt disk of ${targets(action.targets)}`;
    case 'fill-disk':
      return `fill disk of ${targets(action.targets)}`;
    case 'slow-disk':
      return `slow disk of ${targets(action.targets)} by ${action.factor}x`;
    case 'lose-fsync':
      return `lose fsync of ${targets(action.targets)}`;
    case 'byzantine':
      return `byzantine ${targets(action.targets)} ${action.behaviour}`;
    case 'bug':
      return `bug in ${service(action.service)} failing ${shareLiteral(action.share)}`;
    case 'leak':
      return `leak in ${service(action.service)} crashing after ${durationText(action.crashAfterNs)}`;
    case 'deploy':
      return `deploy ${service(action.service)}${action.errorShare > 0 ? ` failing ${shareLiteral(action.errorShare)}` : ''}`;
    case 'reconfigure':
      return `reconfigure ${store(action.store)}${writtenSettings(scenario, action)}`;
    case 'remove':
      return `remove ${targets(action.targets)} from ${store(action.store)}`;
    case 'add':
      return `add ${targets(action.targets)} to ${store(action.store)}`;
    case 'promote':
      return `promote ${targets(action.targets)} in ${store(action.store)}`;
    case 'surge':
      return `surge ${scenario.workloads[action.workload]?.name ?? '?'} by ${action.factor}x`;
  }
}

/** Settings as they are written, ` { read: 1 }`, where they are short enough for a label. */
const MOST_SETTINGS_LETTERS = 48;

function writtenSettings({ faults }: ScenarioModel, action: ActionModel): string {
  const text = faults.find((fault) => fault.action === action)?.text ?? '';
  const [settings = ''] = /\{.*\}/s.exec(text) ?? [];
  const line = settings.replace(/\s+/g, ' ');
  return line === '' || line.length > MOST_SETTINGS_LETTERS ? '' : ` ${line}`;
}

/** The family of failures that an action belongs to, which gives its band a colour. */
export function actionFamily(kind: ActionModel['kind']): FaultBand['kind'] {
  switch (kind) {
    case 'crash':
    case 'restart':
      return 'crash';
    case 'pause':
    case 'slow':
    case 'delay':
    case 'reorder':
    case 'skew':
    case 'drift':
      return 'timing';
    case 'drop':
    case 'duplicate':
      return 'omission';
    case 'partition':
    case 'isolate':
    case 'cut':
    case 'heal':
      return 'partition';
    case 'corrupt-links':
    case 'corrupt-disk':
      return 'corruption';
    case 'fill-disk':
    case 'slow-disk':
    case 'lose-fsync':
      return 'storage';
    case 'byzantine':
      return 'byzantine';
    case 'bug':
    case 'leak':
    case 'deploy':
      return 'software';
    case 'wipe':
    case 'reconfigure':
    case 'remove':
    case 'add':
    case 'promote':
      return 'human';
    case 'surge':
      return 'load';
  }
}

/** A share as the language writes it. */
function shareLiteral(share: number): string {
  return shareText(share).replace(' ', '');
}

function targetText(scenario: ScenarioModel, target: TargetModel): string {
  switch (target.kind) {
    case 'places':
      return target.text;
    case 'leader':
      return `leader of ${scenario.stores[target.store]?.name ?? '?'}`;
    case 'followers':
      return `followers of ${scenario.stores[target.store]?.name ?? '?'}`;
    case 'random':
      return `random ${target.count} of ${scenario.stores[target.store]?.name ?? '?'}`;
    case 'all':
      return `all of ${scenario.stores[target.store]?.name ?? '?'}`;
  }
}

function linkSetText(scenario: ScenarioModel, set: LinkSetModel): string {
  const targets = (list: readonly TargetModel[]): string => list.map((one) => targetText(scenario, one)).join(', ');
  switch (set.kind) {
    case 'everywhere':
      return 'everywhere';
    case 'from':
      return `from ${targets(set.from)} to ${targets(set.to)}`;
    case 'between':
      return `between ${targets(set.a)} and ${targets(set.b)}`;
    case 'of':
      return `of ${targets(set.of)}`;
  }
}
