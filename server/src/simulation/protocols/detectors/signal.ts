/** What detectors say to each other. Immutable: messages carry one as it is. */
export type Signal =
  | { readonly kind: 'heartbeat' }
  /** SWIM: are you there? `round` comes back in the answer; `onBehalfOf` is the member that asked for this ping, or -1. */
  | {
      readonly kind: 'ping';
      readonly round: number;
      readonly onBehalfOf: number;
      readonly rumours: readonly Rumour[];
    }
  /** SWIM: `subject` is there. It answers itself, or whoever pinged it on behalf of the receiver passes that on. */
  | {
      readonly kind: 'ack';
      readonly round: number;
      readonly subject: number;
      readonly onBehalfOf: number;
      readonly rumours: readonly Rumour[];
    }
  /** SWIM: ping `subject` for me. */
  | {
      readonly kind: 'ping-request';
      readonly round: number;
      readonly subject: number;
      readonly rumours: readonly Rumour[];
    };

export type Standing = 'alive' | 'suspect' | 'faulty';

/** News of a member. Only the member itself raises its incarnation: to refute what is said of it. */
export interface Rumour {
  readonly place: number;
  readonly standing: Standing;
  readonly incarnation: number;
}

/** In the order in which families append them to their message types. */
export const SIGNALS = ['heartbeat', 'ping', 'ack', 'ping-request'] as const;

export const HEARTBEAT: Signal = { kind: 'heartbeat' };
