import type { ScenarioModel } from '../language/model';
import { BreakerState, EventKind, InstanceState, type FaultOccurrence, type Run } from '../simulation';
import { cutPairs } from './cut-pairs';
import { instanceSpans } from './instance-spans';
import { collectDamage } from './project-damage';
import { collectJobs } from './project-job-spans';
import { placeNames } from './judged-run';
import { durationText, shareText } from './quantity-text';
import type { LaneSpan, SpanState } from './run-report';

/** What ailed each node and when: an array indexed by place id. Conditions of different kinds may overlap. */
export function projectConditions(scenario: ScenarioModel, run: Run): readonly (readonly LaneSpan[])[] {
  const spans: LaneSpan[][] = scenario.places.map(() => []);
  collectFromTrace(scenario, run, spans);
  for (const occurrence of run.occurrences) collectFromSchedule(scenario, occurrence, run.endedAt, spans);
  collectFaultySoftware(scenario, run, spans);
  collectDamage(scenario, run, spans);
  collectCuts(scenario, run, spans);
  collectJobs(scenario, run, spans);
  return spans.map((list) => list.sort((a, b) => a.from - b.from || a.to - b.to));
}

/** Begin (true) or end (false) of a condition that an event tells, and how it is called. */
interface Turn {
  readonly name: string;
  readonly state: SpanState;
  readonly begins: boolean;
  readonly label: string;
  /** All whose names begin so are over, since the process is gone whose they were. */
  readonly ends?: string;
}

function collectFromTrace(scenario: ScenarioModel, run: Run, spans: LaneSpan[][]): void {
  const { trace, endedAt: end } = run;
  const open = new Map<string, LaneSpan>();
  for (let event = 0; event < trace.length; event += 1) {
    const place = trace.place[event] ?? -1;
    const turn = turnOf(scenario, run, event);
    if (turn === undefined) continue;
    const key = `${place}/${turn.name}`;
    const at = trace.time[event] ?? 0;
    const close = (ended: string): void => {
      const span = open.get(ended);
      if (span === undefined) return;
      spans[place]?.push({ ...span, to: at });
      open.delete(ended);
    };
    close(key);
    if (turn.ends !== undefined) {
      const prefix = `${place}/${turn.ends}`;
      for (const other of [...open.keys()]) if (other.startsWith(prefix)) close(other);
    }
    if (turn.begins) {
      const { state, label } = turn;
      open.set(key, { from: at, to: end, state, label, event });
    }
  }
  for (const [key, span] of open) spans[Number.parseInt(key, 10)]?.push(span);
}

function turnOf(scenario: ScenarioModel, run: Run, event: number): Turn | undefined {
  const { trace } = run;
  const a = trace.a[event] ?? 0;
  const b = trace.b[event] ?? 0;
  switch (trace.kind[event]) {
    case EventKind.Crash:
      return { name: 'crash', state: 'crashed', begins: true, label: 'down', ends: 'service ' };
    case EventKind.Restart:
      return { name: 'crash', state: 'crashed', begins: false, label: '' };
    case EventKind.Pause:
      return { name: 'pause', state: 'paused', begins: true, label: 'paused' };
    case EventKind.Resume:
      return { name: 'pause', state: 'paused', begins: false, label: '' };
    case EventKind.Slow:
      return { name: 'slow', state: 'slow', begins: b !== 1, label: `${b}x slower` };
    case EventKind.SlowDisk:
      return { name: 'slow-disk', state: 'disk-trouble', begins: b !== 1, label: `disk ${b}x slower` };
    case EventKind.DiskFull:
      return { name: 'disk-full', state: 'disk-trouble', begins: a === 1, label: 'disk full' };
    case EventKind.LostFsync:
      return { name: 'lost-fsync', state: 'disk-trouble', begins: a === 1, label: 'flushes are lost' };
    case EventKind.Instance:
      return turnOfInstance(scenario, a, b as InstanceState, trace.c[event] ?? 0);
    case EventKind.Shedding: {
      const label = `queue full: ${serviceName(scenario, a)}`;
      return {
        name: `service ${a} ${trace.c[event] ?? 0} queue`,
        state: 'overloaded',
        begins: trace.b[event] === 1,
        label,
      };
    }
    case EventKind.Breaker: {
      const caller = trace.c[event] ?? 0;
      const begins = trace.b[event] !== BreakerState.Closed;
      const label = `no calls to ${serviceName(scenario, a)} by ${serviceName(scenario, caller)}`;
      return { name: `service ${caller} breaker ${a}`, state: 'breaker-open', begins, label };
    }
    case EventKind.Deploy: {
      const version = deployedErrors(scenario, run, a, trace.time[event] ?? 0);
      const label = `new version fails ${shareText(version)} of requests: ${serviceName(scenario, a)}`;
      const name = `service ${a} ${trace.c[event] ?? 0} version`;
      return { name, state: 'faulty', begins: trace.b[event] === 1 && version > 0, label };
    }
    default:
      return undefined;
  }
}

/** The share of requests that the version fails which was being rolled out at an instant. */
function deployedErrors(scenario: ScenarioModel, run: Run, service: number, at: number): number {
  const rolledOut = run.occurrences.flatMap(({ fault, beganAt }) => {
    const action = scenario.faults[fault]?.action;
    return action?.kind === 'deploy' && action.service === service && beganAt <= at ? [action.errorShare] : [];
  });
  return rolledOut.at(-1) ?? 0;
}

/** What has ended or is dead has no queue any more; its breakers are those of all instances of the service there. */
function turnOfInstance(scenario: ScenarioModel, service: number, state: InstanceState, instance: number): Turn {
  const name = `service ${service} ${instance}`;
  const label = serviceName(scenario, service);
  switch (state) {
    case InstanceState.Ready:
      return { name, state: 'dead', begins: false, label: '' };
    case InstanceState.NotReady:
      return { name, state: 'not-ready', begins: true, label: `not ready: ${label}` };
    case InstanceState.Dead:
      return { name, state: 'dead', begins: true, label: `dead: ${label}`, ends: `service ${service} ` };
    case InstanceState.BackingOff:
      return { name, state: 'dead', begins: true, label: `waits for a restart: ${label}` };
    case InstanceState.Draining:
      return { name, state: 'not-ready', begins: true, label: `is to end: ${label}` };
    case InstanceState.Stopped:
      return { name, state: 'dead', begins: false, label: '', ends: `service ${service} ` };
  }
}

function serviceName(scenario: ScenarioModel, service: number): string {
  return scenario.services[service]?.name ?? '?';
}

const BYZANTINE_TEXTS = {
  equivocate: 'tells different things to different peers',
  lie: 'lies',
  silent: 'keeps silent',
  replay: 'repeats old messages',
} as const;

/**
 * What only the schedule knows: who lies, whose clock is off, and the places that a split separated from most of the
 * others; of two equal halves, both.
 */
function collectFromSchedule(
  scenario: ScenarioModel,
  occurrence: FaultOccurrence,
  end: number,
  spans: LaneSpan[][],
): void {
  const action = scenario.faults[occurrence.fault]?.action;
  if (action === undefined || occurrence.vacuous) return;
  const to = Math.min(occurrence.endedAt, end);
  const add = (place: number, label: string, state: SpanState = 'cut-off'): void => {
    if (to > occurrence.beganAt) spans[place]?.push({ from: occurrence.beganAt, to, state, label, event: -1 });
  };
  switch (action.kind) {
    case 'isolate':
      for (const place of occurrence.places) add(place, 'cut off from all');
      return;
    case 'byzantine':
      for (const place of occurrence.places) add(place, BYZANTINE_TEXTS[action.behaviour], 'byzantine');
      return;
    case 'skew':
      for (const place of occurrence.places) add(place, `clock off by ${durationText(action.byNs)}`, 'clock-off');
      return;
    case 'drift':
      for (const place of occurrence.places) add(place, `clock drifts by ${action.ppm} ppm`, 'clock-off');
      return;
    case 'cut':
      if (cutPairs(scenario, occurrence).length === 0) {
        for (const place of occurrence.places) add(place, 'cut off, one way');
      }
      return;
    case 'partition': {
      const nodesOf = (group: readonly number[]): readonly number[] => group.filter((p) => p < scenario.nodeCount);
      const groups = occurrence.groups.map(nodesOf);
      const largest = Math.max(0, ...groups.map((group) => group.length));
      const majorities = groups.filter((group) => group.length === largest).length;
      groups.forEach((group, index) => {
        if (group.length === largest && majorities === 1) return;
        const others = groups.filter((_, other) => other !== index).flat();
        for (const place of group) add(place, `cut off from ${placeNames(scenario, others)}`);
      });
      const grouped = new Set(groups.flat());
      for (let place = 0; place < scenario.nodeCount; place += 1) {
        if (!grouped.has(place)) add(place, 'cut off from all');
      }
      return;
    }
    default:
      return;
  }
}

/** What is wrong with a service's program, on the nodes that have an instance of it, for as long as they have one. */
function collectFaultySoftware(scenario: ScenarioModel, run: Run, spans: LaneSpan[][]): void {
  const instances = instanceSpans(scenario, run);
  for (const { fault, beganAt, endedAt, places, vacuous } of run.occurrences) {
    const action = scenario.faults[fault]?.action;
    if (vacuous || (action?.kind !== 'bug' && action?.kind !== 'leak')) continue;
    const name = serviceName(scenario, action.service);
    const label =
      action.kind === 'bug' ? `fails ${shareText(action.share)} of requests: ${name}` : `leaks memory: ${name}`;
    for (const place of places) {
      for (const stretch of instances[action.service]?.[place] ?? []) {
        const [from, to] = [Math.max(beganAt, stretch.from), Math.min(endedAt, stretch.to)];
        if (from < to) spans[place]?.push({ from, to, state: 'faulty', label, event: -1 });
      }
    }
  }
}

/** A node behind several one-way cuts of the same length says once whom it does not reach and whom it does not hear. */
function collectCuts(scenario: ScenarioModel, run: Run, spans: LaneSpan[][]): void {
  const ways = new Map<string, { place: number; from: number; to: number; unreached: number[]; unheard: number[] }>();
  for (const occurrence of run.occurrences) {
    const from = occurrence.beganAt;
    const to = Math.min(occurrence.endedAt, run.endedAt);
    const wayOf = (place: number) => {
      const key = `${place} ${from} ${to}`;
      const way = ways.get(key) ?? { place, from, to, unreached: [], unheard: [] };
      ways.set(key, way);
      return way;
    };
    for (const [sender, receiver] of to > from ? cutPairs(scenario, occurrence) : []) {
      wayOf(sender).unreached.push(receiver);
      wayOf(receiver).unheard.push(sender);
    }
  }
  for (const { place, from, to, unreached, unheard } of ways.values()) {
    const both = unreached.filter((other) => unheard.includes(other));
    const label = [
      ...words('cut off from', both),
      ...words(
        'does not reach',
        unreached.filter((other) => !both.includes(other)),
      ),
      ...words(
        'does not hear',
        unheard.filter((other) => !both.includes(other)),
      ),
    ].join(', ');
    spans[place]?.push({ from, to, state: 'cut-off', label, event: -1 });
  }

  function words(what: string, places: readonly number[]): readonly string[] {
    return places.length === 0 ? [] : [`${what} ${placeNames(scenario, places)}`];
  }
}
