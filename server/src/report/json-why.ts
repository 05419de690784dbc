import type { Decision } from '../analysis';
import { NANOS_PER_SECOND } from '../language/model';
import type { SourcePlace, WhyRow } from './run-report';

/** Why an expectation fails, or how the harm that it asks for came about, as `--json` prints it. Lines are counted from 1; null where a thing has no line. */
export interface JsonWhy {
  readonly seed: number;
  /** What the rest says, in sentences. */
  readonly sentences: readonly string[];
  /** With these faults alone it fails, without any one of them it does not; empty: without any fault; null: unknown. */
  readonly needed_faults: readonly { readonly text: string; readonly line: number | null }[] | null;
  readonly counterfactuals: readonly {
    readonly text: string;
    readonly kind: 'without' | 'shorter' | 'later';
    readonly line: number | null;
    readonly verdict: Decision;
  }[];
  readonly unavoidable_from_s: number | null;
  readonly path: readonly {
    readonly at_s: number;
    readonly text: string;
    readonly line: number | null;
    /** Event id in the trace. */
    readonly event: number;
    /** Index of the step of this list that led to it; null where it came from outside. */
    readonly because: number | null;
  }[];
  readonly remedies: readonly {
    readonly setting: string;
    readonly instead_of: string;
    readonly of: string;
    readonly line: number | null;
    readonly breaks: readonly string[];
    /** What is measured with it, as text; null of what is no figure. */
    readonly reached: string | null;
    /** What else it makes clearly better, and worse. */
    readonly betters: readonly string[];
    readonly worsens: readonly string[];
  }[];
  /** What governed that which failed: settings that the model says, and those that hold because it says nothing. */
  readonly governed_by: readonly {
    readonly text: string;
    readonly of: string;
    /** A family of replication, `service` or `job`; empty of a call. */
    readonly is: string;
    readonly settings: readonly string[];
    readonly defaults: readonly string[];
    readonly line: number | null;
  }[];
  /** Runs that were made to find this out. */
  readonly runs: number;
  readonly cut_short: boolean;
  /** The expectation holds because it asks for harm: all of this says how that came about, and what would prevent it. */
  readonly is_shown: boolean;
}

export function jsonWhy(why: WhyRow): JsonWhy {
  return {
    seed: why.seed,
    sentences: why.sentences,
    needed_faults: why.needed?.map(({ text, source }) => ({ text, line: lineOf(source) })) ?? null,
    counterfactuals: why.counterfactuals.map(({ text, kind, source, decision }) => ({
      text,
      kind,
      line: lineOf(source),
      verdict: decision,
    })),
    unavoidable_from_s: why.unavoidableFrom === null ? null : why.unavoidableFrom / NANOS_PER_SECOND,
    path: why.path.map(({ at, text, source, event, because }) => ({
      at_s: at / NANOS_PER_SECOND,
      text,
      line: lineOf(source),
      event,
      because: because < 0 ? null : because,
    })),
    remedies: why.remedies.map(
      ({ setting, insteadOf, of, source, breaks, reached = null, betters = [], worsens = [] }) => ({
        setting,
        instead_of: insteadOf,
        of,
        line: lineOf(source),
        breaks,
        reached,
        betters,
        worsens,
      }),
    ),
    governed_by: (why.governing ?? []).map(({ source, ...governing }) => ({ ...governing, line: lineOf(source) })),
    runs: why.runs,
    cut_short: why.cutShort,
    is_shown: why.isShown === true,
  };
}

function lineOf(source: SourcePlace | null): number | null {
  return source === null ? null : source.line + 1;
}
