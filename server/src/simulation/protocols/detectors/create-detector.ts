import type { DetectorModel } from '../../../language/model';
import type { Detector, DetectorHost } from './detector';
import { HeartbeatDetector } from './heartbeat-detector';
import { AccrualPatience, FixedPatience } from './patience';
import { SwimDetector } from './swim-detector';

/** A detector as the policy says, for families in which every member watches every other. */
export function createDetector(model: DetectorModel, host: DetectorHost): Detector {
  switch (model.kind) {
    case 'timeout':
      return new HeartbeatDetector(host, model.heartbeatNs, () => new FixedPatience(model.timeoutNs));
    case 'phi':
      return new HeartbeatDetector(
        host,
        model.heartbeatNs,
        () => new AccrualPatience(model.threshold, model.heartbeatNs),
      );
    case 'swim':
      return new SwimDetector(host, model);
  }
}
