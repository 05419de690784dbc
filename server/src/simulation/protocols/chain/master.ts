import type { ChainConfiguration } from './message';
import type { ChainReplica } from './replica';

/**
 * The paper's master (section 3.4 of "Chain Replication", OSDI 2004: it detects failures and tells each server its new
 * predecessor or successor), played by the servers themselves: the owner of a replicated register (see
 * `configuration-register`) decides, and a majority has to accept. At first it is the server in the middle, so that neither
 * the failure of the head nor that of the tail takes the master with it.
 */
export class Master {
  /** Servers that the operator has taken away for good. */
  private readonly removed = new Set<number>();
  private readonly added = new Set<number>();
  /** What others asked for and could not yet be proposed. */
  private newTail: { readonly place: number; readonly index: number; readonly frozenIn: number } | undefined;
  private readonly leaving = new Set<number>();

  constructor(private readonly server: ChainReplica) {}

  order(kind: 'add' | 'remove', place: number): void {
    const [to, from] = kind === 'add' ? [this.added, this.removed] : [this.removed, this.added];
    to.add(place);
    from.delete(place);
    this.proceed();
  }

  hasRemoved(place: number): boolean {
    return this.removed.has(place);
  }

  /** A tail that has frozen in a configuration asks; it answers clients again as soon as there is a newer one. */
  append(place: number, index: number, frozenIn: number): void {
    this.newTail = { place, index, frozenIn };
    this.proceed();
  }

  leave(place: number): void {
    this.leaving.add(place);
    this.proceed();
  }

  /** Every heartbeat: repeats what is under way; a server that misses the owner tries to take its place. */
  tick(): void {
    const { server } = this;
    const { register, liveness } = server;
    if (register.isOwner) {
      register.repeat();
      return this.proceed();
    }
    const { self } = server.context;
    if (!server.voters.includes(self)) return;
    const { owner } = register;
    const isLost = owner < 0 || owner === self || this.removed.has(owner) || liveness.isSuspected(owner);
    if (!isLost) return;
    // The first that is alive goes first; the others give it time.
    const rank = server.voters.filter((voter) => !liveness.isSuspected(voter)).indexOf(self);
    const patience = owner < 0 || owner === self ? 0 : liveness.promiseNs + 2 * rank * server.policy.heartbeatNs;
    if (owner < 0 || owner === self || liveness.silenceOf(owner) >= patience) register.takeOver();
  }

  /** Proposes the next configuration where one is needed. */
  proceed(): void {
    const { register } = this.server;
    const current = register.current?.value;
    if (!register.isOwner || register.isBusy || current === undefined) return;
    const next = this.next(current);
    if (next !== undefined) register.propose(next);
  }

  private next(current: ChainConfiguration): ChainConfiguration | undefined {
    const { chain, voters, tailServesFrom } = current;
    const stays = chain.filter((place) => !this.isGone(place));
    for (const place of this.leaving) if (!stays.includes(place)) this.leaving.delete(place);
    // Nobody else has what the last ones have: a chain never becomes empty.
    if (stays.length > 0 && stays.length < chain.length) return { chain: stays, voters, tailServesFrom };
    const { newTail } = this;
    this.newTail = undefined;
    if (newTail !== undefined && newTail.frozenIn === this.server.number) {
      // -1: the tail wants it decided that the one it waited for is not coming.
      if (newTail.place < 0) return { chain, voters, tailServesFrom };
      if (!chain.includes(newTail.place)) {
        return { chain: [...chain, newTail.place], voters, tailServesFrom: newTail.index };
      }
    }
    return this.nextVoters(current);
  }

  /** One voter at a time comes or goes. */
  private nextVoters({ chain, voters, tailServesFrom }: ChainConfiguration): ChainConfiguration | undefined {
    const gone = voters.find((voter) => this.removed.has(voter));
    if (gone !== undefined && !chain.includes(gone)) {
      return { chain, voters: voters.filter((voter) => voter !== gone), tailServesFrom };
    }
    const come = [...this.added].find((place) => !voters.includes(place));
    return come === undefined ? undefined : { chain, voters: [...voters, come], tailServesFrom };
  }

  private isGone(place: number): boolean {
    return this.server.liveness.isSuspected(place) || this.removed.has(place) || this.leaving.has(place);
  }
}
