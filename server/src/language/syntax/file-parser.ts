import type { ILookaheadStrategy, IOrAlt } from 'chevrotain';
import type { LexedText } from './lexer';
import type { Problem } from '../problem';
import type { SourceText } from '../source-text';
import { stringOf } from './literals';
import type {
  DeclarationNode,
  ExperimentItemNode,
  ExperimentNode,
  FaultNode,
  FaultsNode,
  ImportNode,
  MeasureNode,
  MetricNode,
  PolicyNode,
  RouteNode,
  ScenarioItemNode,
  ScenarioNode,
  SetNode,
  SourceFileNode,
  VaryNode,
  WorkloadNode,
} from './syntax-tree';
import * as types from './token-types';
import { TopologyParser } from './topology-parser';
import type { NameNode, PathNode, StringNode } from './value-nodes';

const { word } = types;

/** Files and their declarations: the grammar's top, and the only class of it that is made. */
export class FileParser extends TopologyParser {
  private declarationAlternatives: IOrAlt<DeclarationNode | undefined>[] | undefined;

  /** A whole file. */
  private readonly file = this.RULE('file', (): DeclarationNode[] => {
    this.declarationAlternatives ??= [
      { ALT: () => this.SUBRULE(this.importDeclaration) },
      { ALT: () => this.SUBRULE(this.topology) },
      { ALT: () => this.SUBRULE(this.policy) },
      { ALT: () => this.SUBRULE(this.workload) },
      { ALT: () => this.SUBRULE(this.faults) },
      { ALT: () => this.SUBRULE(this.scenario) },
      { ALT: () => this.SUBRULE(this.experiment) },
      { ALT: () => this.SUBRULE(this.noDeclaration), IGNORE_AMBIGUITIES: true },
    ];
    const alternatives = this.declarationAlternatives;
    const declarations: DeclarationNode[] = [];
    this.MANY(() => this.add(declarations, this.OR(alternatives)));
    return declarations;
  });

  constructor(strategy?: ILookaheadStrategy) {
    super(strategy);
    if (strategy === undefined) this.decideByTable();
    else this.performSelfAnalysis();
  }

  /** The tree of a file, and what was wrong with its grammar. */
  parseFile(source: SourceText, text: LexedText): { tree: SourceFileNode; problems: readonly Problem[] } {
    this.begin(source, text);
    const declarations = this.file();
    const tree: SourceFileNode = { kind: 'source-file', declarations, range: { start: 0, end: source.end } };
    return { tree, problems: this.finish() };
  }

  private readonly importDeclaration = this.RULE('importDeclaration', (): ImportNode => {
    const start = this.start();
    this.CONSUME(word.import);
    const token = this.CONSUME(types.Text);
    const path = token.image === '' ? undefined : stringOf(token);
    return { kind: 'import', path, range: this.rangeFrom(start) };
  });

  /** `policy NAME = BASE { ... }`. */
  private readonly policy = this.RULE('policy', (): PolicyNode => {
    const start = this.start();
    this.CONSUME(word.policy);
    const name = this.declaredName();
    if (name !== undefined && this.LA(1).tokenType === types.LeftBrace) {
      const families = "'= raft', '= quorum', '= primary-backup' and others";
      this.reportMissing('FTM101', `expected how '${name.text}' replicates: ${families}`);
      const body = this.optionalBlock();
      return {
        kind: 'policy',
        name,
        base: undefined,
        body,
        documentation: this.documentationAt(start),
        range: this.rangeFrom(start),
      };
    }
    this.CONSUME(types.Equals);
    const base = this.SUBRULE(this.reference);
    const body = this.optionalBlock();
    const documentation = this.documentationAt(start);
    return { kind: 'policy', name, base, body, documentation, range: this.rangeFrom(start) };
  });

  private workloadAlternatives: IOrAlt<WorkloadNode['items'][number] | undefined>[] | undefined;

  private readonly workload = this.RULE('workload', (): WorkloadNode => {
    const start = this.start();
    this.CONSUME(word.workload);
    const name = this.declaredName();
    this.workloadAlternatives ??= [{ ALT: () => this.SUBRULE(this.route) }, ...this.properties()];
    const items = this.braces('workload', this.workloadAlternatives);
    return { kind: 'workload', name, items, documentation: this.documentationAt(start), range: this.rangeFrom(start) };
  });

  /** `from web to front.checkout`. */
  private readonly route = this.RULE('route', (): RouteNode => {
    const start = this.start();
    this.CONSUME(word.from);
    const from = this.SUBRULE(this.names);
    this.CONSUME(word.to);
    const to = this.SUBRULE(this.path);
    return { kind: 'route', from, to, range: this.rangeFrom(start) };
  });

  private faultAlternatives: IOrAlt<FaultNode | undefined>[] | undefined;

  private readonly faults = this.RULE('faults', (): FaultsNode => {
    const start = this.start();
    this.CONSUME(word.faults);
    const name = this.declaredName();
    this.faultAlternatives ??= [
      { ALT: () => this.SUBRULE(this.fault) },
      { ALT: () => this.SUBRULE(this.noFault), IGNORE_AMBIGUITIES: true },
    ];
    const entries = this.braces('faults', this.faultAlternatives);
    return { kind: 'faults', name, entries, documentation: this.documentationAt(start), range: this.rangeFrom(start) };
  });

  private scenarioAlternatives: IOrAlt<ScenarioItemNode | undefined>[] | undefined;

  private readonly scenario = this.RULE('scenario', (): ScenarioNode => {
    const start = this.start();
    this.CONSUME(word.scenario);
    const name = this.declaredName();
    const title = this.title();
    this.scenarioAlternatives ??= [
      { ALT: () => this.SUBRULE(this.fault) },
      { ALT: () => this.SUBRULE(this.setting) },
      { ALT: () => this.SUBRULE(this.expectation) },
      ...this.properties(),
    ];
    const items = this.braces('scenario', this.scenarioAlternatives);
    const documentation = this.documentationAt(start);
    return { kind: 'scenario', name, title, items, documentation, range: this.rangeFrom(start) };
  });

  private experimentAlternatives: IOrAlt<ExperimentItemNode | undefined>[] | undefined;

  private readonly experiment = this.RULE('experiment', (): ExperimentNode => {
    const start = this.start();
    this.CONSUME(word.experiment);
    const name = this.declaredName();
    const title = this.title();
    this.experimentAlternatives ??= [
      { ALT: () => this.SUBRULE(this.setting) },
      { ALT: () => this.SUBRULE(this.vary) },
      { ALT: () => this.SUBRULE(this.measure) },
      ...this.properties(),
    ];
    const items = this.braces('experiment', this.experimentAlternatives);
    const documentation = this.documentationAt(start);
    return { kind: 'experiment', name, title, items, documentation, range: this.rangeFrom(start) };
  });

  private readonly setting = this.RULE('setting', (): SetNode => {
    const start = this.start();
    this.CONSUME(word.set);
    const path = this.SUBRULE(this.settingPath);
    const value = this.SUBRULE(this.value);
    return { kind: 'set', path, value, range: this.rangeFrom(start) };
  });

  private readonly vary = this.RULE('vary', (): VaryNode => {
    const start = this.start();
    this.CONSUME(word.vary);
    const path = this.SUBRULE(this.settingPath);
    const values = this.SUBRULE(this.value);
    return { kind: 'vary', path, values, range: this.rangeFrom(start) };
  });

  /** `orders.policy:`. */
  private readonly settingPath = this.RULE('settingPath', (): PathNode | undefined => {
    const start = this.start();
    const segments: NameNode[] = [];
    this.add(segments, this.nameOf(this.CONSUME(types.Segment)));
    this.MANY(() => {
      this.CONSUME(types.Dot);
      if (this.RECORDING_PHASE || !this.atNextStatement()) {
        this.add(segments, this.nameOf(this.CONSUME2(types.Segment)));
      }
    });
    const range = this.rangeFrom(start);
    this.CONSUME(types.Colon);
    return segments.length === 0 ? undefined : { kind: 'path', segments, range };
  });

  private readonly measure = this.RULE('measure', (): MeasureNode => {
    const start = this.start();
    const metrics: MetricNode[] = [];
    this.CONSUME(word.measure);
    this.add(metrics, this.SUBRULE(this.metric));
    this.MANY(() => {
      this.CONSUME(types.Comma);
      this.add(metrics, this.SUBRULE2(this.metric));
    });
    return { kind: 'measure', metrics, range: this.rangeFrom(start) };
  });

  /** Anything between two declarations: passed over up to the next one. */
  private readonly noDeclaration = this.RULE('noDeclaration', (): undefined => {
    this.ACTION(() => {
      const token = this.LA(1);
      if (this.is(token, types.Name)) this.reportUnknownWord(token);
      else this.reportUnexpected(token);
    });
    this.SUBRULE(this.anything);
    this.ACTION(() => {
      while (!this.atEnd(this.LA(1)) && !this.atDeclaration()) this.pass();
    });
  });

  /** Anything in a schedule that begins no fault. */
  private readonly noFault = this.RULE('noFault', (): undefined => {
    this.ACTION(() => {
      const token = this.LA(1);
      if (this.is(token, types.Name)) this.reportUnknownWord(token);
      else this.reportUnexpected(token);
    });
    this.CONSUME(types.Any);
    this.ACTION(() => {
      if (this.LA(0).tokenType === types.LeftBrace) this.skipToBrace();
      else this.skipLine();
    });
  });

  private readonly anything = this.RULE('anything', (): void => {
    this.OR([{ ALT: () => this.CONSUME(types.Any) }, { ALT: () => this.CONSUME(types.RightBrace) }]);
  });

  private title(): StringNode | undefined {
    if (!this.next(types.Text)) return undefined;
    return this.OPTION9(() => stringOf(this.CONSUME9(types.Text)));
  }
}
