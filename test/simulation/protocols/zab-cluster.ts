import type { ScenarioModel, ZabPolicy } from '../../../server/src/language/model';
import type { Run } from '../../../server/src/simulation';
import { clusterOf, judgedRun, type JudgedRun } from '../judged-cluster';
import { ms, origin, s, type ScenarioText } from '../scenario-builder';

export const zookeeper: ZabPolicy = {
  family: 'zab',
  name: 'zab',
  origin,
  tickNs: s(2),
  syncLimitTicks: 5,
  initLimitTicks: 10,
  reads: 'local',
};
/** With a tick of a twentieth, so that short runs see many elections. */
export const local: ZabPolicy = { ...zookeeper, tickNs: ms(100) };
export const synced: ZabPolicy = { ...local, reads: 'sync' };

export const cluster = (text: Partial<ScenarioText> = {}): ScenarioModel => clusterOf(synced, { seconds: 11, ...text });
export const run = (text: Partial<ScenarioText>, seed: number): JudgedRun => judgedRun(cluster(text), seed, 300_000);

export function leads(result: Run, place: number, time: number): boolean {
  return result.leadership.some((span) => span.place === place && span.from <= time && span.to >= time);
}
