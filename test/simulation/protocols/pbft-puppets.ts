import assert from 'node:assert/strict';
import type { PbftPolicy } from '../../../server/src/language/model';
import { simulate } from '../../../server/src/simulation';
import { Command, Operation } from '../../../server/src/simulation/environment/command';
import type { ClientContext } from '../../../server/src/simulation/protocols/client-context';
import { pbft } from '../../../server/src/simulation/protocols/pbft';
import { digestOf } from '../../../server/src/simulation/protocols/pbft/digest';
import { PbftType, type PbftMessage } from '../../../server/src/simulation/protocols/pbft/message';
import type { AnyFamily, ClientLibrary, Replica } from '../../../server/src/simulation/protocols/protocol';
import type { ReplicaContext } from '../../../server/src/simulation/protocols/replica-context';
import { scenarioOfText } from './run-text';

/** f = 2: certificates are of five. n3 is a replica; the other six and the client are puppets, who say what they are told. */
const MODEL = `
  topology T {
    nodes n[1..7]  client c
    link everywhere { latency: 1ms }
    store s on n[1..7] using P { storage { log: fsync  fsync: 0.1ms } }
  }
  policy P = pbft { view-change-timeout: 1h  checkpoint-every: 2 }
  workload W { from c to s  rate: 500/s  operations: read 100%  timeout: 100ms }
  scenario S { workload: W  duration: 3s }`;

/** Between two lines: long enough for messages, flushes, and for the client to have something to ask, when it speaks. */
const APART_NS = 50e6;
const SUBJECT = 2;
const CLIENT = -1;
/** Where n3 sends its answers, so that they are heard. */
const ASKING = 6;
const OTHERS = [0, 1, 3, 4, 5];

const REQUESTS = new Map(
  ['A', 'B', 'C'].map((name, i) => [name, new Command(i, Operation.Read, i, 0, 0, ASKING, i)] as const),
);

const SPOKEN: Readonly<Record<string, PbftType>> = {
  'pre-prepare': PbftType.PrePrepare,
  prepare: PbftType.Prepare,
  commit: PbftType.Commit,
  checkpoint: PbftType.Checkpoint,
  'view-change': PbftType.ViewChange,
  'new-view': PbftType.NewView,
};

/** What a puppet says to n3, and when. */
interface Line {
  readonly atNs: number;
  readonly from: number;
  readonly type: PbftType;
  readonly view: number;
  readonly sequence: number;
  readonly command: Command | undefined;
  readonly digest: number;
}

/** `n1 pre-prepare 0/1 A`: who says what in view 0 about place 1, where request A stands; `A as B`: with B's digest. */
function lineOf(text: string, at: number): Line {
  const found = /^(c|n\d) ([a-z-]+) (\d+)(?:\/(\d+))?(?: (\w+))?(?: as (\w+))?$/.exec(text);
  assert.ok(found, text);
  const [, who = '', what = '', view, sequence = 0, request = 'null', digest = request] = found;
  const type = SPOKEN[what];
  assert.ok(type !== undefined, text);
  return {
    atNs: (at + 1) * APART_NS,
    from: who === 'c' ? CLIENT : Number(who.slice(1)) - 1,
    type,
    view: Number(view),
    sequence: Number(sequence),
    command: REQUESTS.get(request),
    digest: digestOf(REQUESTS.get(digest)),
  };
}

/** What the puppets have heard of n3: each vote once, however often it is repeated, and every answer. */
class Heard {
  readonly said: string[] = [];
  checkpointDigest = 0;

  hear(m: PbftMessage): void {
    if (m.from !== SUBJECT) return;
    if (m.type === PbftType.Checkpoint) this.checkpointDigest = m.digest;
    const text = wordsOf(m);
    if (text !== undefined && (m.type === PbftType.Reply || !this.said.includes(text))) this.said.push(text);
  }
}

function wordsOf(m: PbftMessage): string | undefined {
  const { type, view, sequence, digest, answer } = m;
  const request = [...REQUESTS].find(([, { operation }]) => operation === answer?.operation)?.[0];
  const named = [...REQUESTS].find(([, command]) => digestOf(command) === digest)?.[0];
  if (type === PbftType.Prepare) return `prepare ${view}/${sequence} ${named}`;
  if (type === PbftType.Commit) return `commit ${view}/${sequence} ${named}`;
  if (type === PbftType.Reply) return `reply ${request}`;
  if (type === PbftType.ViewChange) return `view-change ${view}`;
  if (type === PbftType.Checkpoint) return `checkpoint ${sequence}`;
  return undefined;
}

type Mouth = Pick<ReplicaContext<PbftMessage>, 'message' | 'send' | 'monotonic'>;

/** Says its lines in time, the client included: whoever gives it a moment to speak calls `speak`. */
class Speaker {
  private readonly lines: Line[];

  constructor(
    private readonly mouth: Mouth,
    script: readonly Line[],
    place: number,
    private readonly heard: Heard,
  ) {
    this.lines = script.filter(({ from }) => from === place);
  }

  get nextAtNs(): number | undefined {
    return this.lines[0]?.atNs;
  }

  speak(): void {
    while ((this.nextAtNs ?? Infinity) <= this.mouth.monotonic()) {
      const line = this.lines.shift();
      if (line !== undefined) this.say(line);
    }
  }

  private say({ type, view, sequence, command, digest }: Line): void {
    const m = this.mouth.message(type);
    Object.assign(m, { view, sequence, command, digest, certificates: [], proposals: [] });
    if (type === PbftType.Checkpoint) m.digest = this.heard.checkpointDigest;
    // A view change of replicas at which nothing has prepared.
    m.records = OTHERS.map((replica) => ({ replica, view, stable: 0, stableDigest: 0, certificates: [] }));
    this.mouth.send(SUBJECT, m);
  }
}

function puppet(context: ReplicaContext<PbftMessage>, script: readonly Line[], heard: Heard): Replica<PbftMessage> {
  const speaker = new Speaker(context, script, context.self, heard);
  const goOn = (): void => {
    speaker.speak();
    if (speaker.nextAtNs !== undefined) context.setTimer(0, speaker.nextAtNs - context.monotonic());
  };
  return {
    start: goOn,
    timer: goOn,
    receive: (m) => heard.hear(m),
    request: () => assert.fail('Clients talk through their library.'),
    contents: () => new Map<number, readonly number[]>(),
  };
}

function clientPuppet(
  context: ClientContext<PbftMessage>,
  script: readonly Line[],
  heard: Heard,
): ClientLibrary<PbftMessage> {
  const speaker = new Speaker(context, script, CLIENT, heard);
  return { execute: () => speaker.speak(), abandon: () => undefined, receive: () => undefined };
}

/** What n3 says, a backup in view 0, when it is told these lines. */
export function saidByReplica(texts: readonly string[]): string[] {
  const script = texts.map(lineOf);
  const heard = new Heard();
  const family = {
    ...pbft,
    createReplica: (context: ReplicaContext<PbftMessage>, policy: PbftPolicy) =>
      context.self === SUBJECT ? pbft.createReplica(context, policy) : puppet(context, script, heard),
    createClient: (context: ClientContext<PbftMessage>) => clientPuppet(context, script, heard),
  } as unknown as AnyFamily;
  simulate(scenarioOfText(MODEL), { seed: 1, trace: false, familyOf: () => family });
  return heard.said;
}
