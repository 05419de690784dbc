export type Listener<S> = (state: S, previous: S) => void;

/**
 * Holds the state and tells its listeners about changes, at most once a frame: however often the pointer moves, the
 * picture is drawn once. Listeners compare the parts they show with the previous state by identity.
 */
export class Store<S extends object> {
  private current: S;
  private shown: S;
  private readonly listeners: Listener<S>[] = [];
  private scheduled = false;

  constructor(initial: S) {
    this.current = initial;
    this.shown = initial;
  }

  get state(): S {
    return this.current;
  }

  change(part: Partial<S>): void {
    this.current = { ...this.current, ...part };
    if (!this.scheduled) {
      this.scheduled = true;
      requestAnimationFrame(() => {
        this.flush();
      });
    }
  }

  /** Listeners are called in the order they came. */
  listen(listener: Listener<S>): void {
    this.listeners.push(listener);
  }

  private flush(): void {
    this.scheduled = false;
    const previous = this.shown;
    this.shown = this.current;
    for (const listener of this.listeners) {
      listener(this.shown, previous);
    }
  }
}
