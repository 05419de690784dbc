import type { Statistic, SubjectModel, WindowModel, MetricName } from '../language/model';
import type { Witness } from './verdict';
import type { WarningCode } from './warning-codes';

/** A figure that somebody asks for: by an expectation or by a column of an experiment. */
export interface Question {
  readonly metric: MetricName;
  readonly statistic?: Statistic;
  readonly subject?: SubjectModel;
  readonly window?: WindowModel;
}

/** The answer to a question about one run. */
export type Measurement =
  | {
      readonly kind: 'measured';
      /** In the metric's own unit: a share of 1, nanoseconds, a count, operations a second. */
      readonly value: number;
      /** A sentence without its full stop that says where the figure comes from. */
      readonly because: string;
      readonly witness?: Witness;
      /** When it first showed; absent where nobody looked for that. */
      readonly firstNs?: number;
      /** Stores whose doing it is; absent where that is not the affair of single stores, or nothing happened. */
      readonly stores?: readonly number[];
      /** The value can only be larger than this: something had not happened yet when the run ended. */
      readonly atLeast?: true;
      /** The figure is right and says little: why nothing in the run could have made it bad. */
      readonly hollow?: string;
    }
  | { readonly kind: 'unmeasured'; readonly because: string; readonly code: WarningCode };

export function measured(value: number, because: string, witness?: Witness): Measurement {
  return { kind: 'measured', value, because, ...(witness === undefined ? {} : { witness }) };
}

/** A figure that can only be larger, because something had not happened yet when the run ended. */
export function atLeast(value: number, because: string, witness?: Witness): Measurement {
  return { kind: 'measured', value, because, ...(witness === undefined ? {} : { witness }), atLeast: true };
}

/** The same, with a reason why nothing could have made it bad, where there is one. */
export function hollowIf(hollow: string | undefined, measurement: Measurement): Measurement {
  return hollow === undefined || measurement.kind === 'unmeasured' ? measurement : { ...measurement, hollow };
}

/** The same, with the instant at which it first showed. */
export function firstAt(firstNs: number, measurement: Measurement): Measurement {
  return firstNs === Infinity || measurement.kind === 'unmeasured' ? measurement : { ...measurement, firstNs };
}

/** The same, with the stores whose doing it is. */
export function ofStores(stores: readonly number[], measurement: Measurement): Measurement {
  return stores.length === 0 || measurement.kind === 'unmeasured' ? measurement : { ...measurement, stores };
}

export function unmeasured(code: WarningCode, because: string): Measurement {
  return { kind: 'unmeasured', code, because };
}
