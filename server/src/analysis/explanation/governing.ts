import type { Origin, ScenarioModel, StoreModel, WrittenAt } from '../../language/model';
import type { Run } from '../../simulation';
import type { ExpectationVerdict } from '../verdict';
import { callSettings, deploymentSettings, jobSettings, serviceSettings } from './component-texts';
import type { Governing, NamedFault } from './explanation';
import { failingComponents, type FailingComponent } from './failing-components';
import { harmOf, type Harm } from './harm';
import { policySettings, storeSettings, type SettingText } from './policy-settings';

/** Of several stores or services that failed, the first ones say enough. */
const MOST_GOVERNING = 2;
/** More settings than these in one line are not read. */
const MOST_WRITTEN = 6;
/** Where so many were written that bear on the harm, those that do not are not told. */
const ENOUGH_BEARING = 2;
/** Of what was not written little is told. */
const MOST_DEFAULT = 2;
/** Where fewer were written, the defaults that bear on it are told until there are so many. */
const ENOUGH = 4;

/**
 * What governed that which failed, as it is written: the policy of the store whose writes were lost, whose reads were stale or
 * whose operations were not answered, the service that did not answer and the call that waited for it, the job.
 */
export function governingOf(
  scenario: ScenarioModel,
  run: Run,
  verdict: ExpectationVerdict,
  needed: readonly NamedFault[] | null,
): readonly Governing[] {
  const { body } = verdict.expectation;
  const harm = harmOf(body);
  if (harm === undefined) return [];
  if (body.kind === 'metric' && body.subject?.kind === 'job') {
    const job = scenario.jobs[body.subject.job];
    return job === undefined ? [] : [chosen(job.name, 'job', jobSettings(job), undefined, job.origin, harm)];
  }
  const found = failingComponents(scenario, run, verdict, harm).flatMap((one) =>
    ofComponent(scenario, one, harm, needed),
  );
  // Of which the model says nothing there is nothing to be read.
  const said = found.filter(({ written, beside }) => written.length + beside.length > 0);
  return [
    ...(needed ?? []).flatMap(({ fault }) => ofDeployment(scenario, fault, harm)),
    ...(said.length === 0 ? found : said).slice(0, MOST_GOVERNING),
  ];
}

function ofDeployment({ faults, services }: ScenarioModel, fault: number, harm: Harm): readonly Governing[] {
  const model = faults[fault];
  if (model?.action.kind !== 'deploy') return [];
  const of = model.name === '' ? 'the deployment' : model.name;
  const is = `deploy ${services[model.action.service]?.name ?? '?'}`;
  return [chosen(of, is, deploymentSettings(model.action), undefined, model.origin, harm)];
}

function ofComponent(
  scenario: ScenarioModel,
  component: FailingComponent,
  harm: Harm,
  needed: readonly NamedFault[] | null,
): readonly Governing[] {
  if (component.kind === 'store') {
    const store = scenario.stores[component.store];
    return store === undefined ? [] : [ofStore(scenario, component.store, store, harm, needed)];
  }
  const service = scenario.services[component.service];
  if (service === undefined) return [];
  const { name, origin, writtenAt } = service;
  const governing = chosen(name, 'service', serviceSettings(scenario, service), writtenAt, origin, harm);
  const { call } = component;
  if (call === undefined) return [governing];
  const of = `the call of ${name} in ${call.from}`;
  return [chosen(of, '', callSettings(call.step.resilience), call.step.writtenAt, call.step.origin, harm), governing];
}

/** Of a store that somebody changed, as a fault that it takes, the policy that he gave it. */
function ofStore(
  scenario: ScenarioModel,
  index: number,
  store: StoreModel,
  harm: Harm,
  needed: readonly NamedFault[] | null,
): Governing {
  const changed = (needed ?? []).flatMap(({ fault }) => {
    const model = scenario.faults[fault];
    return model?.action.kind === 'reconfigure' && model.action.store === index
      ? [{ policy: model.action.policy, origin: model.origin }]
      : [];
  });
  const { policy, origin } = changed.at(-1) ?? { policy: store.policy, origin: store.policy.origin };
  const ofPolicy = policySettings(policy, (place) => scenario.places[place]?.name ?? '?');
  const governing = chosen(store.name, policy.family, ofPolicy, policy.writtenAt, origin, harm);
  const { storage } = store;
  const bearing = storeSettings(store).filter(({ matters }) => matters.includes(harm));
  const ofBlock = chosen(store.name, '', bearing, storage.writtenAt ?? {}, store.origin, harm);
  const byDefault = [...governing.byDefault, ...ofBlock.byDefault].slice(0, MOST_DEFAULT);
  return { ...governing, beside: ofBlock.written, byDefault };
}

/** Without places where it was written, all counts as written. */
function chosen(
  of: string,
  is: string,
  settings: readonly SettingText[],
  writtenAt: WrittenAt | undefined,
  origin: Origin,
  harm: Harm,
): Governing {
  const isWritten = ({ name }: SettingText): boolean =>
    writtenAt === undefined || writtenAt[name] !== undefined || AS_WRITTEN.includes(name);
  const bears = ({ matters }: SettingText): boolean => matters.includes(harm);
  const written = settings.filter(isWritten);
  const bearing = written.filter(bears);
  const told = (bearing.length >= ENOUGH_BEARING ? bearing : written).slice(0, MOST_WRITTEN);
  const missing = Math.max(0, ENOUGH - bearing.length);
  const byDefault = settings.filter((each) => !isWritten(each) && bears(each)).slice(0, missing);
  const texts = (all: readonly SettingText[]): readonly string[] => all.map(({ text }) => text);
  return { of, is, written: texts(told), byDefault: texts(byDefault), beside: [], origin };
}

/** Not there unless something was written, be it of another block or of the nodes. */
const AS_WRITTEN: readonly string[] = [
  'cores',
  'readiness',
  'liveness',
  'restart',
  'autoscale',
  'breaker',
  'shards',
  'replicas',
];
