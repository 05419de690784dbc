import type { ScenarioModel, SubjectModel, WindowModel } from '../../language/model';
import { instantText } from './time-text';

/** ` by client web`, ` on orders`: what a subject adds to "operation". Empty without one. */
export function subjectText(scenario: ScenarioModel, subject?: SubjectModel): string {
  if (subject === undefined) return '';
  switch (subject.kind) {
    case 'reads':
      return ' that read';
    case 'writes':
      return ' that write';
    case 'store':
      return ` on ${scenario.stores[subject.store]?.name ?? '?'}`;
    case 'service':
      return ` to ${scenario.services[subject.service]?.name ?? '?'}${handlerText(subject.handler)}`;
    case 'balancer':
      return ` to ${scenario.balancers[subject.balancer]?.name ?? '?'}${handlerText(subject.handler)}`;
    case 'job':
      return ` of job ${scenario.jobs[subject.job]?.name ?? '?'}`;
    case 'place':
      return ` by ${scenario.places[subject.place]?.name ?? '?'}`;
    case 'workload':
      return ` of workload ${scenario.workloads[subject.workload]?.name ?? '?'}`;
  }
}

function handlerText(handler: string | undefined): string {
  return handler === undefined ? '' : `.${handler}`;
}

/** ` from 5 s to 10 s`, ` while "crash n1 for 5s" was in force`. Empty without a window. */
export function windowText(scenario: ScenarioModel, window?: WindowModel): string {
  if (window === undefined) return '';
  if (window.kind === 'interval') return ` from ${instantText(window.fromNs)} to ${instantText(window.toNs)}`;
  return ` while ${faultText(scenario, window.fault)} was in force`;
}

/** A fault by its name, or by what was written. */
export function faultText(scenario: ScenarioModel, fault: number): string {
  const model = scenario.faults[fault];
  if (model === undefined) return 'a fault';
  return model.name === '' ? `"${model.text}"` : model.name;
}
