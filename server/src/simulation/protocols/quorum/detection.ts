import type { QuorumPolicy } from '../../../language/model';
import { createDetector, ReplicaDetectorHost, type Detector } from '../detectors';
import type { ReplicaContext } from '../replica-context';
import { QuorumType, type QuorumMessage } from './message';

/** The failure detector that a policy asks for; without one failures are noticed by use. */
export function detectorFor(
  context: ReplicaContext<QuorumMessage>,
  { detector, sloppy }: QuorumPolicy,
  timer: number,
  suspected: (place: number) => void,
  trusted: (place: number) => void,
): Detector | undefined {
  context.cancelTimer(timer);
  if (detector === undefined) return undefined;
  // With a sloppy quorum it matters of all nodes whether they could stand in.
  const peers = (): readonly number[] =>
    (sloppy ? context.nodes : context.members).filter((place) => place !== context.self);
  const host = new ReplicaDetectorHost(context, { firstType: QuorumType.Signal, timer, peers, suspected, trusted });
  return createDetector(detector, host);
}
