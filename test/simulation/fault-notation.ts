import type { ActionModel, FaultModel } from '../../server/src/language/model';
import { s } from './scenario-builder';

/** Short ways to write a schedule in a test. */
export type Fault = Pick<FaultModel, 'trigger' | 'action'>;

export const at = (seconds: number, action: ActionModel): Fault => ({
  trigger: { kind: 'at', atNs: s(seconds) },
  action,
});

export const places = (...ids: number[]) => [{ kind: 'places', places: ids, text: ids.join() }] as const;
export const leader = [{ kind: 'leader', store: 0 }] as const;
export const everywhere = { kind: 'everywhere' } as const;
export const forSeconds = (seconds: number) => ({ forNs: s(seconds) });
