import type { ActionModel } from '../../language/model';
import { EventKind } from '../run';
import type { ComponentWorld } from './component-world';
import type { Service } from './service';
import type { ServiceInstance } from './service-instance';
import { Software } from './software';

/**
 * A rolling replacement: a batch of instances, an interval, the next batch. What is wrong with the old version is gone
 * with it. With `rollback-after` the old version returns in the same way, to the instances that were replaced.
 */
export class Deployment {
  private readonly old: Software;
  private readonly replaced: ServiceInstance[] = [];
  private rolledBack = false;

  /** `over`: the service runs one sound version again. */
  constructor(
    private readonly world: ComponentWorld,
    private readonly service: Service,
    private readonly action: Extract<ActionModel, { readonly kind: 'deploy' }>,
    private readonly replace: (instance: ServiceInstance, software: Software) => void,
    private readonly over: () => void,
  ) {
    this.old = service.software;
  }

  begin(instances: readonly ServiceInstance[]): Software {
    const { rollbackAfterNs, errorShare } = this.action;
    const { kernel } = this.world.environment;
    const software = new Software(errorShare);
    this.service.software = software;
    this.roll(
      [...instances],
      software,
      () => !this.rolledBack,
      () => {
        // A version that fails requests is a fault for as long as it runs.
        if (errorShare === 0 && rollbackAfterNs === undefined) this.over();
      },
    );
    if (rollbackAfterNs !== undefined) {
      kernel.after(rollbackAfterNs, () => {
        this.rolledBack = true;
        this.service.software = this.old;
        this.roll([...this.replaced], this.old, () => true, this.over);
      });
    }
    return software;
  }

  private roll(left: ServiceInstance[], software: Software, goesOn: () => boolean, done: () => void): void {
    if (!goesOn()) return;
    const { environment } = this.world;
    const isNew = software === this.old ? 0 : 1;
    for (const instance of left.splice(0, this.action.batch)) {
      this.replaced.push(instance);
      environment.record(EventKind.Deploy, instance.place, -1, this.service.index, isNew, instance.number);
      this.replace(instance, software);
    }
    if (left.length === 0) return done();
    environment.kernel.after(this.action.intervalNs, () => this.roll(left, software, goesOn, done));
  }
}
