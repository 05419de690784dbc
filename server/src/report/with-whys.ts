import type { RunReport, WhyRow } from './run-report';

/** A report, or what is kept of one, with what was found out since: why its expectations do not hold, in their order. */
export function withWhys<R extends Pick<RunReport, 'expectations'>>(report: R, whys: readonly (WhyRow | null)[]): R {
  return {
    ...report,
    expectations: report.expectations.map((row, index) => ({ ...row, why: whys[index] ?? row.why ?? null })),
  };
}
