import type { ReportPart } from '../../../server/src/report/report-parts';
import type { RunReport, WhyRow } from '../../../server/src/report/run-report';
import type { Coming } from '../../../server/src/report/webview-messages';
import { ReportTables } from '../run/report-tables';
import { explainedRun, indexRun, withMore, type RunIndex } from '../run/run-index';

/** A large report on its way. It is looked at whenever twice as much has come, so that all looks together cost two of the whole. */
export class ComingReport {
  readonly id: number;
  /** What there was at the last look, ready to be drawn. */
  run: RunIndex;
  private readonly tables: ReportTables;
  private looked: number;

  constructor(report: RunReport, coming: Coming) {
    this.id = coming.id;
    this.tables = new ReportTables(report, coming);
    this.run = indexRun(report, this.tables);
    this.looked = this.tables.rows;
  }

  /** Answers false where a part does not go with the rest. */
  append(part: ReportPart): boolean {
    return this.tables.append(part);
  }

  /** 0..1 */
  get share(): number {
    return this.tables.share;
  }

  get isComplete(): boolean {
    return this.tables.share === 1;
  }

  get isWorthALook(): boolean {
    return this.isComplete || this.tables.rows >= 2 * this.looked;
  }

  explain(whys: readonly (WhyRow | null)[]): void {
    this.run = explainedRun(this.run, whys);
  }

  look(): RunIndex {
    this.looked = this.tables.rows;
    this.run = withMore(this.run, this.tables);
    return this.run;
  }
}
