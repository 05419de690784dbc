import type { ActionModel, ServiceModel, WorkloadModel } from '../../language/model';
import type { Environment } from '../environment/environment';
import { Sampler } from '../kernel/sampler';
import type { ClientWorld } from '../workload/client-world';
import { Autoscaler } from './autoscaler';
import { BalancerNode } from './balancer-node';
import { ComponentWorld } from './component-world';
import { Cores } from './cores';
import { Deployment } from './deployment';
import { Directory } from './directory';
import { BalancerEntrance, DirectEntrance } from './entrance';
import { initialPlaces } from './initial-places';
import { Jobs } from './jobs/jobs';
import type { InstanceAddress, Service } from './service';
import { ServiceClient } from './service-client';
import { ServiceInstance } from './service-instance';
import { Software } from './software';
import { Supervisor } from './supervisor';

/** Services, balancers and what watches over them: builds them from the model, and is where faults find them. */
export class Components {
  private readonly world: ComponentWorld;
  private readonly instances: ServiceInstance[][] = [];
  private readonly supervisors: Supervisor[][] = [];
  private readonly balancers: BalancerNode[][] = [];
  private readonly autoscalers: Autoscaler[] = [];
  private readonly coresOf = new Map<number, Cores>();
  readonly jobs: Jobs;
  /** Versions of each service that some instance may run. */
  private readonly versions: Software[][] = [];

  constructor(
    private readonly environment: Environment,
    clients: ClientWorld,
  ) {
    const { services, balancers } = environment.scenario;
    this.world = new ComponentWorld(environment, clients);
    this.jobs = new Jobs(environment);
    services.forEach((model, index) => this.world.services.push(this.describe(model, index)));
    // All services are known before any instance is made, since instances call those of others.
    services.forEach((_, index) => this.populate(this.world.services[index] as Service));
    for (const service of this.world.services) this.connect(service);
    balancers.forEach((model, index) => {
      const service = this.world.services[model.service] as Service;
      this.balancers.push(model.nodes.map((place) => new BalancerNode(this.world, place, index, model, service)));
    });
    services.forEach((model, index) => {
      if (model.autoscale === undefined) return;
      const service = this.world.services[index] as Service;
      const place = balancers.find((balancer) => balancer.service === index)?.nodes[0] ?? model.nodes[0] ?? -1;
      this.autoscalers.push(new Autoscaler(this.world, place, service, model.autoscale));
    });
  }

  boot(): void {
    for (const supervisor of this.supervisors.flat()) supervisor.boot();
    for (const node of this.balancers.flat()) node.boot();
    for (const autoscaler of this.autoscalers) autoscaler.boot();
    this.jobs.boot();
  }

  /** The run is over: nothing that was under way goes on. */
  stop(): void {
    this.jobs.stop();
    for (const instance of this.instances.flat()) instance.halt();
    for (const part of [...this.supervisors.flat(), ...this.balancers.flat(), ...this.autoscalers]) part.crash();
  }

  /** The client side of a workload against a handler; undefined for one against a store. */
  createClient(workload: WorkloadModel, index: number, place: number, nth: number): ServiceClient | undefined {
    const { target } = workload;
    if (target.kind === 'store') return undefined;
    const { environment, world } = this;
    if (target.kind === 'balancer') {
      const nodes = this.balancers[target.balancer] ?? [];
      const client = new ServiceClient(world, place, world.balancerChannel(target.balancer), workload, index, target);
      client.entrance = new BalancerEntrance(environment, place, nodes, nth);
      return client;
    }
    const service = world.services[target.service] as Service;
    const client = new ServiceClient(world, place, service.channel, workload, index, target);
    const name = `${workload.name}@${world.placeName(place)}`;
    client.entrance = new DirectEntrance(new Directory(environment, place, 'round-robin', service.initial, name));
    service.watchers.push(client.address);
    return client;
  }

  // Faults

  /** A bug in all versions that run; returns what ends it. */
  addBug(service: number, share: number): () => void {
    const versions = [...(this.versions[service] ?? [])];
    for (const version of versions) version.addBug(share);
    return () => {
      for (const version of versions) version.removeBug(share);
    };
  }

  /** A leak in all versions that run; returns what ends it. */
  addLeak(service: number, afterNs: number): () => void {
    const versions = [...(this.versions[service] ?? [])];
    const changed = (): void => {
      for (const instance of this.instances[service] ?? []) instance.leakChanged();
    };
    for (const version of versions) version.addLeak(afterNs);
    changed();
    return () => {
      for (const version of versions) version.removeLeak(afterNs);
      changed();
    };
  }

  deploy(action: Extract<ActionModel, { readonly kind: 'deploy' }>, over: () => void): void {
    const service = this.world.services[action.service] as Service;
    const replace = (instance: ServiceInstance, software: Software): void =>
      this.supervisorOf(instance).replace(instance, software);
    const deployment = new Deployment(this.world, service, action, replace, over);
    const software = deployment.begin(this.instances[action.service] ?? []);
    this.versions[action.service]?.push(software);
  }

  /** Starts what is dead on a machine that runs; true where there was something. */
  revive(place: number): boolean {
    return this.supervisors
      .flat()
      .filter((supervisor) => supervisor.place === place)
      .map((supervisor) => supervisor.revive())
      .includes(true);
  }

  private describe(model: ServiceModel, index: number): Service {
    const software = new Software(0);
    this.versions.push([software]);
    this.instances.push([]);
    this.supervisors.push([]);
    return {
      index,
      model,
      channel: this.world.serviceChannel(index),
      serviceTime: new Sampler(model.serviceTime),
      initial: [],
      supervisors: [],
      watchers: [],
      autoscaler: -1,
      software,
    };
  }

  /** Supervisors on every node, and the instances that run from the start. */
  private populate(service: Service): void {
    const { model, index } = service;
    for (const place of model.nodes) {
      const supervisor = new Supervisor(this.world, place, service, (at) => {
        const instance = this.createInstance(service, at);
        instance.connect();
        return instance;
      });
      this.supervisors[index]?.push(supervisor);
      service.supervisors.push(supervisor);
    }
    for (const place of initialPlaces(model)) {
      const supervisor = this.supervisors[index]?.find((each) => each.place === place);
      if (supervisor === undefined) continue;
      const instance = this.createInstance(service, place);
      supervisor.add(instance, true);
      (service.initial as InstanceAddress[]).push(instance);
    }
  }

  /** Only now are the initial instances of every service known to those who call them. */
  private connect(service: Service): void {
    for (const instance of this.instances[service.index] ?? []) instance.connect();
  }

  private createInstance(service: Service, place: number): ServiceInstance {
    const all = this.instances[service.index] as ServiceInstance[];
    const here = all.filter((instance) => instance.place === place).length;
    const name = `${service.model.name}@${this.world.placeName(place)}${here === 0 ? '' : `#${here}`}`;
    const instance = new ServiceInstance(this.world, place, service, all.length, name, this.coresAt(place));
    all.push(instance);
    return instance;
  }

  private supervisorOf(instance: ServiceInstance): Supervisor {
    const all = this.supervisors[instance.service.index] ?? [];
    return all.find((supervisor) => supervisor.place === instance.place) as Supervisor;
  }

  private coresAt(place: number): Cores | undefined {
    const count = this.environment.scenario.places[place]?.cores;
    if (count === undefined) return undefined;
    let cores = this.coresOf.get(place);
    if (cores === undefined) this.coresOf.set(place, (cores = new Cores(count)));
    return cores;
  }
}
