import type { WorkloadModel } from '../../language/model';
import type { Components } from '../components';
import type { ServiceClient } from '../components/service-client';
import { ClientAgent } from './client-agent';
import type { ClientWorld } from './client-world';
import { ClosedLoad } from './closed-load';
import { OpenLoad } from './open-load';

/** All clients of a run's workloads. */
export class Clients {
  private readonly agents: (ClientAgent | ServiceClient)[][] = [];

  constructor(
    private readonly world: ClientWorld,
    private readonly components: Components,
    workloads: readonly WorkloadModel[],
  ) {
    workloads.forEach((workload, index) => {
      this.agents.push([]);
      const { target } = workload;
      // A store whose family is not executed has no clients (`unsupported` says so).
      if (target.kind === 'store' && world.environment.firstGroup[target.store] === -1) return;
      workload.from.forEach((place, nth) => {
        this.agents[index]?.push(this.create(workload, index, place, nth));
      });
    });
  }

  start(): void {
    for (const agents of this.agents) {
      for (const agent of agents) if (this.world.environment.processes.isUp(agent.place)) agent.load?.start();
    }
  }

  /** Nobody invokes anything more, and nobody waits for an answer. */
  stop(): void {
    for (const agents of this.agents) for (const agent of agents) agent.stop();
    this.components.stop();
  }

  /** Multiplies the load of a workload; 1 is normal. */
  surge(workload: number, factor: number): void {
    for (const agent of this.agents[workload] ?? []) agent.load?.surge(factor);
  }

  private create(workload: WorkloadModel, index: number, place: number, nth: number): ClientAgent | ServiceClient {
    const { environment } = this.world;
    const agent =
      this.components.createClient(workload, index, place, nth) ?? this.createStoreClient(workload, index, place);
    const n = workload.from.length;
    const { load } = workload;
    const name = `${workload.name}@${environment.scenario.places[place]?.name ?? ''}`;
    if (load.kind === 'open') agent.load = new OpenLoad(environment, agent, load.ratePerS / n, name);
    else {
      // Sessions are dealt out in turn: the first places get one more where it does not come out even.
      const count = Math.floor(load.sessions / n) + (nth < load.sessions % n ? 1 : 0);
      agent.load = new ClosedLoad(environment, agent, count, load.thinkNs, name);
    }
    return agent;
  }

  private createStoreClient(workload: WorkloadModel, index: number, place: number): ClientAgent {
    const { endpoints } = this.world.environment;
    const agent = new ClientAgent(endpoints.all.length, place, this.world, workload, index);
    endpoints.addAgent(agent);
    return agent;
  }
}
