import type { Environment } from '../../environment/environment';
import type { JobRun } from '../../run';
import { JobCoordinator } from './job-coordinator';
import { JOB_MESSAGES, JobMessage } from './job-message';
import { JobRecorder } from './job-recorder';
import { JobWorker, PARTITIONS_PER_WORKER, type JobWorld } from './job-worker';

/** All jobs of a run. */
export class Jobs {
  private readonly worlds: JobWorld[] = [];
  private readonly coordinators: JobCoordinator[] = [];
  private readonly workers: JobWorker[] = [];

  constructor(environment: Environment) {
    const { services, balancers, jobs } = environment.scenario;
    if (jobs.length === 0) return;
    const names = environment.kernel.trace.nameBlock(JOB_MESSAGES);
    const pool = environment.createPool(() => new JobMessage());
    jobs.forEach((model, index) => {
      const world: JobWorld = {
        environment,
        model,
        index,
        channel: environment.firstChannel + services.length + balancers.length + index,
        pool,
        names,
        recorder: new JobRecorder(),
        recordsPerNs: model.inputPerS / (model.nodes.length * PARTITIONS_PER_WORKER) / 1e9,
        workers: [],
        coordinator: -1,
      };
      this.worlds.push(world);
      this.coordinators.push(new JobCoordinator(model.nodes[0] ?? -1, world));
      model.nodes.forEach((place, number) => this.workers.push(new JobWorker(place, world, number)));
    });
  }

  boot(): void {
    for (const coordinator of this.coordinators) coordinator.boot();
  }

  stop(): void {
    for (const part of [...this.coordinators, ...this.workers]) part.crash();
  }

  finish(): JobRun[] {
    return this.worlds.map(({ recorder, index, model, recordsPerNs }) =>
      recorder.finish(index, model.nodes.length * PARTITIONS_PER_WORKER, recordsPerNs),
    );
  }
}
