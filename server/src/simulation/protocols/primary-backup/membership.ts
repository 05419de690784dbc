import { createDetector, ReplicaDetectorHost, type Detector, type Signal } from '../detectors';
import { PbType } from './message';
import type { PrimaryBackupReplica } from './replica';
import { PbTimer } from './timers';

/**
 * SWIM among the members, where the policy asks for it. A silent member then counts as lost only when SWIM has found it
 * faulty too: one that merely cannot be heard directly is pinged by the others, and can refute what is said of it.
 */
export class Membership {
  private detector: Detector | undefined;
  /** How long a member that SWIM takes for alive may stay silent beyond the usual: it runs, and does not do its part. */
  private benefitOfDoubtNs = 0;

  constructor(private readonly server: PrimaryBackupReplica) {}

  start(): void {
    const { server } = this;
    const { context, policy } = server;
    const model = policy.detector;
    context.cancelTimer(PbTimer.Detector);
    this.detector = undefined;
    this.benefitOfDoubtNs = 0;
    if (model?.kind !== 'swim') return;
    this.benefitOfDoubtNs = 2 * (model.periodNs + model.suspicionNs);
    const host = new ReplicaDetectorHost(context, {
      firstType: PbType.Signal,
      timer: PbTimer.Detector,
      peers: () => server.members.filter((member) => member !== context.self && !server.orders.hasRemoved(member)),
      suspected: (place) => context.suspect(place),
      trusted: (place) => context.trust(place),
    });
    this.detector = createDetector(model, host);
    this.detector.start();
  }

  receive(from: number, signal: Signal | undefined): void {
    if (signal !== undefined) this.detector?.receive(from, signal);
  }

  wake(): void {
    this.detector?.wake();
  }

  /** SWIM has said so already. */
  isFaulty(place: number): boolean {
    return this.detector?.isSuspected(place) === true;
  }

  /** A member that has been silent for this much longer than the usual is to be borne still. */
  vouchesFor(place: number, longerNs: number): boolean {
    return this.detector !== undefined && longerNs < this.benefitOfDoubtNs && !this.isFaulty(place);
  }
}
