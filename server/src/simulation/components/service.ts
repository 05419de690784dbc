import type { ServiceModel } from '../../language/model';
import type { Sampler } from '../kernel/sampler';
import type { Software } from './software';

/** Where an instance of a service can be reached. */
export interface InstanceAddress {
  readonly address: number;
  readonly place: number;
}

/** What everybody may know about a service, because it is configuration. */
export interface Service {
  readonly index: number;
  readonly model: ServiceModel;
  readonly channel: number;
  readonly serviceTime: Sampler;
  /** Instances that run from the start. */
  readonly initial: InstanceAddress[];
  /** Addresses of the supervisors of its nodes, in the order of the nodes. */
  readonly supervisors: InstanceAddress[];
  /** Addresses of those who call its instances: they are told which are ready. */
  readonly watchers: number[];
  /** Address of its autoscaler; -1 without one. */
  autoscaler: number;
  /** The version that new instances run; a deployment changes it. */
  software: Software;
}

/** Whether a request to a handler may change a store, itself or through the services that it calls. */
export function changesStores(services: readonly ServiceModel[], service: number, handler: number): boolean {
  const seen = new Set<string>();
  const visit = (of: number, nth: number): boolean => {
    const key = `${of}/${nth}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return (services[of]?.handlers[nth]?.steps ?? []).some((step) =>
      step.kind === 'operation'
        ? step.operation !== 'read' && step.operation !== 'poll'
        : visit(step.service, handlerIndex(services, step.service, step.handler)),
    );
  };
  return visit(service, handler);
}

/** Index of a handler by its name; 0 where there is none of that name. */
export function handlerIndex(services: readonly ServiceModel[], service: number, name: string): number {
  return Math.max(0, services[service]?.handlers.findIndex((handler) => handler.name === name) ?? 0);
}
