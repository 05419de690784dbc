import { Message } from '../environment/message';
import { FailureReason } from '../run';

/** What components say to each other, in the order of `COMPONENT_MESSAGES`. */
export const ComponentType = {
  /** A request to a handler. */
  Call: 0,
  Answer: 1,
  /** A health check, answered like a call. */
  Probe: 2,
  /** A supervisor tells who calls a service of an instance there. */
  Notice: 3,
  /** An instance tells the autoscaler how busy it is. */
  Report: 4,
  /** The autoscaler tells a supervisor to start or to stop an instance. */
  Start: 5,
  Stop: 6,
  /** A caller's machine asks whether the connection of a request is still there, and is told so. */
  KeepAlive: 7,
  Alive: 8,
} as const;
export type ComponentType = (typeof ComponentType)[keyof typeof ComponentType];

export const COMPONENT_MESSAGES = [
  'call',
  'answer',
  'probe',
  'notice',
  'report',
  'start',
  'stop',
  'keep-alive',
  'alive',
] as const;

/** One class for all that components say; see `Message` for who may keep what. */
export class ComponentMessage extends Message {
  /** Chosen by the caller; the answer brings it back. */
  call = 0;
  /** Index into the service's handlers. */
  handler = 0;
  /** What the request is about: the key of the handler's operations on stores. */
  key = 0;
  /** The client's operation that a request comes from directly; -1 for what a service asks of another. */
  operation = -1;
  /** Of an answer. */
  reason: FailureReason = FailureReason.None;
  degraded = false;
  /** Address and place of an instance: the one that answers, or that a notice or an order is about. */
  instance = -1;
  at = -1;
  /** Of a notice. */
  ready = false;
  /** Of a report: busy workers on average since the last one, as a share of all. */
  utilisation = 0;
}
