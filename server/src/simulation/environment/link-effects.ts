/** What a fault does to the links it covers. */
export type LinkEffect =
  | { readonly kind: 'block' }
  | { readonly kind: 'delay'; readonly byNs: number }
  | { readonly kind: 'reorder'; readonly withinNs: number }
  | { readonly kind: 'drop'; readonly share: number }
  | { readonly kind: 'duplicate'; readonly share: number }
  | { readonly kind: 'corrupt'; readonly share: number };

export interface ActiveLinkEffect {
  readonly effect: LinkEffect;
  /** 1 for each covered pair, indexed `from * places + to`. */
  readonly covers: Uint8Array;
}

/** All that holds on one link at this moment beyond what the topology says. */
export interface Disturbance {
  blocked: boolean;
  delayNs: number;
  reorderNs: number;
  /** Chance that a message passes all droppers. */
  kept: number;
  duplicateShare: number;
  corruptShare: number;
}

/**
 * The faults in force on links. Any number may overlap: a link is open when no block is left on it, delays add up,
 * chances combine as independent events, the widest reordering wins.
 */
export class LinkEffects {
  private readonly active: ActiveLinkEffect[] = [];
  private readonly disturbances = new Map<number, Disturbance>();

  /** `changed` is called with each pair whose state may have changed. */
  constructor(private readonly changed: (pair: number, disturbed: boolean) => void) {}

  of(pair: number): Disturbance | undefined {
    return this.disturbances.get(pair);
  }

  begin(effect: LinkEffect, covers: Uint8Array): ActiveLinkEffect {
    const entry = { effect, covers };
    this.active.push(entry);
    this.recompute(covers);
    return entry;
  }

  end(entry: ActiveLinkEffect): void {
    const at = this.active.indexOf(entry);
    if (at < 0) return;
    this.active.splice(at, 1);
    this.recompute(entry.covers);
  }

  private recompute(covers: Uint8Array): void {
    for (let pair = 0; pair < covers.length; pair++) {
      if (covers[pair] === 0) continue;
      const disturbance = this.combined(pair);
      if (disturbance === undefined) this.disturbances.delete(pair);
      else this.disturbances.set(pair, disturbance);
      this.changed(pair, disturbance !== undefined);
    }
  }

  private combined(pair: number): Disturbance | undefined {
    let found = false;
    const sum: Disturbance = { blocked: false, delayNs: 0, reorderNs: 0, kept: 1, duplicateShare: 0, corruptShare: 0 };
    for (const { effect, covers } of this.active) {
      if (covers[pair] === 0) continue;
      found = true;
      switch (effect.kind) {
        case 'block':
          sum.blocked = true;
          break;
        case 'delay':
          sum.delayNs += effect.byNs;
          break;
        case 'reorder':
          sum.reorderNs = Math.max(sum.reorderNs, effect.withinNs);
          break;
        case 'drop':
          sum.kept *= 1 - effect.share;
          break;
        case 'duplicate':
          sum.duplicateShare = 1 - (1 - sum.duplicateShare) * (1 - effect.share);
          break;
        case 'corrupt':
          sum.corruptShare = 1 - (1 - sum.corruptShare) * (1 - effect.share);
          break;
      }
    }
    return found ? sum : undefined;
  }
}
