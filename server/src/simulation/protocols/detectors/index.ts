export { createDetector } from './create-detector';
export type { Detector } from './detector';
export { AccrualPatience, FixedPatience, type Patience } from './patience';
export { ReplicaDetectorHost, type DetectorMessage } from './replica-host';
export { SIGNALS, type Signal } from './signal';
export { Suspicion } from './suspicion';
