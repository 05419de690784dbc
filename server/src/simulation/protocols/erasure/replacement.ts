import type { Suspicion } from '../detectors';
import type { ReplicaContext } from '../replica-context';
import { ErasureType, messageOf, type ErasureMessage } from './message';
import type { Thresholds } from './thresholds';

/** Whoever is asked about a node that it has no reason to suspect gives it so long to answer, as operations do. */
const ANSWER_WITHIN_NS = 500e6;

interface Home {
  /** False on an empty disk: this node's fragments would have to be computed from those of others. */
  readonly holdsFragments: boolean;
  /** How long a node stays away before its fragments are computed anew elsewhere. */
  readonly repairDelayNs: number;
}

/**
 * A node that stays away loses its seat to a spare: Ceph marks an OSD that has been down for `mon_osd_down_out_interval` (10
 * minutes) out, and its placement groups are backfilled elsewhere; HDFS's NameNode does so with a DataNode after ten minutes and a
 * half. Who has missed a node for `repair-delay` asks the others, and where k of them, and a majority, do not hear it
 * either and hold fragments themselves, has it replaced: so a minority that is cut off replaces nobody, and no disk is
 * given up without which some value could not be computed.
 */
export class Replacement {
  /** By missing place: who does not hear it. */
  private readonly confirmedBy = new Map<number, Set<number>>();
  /** Questions of others that wait for a sign of life of the one they are about. */
  private readonly questions: { readonly place: number; readonly from: number; readonly until: number }[] = [];

  constructor(
    private readonly context: ReplicaContext<ErasureMessage>,
    private readonly thresholds: Thresholds,
    private readonly suspicion: Suspicion<ErasureMessage>,
    private readonly home: Home,
  ) {}

  /** Once a second: asks, again and again, about every member that has been away for too long. */
  tick(): void {
    const { context, suspicion, home } = this;
    this.answerQuestions();
    for (const place of context.members) {
      if (suspicion.lasts(place) < home.repairDelayNs) this.confirmedBy.delete(place);
      else if (context.spares.length > 0 && home.holdsFragments) this.ask(place);
    }
  }

  /** Others sit on the seats: what was said of the former ones counts no more. */
  reconfigured(): void {
    this.confirmedBy.clear();
    this.questions.length = 0;
  }

  onMissing({ from, place }: ErasureMessage): void {
    const { context, suspicion, home } = this;
    if (!home.holdsFragments || !context.members.includes(place) || place === context.self) return;
    if (suspicion.has(place)) return this.confirm(from, place);
    if (suspicion.hasDetector) return;
    context.send(place, messageOf(context, ErasureType.Probe));
    this.questions.push({ place, from, until: context.monotonic() + ANSWER_WITHIN_NS });
  }

  onConfirmed({ from, place }: ErasureMessage): void {
    const { context, thresholds } = this;
    const confirmed = this.confirmedBy.get(place);
    if (confirmed === undefined || !context.members.includes(from)) return;
    confirmed.add(from);
    if (confirmed.size < thresholds.visible) return;
    this.confirmedBy.delete(place);
    context.remark('has a spare take the place of a node that stays away', place);
    context.replace(place);
  }

  /** Any message from a place is a sign of life: what was asked about it is answered by silence. */
  heard(place: number): void {
    for (let at = this.questions.length - 1; at >= 0; at--)
      if (this.questions[at]?.place === place) this.questions.splice(at, 1);
  }

  private ask(place: number): void {
    const { context } = this;
    if (!this.confirmedBy.has(place)) this.confirmedBy.set(place, new Set([context.self]));
    const question = messageOf(context, ErasureType.Missing);
    question.place = place;
    for (const member of context.members)
      if (member !== context.self && member !== place) context.send(member, question);
  }

  private answerQuestions(): void {
    const now = this.context.monotonic();
    const due = this.questions.filter(({ until }) => until <= now);
    for (const { place, from } of due) {
      this.heard(place);
      this.suspicion.unanswered(place);
      this.confirm(from, place);
    }
  }

  private confirm(to: number, place: number): void {
    const answer = messageOf(this.context, ErasureType.Confirmed);
    answer.place = place;
    this.context.send(to, answer);
  }
}
