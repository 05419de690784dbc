import type { ScenarioModel } from '../language/model';
import { BreakerState, CheckpointState, EventKind, InstanceState, JobState, type Trace } from '../simulation';
import { placeName } from './judged-run';
import { countText } from './quantity-text';
import type { EventRow } from './run-report';

type Told = { readonly kind: EventRow['kind']; readonly text: string } | undefined;

/** What the event list says of a service, balancer or job; undefined for what has no row of its own. */
export function componentEventText(scenario: ScenarioModel, trace: Trace, event: number): Told {
  const a = trace.a[event] ?? 0;
  const b = trace.b[event] ?? 0;
  const c = trace.c[event] ?? 0;
  const place = placeName(scenario, trace.place[event] ?? -1);
  const service = (index: number): string => scenario.services[index]?.name ?? '?';
  switch (trace.kind[event] as EventKind) {
    case EventKind.Instance:
      return instanceText(`${service(a)} on ${place}`, b as InstanceState);
    case EventKind.Breaker:
      return breakerText(`${service(c)} on ${place}`, service(a), b as BreakerState);
    case EventKind.Shedding:
      return b === 1
        ? {
            kind: 'service',
            text: `${service(a)} on ${place} is overloaded: its queue is full and it turns requests away`,
          }
        : { kind: 'service', text: `${service(a)} on ${place} takes all requests again` };
    case EventKind.Health: {
      const peer = placeName(scenario, trace.peer[event] ?? -1);
      const balancer = `${scenario.balancers[a]?.name ?? '?'} on ${place}`;
      return b === 1
        ? { kind: 'service', text: `${balancer} finds ${peer} healthy again` }
        : { kind: 'detection', text: `${balancer} finds ${peer} unhealthy and sends it nothing` };
    }
    case EventKind.Scale:
      return {
        kind: 'service',
        text: `the autoscaler wants ${countText(b)} instances of ${service(a)}; there are ${countText(c)}`,
      };
    case EventKind.Deploy:
      return {
        kind: 'service',
        text: `${service(a)} on ${place} is replaced by the ${b === 1 ? 'new' : 'old'} version`,
      };
    case EventKind.Job: {
      const job = scenario.jobs[a]?.name ?? '?';
      return (b as JobState) === JobState.Running
        ? { kind: 'recovery', text: `${job} runs${c > 1 ? ` again (attempt ${countText(c)})` : ''}` }
        : { kind: 'detection', text: `${place} finds that ${job} has failed and restarts it` };
    }
    case EventKind.Checkpoint:
      return (b as CheckpointState) === CheckpointState.Aborted
        ? { kind: 'storage', text: `checkpoint ${countText(c)} of ${scenario.jobs[a]?.name ?? '?'} is given up` }
        : undefined;
    default:
      return undefined;
  }
}

function instanceText(instance: string, state: InstanceState): Told {
  switch (state) {
    case InstanceState.Ready:
      return { kind: 'service', text: `${instance} is ready` };
    case InstanceState.NotReady:
      return { kind: 'service', text: `${instance} is not ready` };
    case InstanceState.Dead:
      return { kind: 'crash', text: `${instance} dies` };
    case InstanceState.BackingOff:
      return { kind: 'service', text: `${instance} keeps dying and waits before it is started again` };
    case InstanceState.Draining:
      return { kind: 'service', text: `${instance} answers what it has and is to end` };
    case InstanceState.Stopped:
      return { kind: 'service', text: `${instance} has ended` };
  }
}

function breakerText(caller: string, callee: string, state: BreakerState): Told {
  switch (state) {
    case BreakerState.Open:
      return { kind: 'service', text: `${caller} opens its circuit breaker: it calls ${callee} no more` };
    case BreakerState.HalfOpen:
      return { kind: 'service', text: `${caller} lets one call to ${callee} through to try` };
    case BreakerState.Closed:
      return { kind: 'service', text: `${caller} closes its circuit breaker: ${callee} answers` };
  }
}
