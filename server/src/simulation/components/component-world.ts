import type { ScenarioModel } from '../../language/model';
import type { Environment } from '../environment/environment';
import type { MessagePool } from '../environment/message';
import type { ClientWorld } from '../workload/client-world';
import { COMPONENT_MESSAGES, ComponentMessage } from './component-message';
import type { Service } from './service';

/** What all components of a run share. Nothing in it tells one component of the state of another. */
export class ComponentWorld {
  readonly services: Service[] = [];
  readonly names: number;
  private readonly pool: MessagePool<ComponentMessage>;

  constructor(
    readonly environment: Environment,
    readonly clients: ClientWorld,
  ) {
    this.names = environment.kernel.trace.nameBlock(COMPONENT_MESSAGES);
    this.pool = environment.createPool(() => new ComponentMessage());
  }

  get scenario(): ScenarioModel {
    return this.environment.scenario;
  }

  /** A message to fill and send; it belongs to the handler that is running. */
  message(type: number): ComponentMessage {
    return this.pool.take(type);
  }

  serviceChannel(service: number): number {
    return this.environment.firstChannel + service;
  }

  balancerChannel(balancer: number): number {
    return this.environment.firstChannel + this.scenario.services.length + balancer;
  }

  jobChannel(job: number): number {
    return this.balancerChannel(this.scenario.balancers.length) + job;
  }

  placeName(place: number): string {
    return this.scenario.places[place]?.name ?? '';
  }
}
