import { FaultParser } from './fault-parser';
import type { Comparison, ComparisonNode, ExpectationNode, MetricNode, WindowNode } from './expectation-nodes';
import { quantityOf } from './literals';
import { spokenComparison } from './spoken-signs';
import * as types from './token-types';
import type { NameNode, PathNode, RangeNode, ValueNode } from './value-nodes';

const { word } = types;

/** What may stand in any order around the comparison. */
interface Tails {
  readonly subjects: PathNode[];
  during: WindowNode | undefined;
  share: ValueNode | undefined;
}

/** Expectations of scenarios, and the metrics that experiments measure. */
export abstract class ExpectationParser extends FaultParser {
  protected readonly expectation = this.RULE('expectation', (): ExpectationNode => {
    const start = this.start();
    this.CONSUME(word.expect);
    // `no` is the word only before another; `expect no >= 1` would be a metric of that name.
    const isAbsence = this.LA(1).tokenType === word.no && this.is(this.LA(2), types.Word);
    if (isAbsence || this.RECORDING_PHASE) this.OPTION(() => this.CONSUME(word.no));
    const metricStart = this.start();
    const words = this.SUBRULE(this.metricWords);
    const rest: NameNode[] = [];
    if (this.next(types.Dot)) {
      this.MANY(() => {
        this.CONSUME(types.Dot);
        this.add(rest, this.nameOf(this.CONSUME(types.Name)));
      });
    }
    const nameEnd = this.rangeFrom(metricStart);
    const tails: Tails = { subjects: [], during: undefined, share: undefined };
    this.SUBRULE(this.tails, { ARGS: [tails] });
    const metricRange = tails.subjects.length === 0 ? nameEnd : this.rangeFrom(metricStart);
    if (this.RECORDING_PHASE || (this.next(word.is) && this.comparisonInWords() === undefined)) {
      const guarantee = this.OPTION2(() => {
        this.CONSUME(word.is);
        return this.nameOf(this.CONSUME(types.Word));
      });
      this.SUBRULE2(this.tails, { ARGS: [tails] });
      if (!this.RECORDING_PHASE) {
        const segments = [...words, ...rest];
        const subject: PathNode | undefined =
          segments.length === 0 ? undefined : { kind: 'path', segments, range: nameEnd };
        const { during, share } = tails;
        return { kind: 'guarantee-expectation', subject, guarantee, during, share, range: this.rangeFrom(start) };
      }
    }
    const metric: MetricNode | undefined =
      words.length === 0 ? undefined : { kind: 'metric', words, subjects: tails.subjects, range: metricRange };
    if (isAbsence) {
      const { during, share } = tails;
      return { kind: 'absence-expectation', metric, during, share, range: this.rangeFrom(start) };
    }
    const comparison = this.SUBRULE(this.comparison);
    const bound = comparison === undefined ? undefined : this.SUBRULE(this.item);
    if (this.RECORDING_PHASE) this.SUBRULE2(this.item);
    this.SUBRULE3(this.tails, { ARGS: [tails] });
    const { during, share } = tails;
    return { kind: 'bound-expectation', metric, comparison, bound, during, share, range: this.rangeFrom(start) };
  });

  /** `latency p99 of orders`, as in `measure`. */
  protected readonly metric = this.RULE('metric', (): MetricNode | undefined => {
    const start = this.start();
    const words = this.SUBRULE(this.metricWords);
    const subjects: PathNode[] = [];
    this.MANY(() => {
      this.CONSUME(word.of);
      this.add(subjects, this.SUBRULE(this.path));
    });
    return words.length === 0 ? undefined : { kind: 'metric', words, subjects, range: this.rangeFrom(start) };
  });

  /** `lost writes`, `latency p99.9`: the words up to one that joins. */
  private readonly metricWords = this.RULE('metricWords', (): readonly NameNode[] => {
    const words: NameNode[] = [];
    this.MANY({
      GATE: () => words.length === 0 || this.comparisonInWords() === undefined,
      DEF: () => words.push(this.wordOf(this.CONSUME(types.Word))),
    });
    if (words.length === 0 && !this.RECORDING_PHASE) {
      const example = this.LA(0).tokenType === word.measure ? 'latency p99' : 'availability >= 99%';
      this.reportMissing('FTM107', `expected what to measure after '${this.LA(0).image}', such as '${example}'`);
    }
    return words;
  });

  private readonly comparison = this.RULE('comparison', (): ComparisonNode | undefined => {
    const spoken = this.comparisonInWords();
    if (spoken !== undefined) {
      const { range } = this.wordOf(this.LA(1));
      this.passInstead('FTM101', spoken.words, spoken.sign, `this comparison is written '${spoken.sign}'`);
      return { kind: 'comparison', operator: spoken.sign, range };
    }
    if (!this.RECORDING_PHASE && !this.is(this.LA(1), types.Comparison)) {
      const after = this.LA(0).image;
      this.reportMissing('FTM101', `expected '<', '<=', '=', '>=' or '>' and a value after '${after}'`);
      return undefined;
    }
    const token = this.CONSUME(types.Comparison);
    const { range } = this.wordOf(token);
    return { kind: 'comparison', operator: token.image as Comparison, range };
  });

  /** `at least`, `under`, `is at most`, or an `is` before a sign. */
  private comparisonInWords(): ReturnType<typeof spokenComparison> {
    if (this.RECORDING_PHASE) return undefined;
    const sign = this.LA(2);
    if (this.LA(1).tokenType === word.is && this.is(sign, types.Comparison))
      return { words: 2, sign: sign.image as Comparison };
    return spokenComparison(
      (n) => this.LA(n).image,
      (n) => this.LA(n).tokenType === types.Quantity,
    );
  }

  /** `of orders`, `during 5s..10s`, `in 95% of runs`. */
  private readonly tails = this.RULE('tails', (tails: Tails | undefined): void => {
    this.MANY(() =>
      this.OR([
        {
          ALT: () => {
            this.CONSUME(word.of);
            const subject = this.SUBRULE(this.path);
            if (tails !== undefined && subject !== undefined) tails.subjects.push(subject);
          },
        },
        {
          ALT: () => {
            const during = this.SUBRULE(this.window);
            if (tails !== undefined) tails.during = during;
          },
        },
        {
          ALT: () => {
            this.CONSUME(word.in);
            const share = this.SUBRULE(this.item);
            if (tails !== undefined) tails.share = share;
            this.CONSUME2(word.of);
            this.CONSUME(word.runs);
          },
        },
      ]),
    );
  });

  private readonly window = this.RULE('window', (): WindowNode => {
    const start = this.start();
    this.CONSUME(word.during);
    let time: WindowNode['time'];
    let fault: PathNode | undefined;
    if (this.RECORDING_PHASE || this.LA(1).tokenType === types.Quantity) time = this.SUBRULE(this.timeSpan);
    if (this.RECORDING_PHASE || time === undefined) fault = this.SUBRULE(this.path);
    return { kind: 'window', time, fault, range: this.rangeFrom(start) };
  });

  private readonly timeSpan = this.RULE('timeSpan', (): WindowNode['time'] => {
    const start = this.start();
    const low = quantityOf(this.CONSUME(types.Quantity));
    if (!this.next(types.DotDot)) return low;
    const high = this.OPTION(() => {
      this.CONSUME(types.DotDot);
      const token = this.CONSUME2(types.Quantity);
      return token.image === '' ? undefined : quantityOf(token);
    });
    const range: RangeNode = { kind: 'range', low, high, range: this.rangeFrom(start) };
    return range;
  });
}
