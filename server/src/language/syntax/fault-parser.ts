import type { IOrAlt, IToken } from 'chevrotain';
import {
  assembleAction,
  clauseExamples,
  clauseRules,
  endsOtherwise,
  type ActionClause,
  type ActionClauses,
  type ActionParts,
} from './action-assembly';
import { ActionParser } from './action-parser';
import { keywords } from './keywords';
import { spokenFors } from './spoken-signs';
import type { FaultNode, TriggerNode } from './fault-nodes';
import * as types from './token-types';
import type { NameNode, ValueNode } from './value-nodes';

const { word } = types;

/** Everything that may follow an action. */
interface Clauses {
  readonly action: ActionClauses;
  /** Where each clause begins, for messages. */
  readonly places: Partial<Record<ActionClause, IToken>>;
  probability: ValueNode | undefined;
  mtbf: ValueNode | undefined;
  mttr: ValueNode | undefined;
  alias: NameNode | undefined;
}

/** One entry of a fault schedule: when, what, for how long, under which name. */
export abstract class FaultParser extends ActionParser {
  /** A fault, inline in a scenario too. */
  protected readonly fault = this.RULE('fault', (): FaultNode => {
    const start = this.start();
    this.ACTION(() => this.reportNoTrigger());
    const trigger = this.OPTION1(() => this.SUBRULE(this.trigger));
    this.ACTION(() => this.passColon());
    const random = this.OPTION2(() => this.CONSUME(word.randomly));
    const actionStart = this.start();
    let parts: ActionParts | undefined;
    if (this.RECORDING_PHASE || this.is(this.LA(1), types.Verb)) parts = this.SUBRULE(this.actionParts);
    else this.reportNoAction();
    this.ACTION(() => this.passMistakenClause(parts));
    const clauses = this.SUBRULE(this.clauses);
    return this.ACTION((): FaultNode => {
      const range = this.rangeFrom(start);
      if (parts !== undefined) this.checkClauses(parts, clauses);
      const action = parts && assembleAction(parts, clauses.action, { start: actionStart, end: range.end });
      return {
        kind: 'fault',
        trigger: random === undefined ? trigger : this.randomTrigger(random, clauses),
        action,
        probability: clauses.probability,
        alias: clauses.alias,
        documentation: this.documentationAt(start),
        range,
      };
    });
  });

  private randomTrigger(random: IToken, { mtbf, mttr }: Clauses): TriggerNode {
    if (mtbf === undefined) this.report('FTM109', random, "'randomly' needs 'with mtbf 1h mttr 5min' after its action");
    else if (mttr === undefined) this.report('FTM109', random, "'randomly' needs 'mttr 5min' after its mtbf");
    return { kind: 'random-trigger', mtbf, mttr, range: this.wordOf(random).range };
  }

  /** An action where a trigger was due is read all the same, so that its names are known. */
  private reportNoTrigger(): void {
    const verb = this.LA(1);
    if (!this.is(verb, types.Verb)) return;
    const start = this.start();
    const fixes = [{ title: "Add 'at 5s'", edits: [{ range: { start, end: start }, newText: 'at 5s ' }] }];
    const triggers = "'at 5s', 'every 30s', 'when leader of ... changes' or 'randomly'";
    this.report('FTM108', verb, `expected when it happens before '${verb.image}': ${triggers}`, { fixes });
  }

  /** `at 2s: crash n1` */
  private passColon(): void {
    if (this.LA(1).tokenType !== types.Colon || !this.isOnSameLine) return;
    this.passInstead('FTM102', 1, '', `nothing stands between '${this.LA(0).image}' and what happens then`);
  }

  /** `crash n1 5s`, `crash n1 during 5s`, `slow n1 10x`: an amount without the word before it, or with another one. */
  private passMistakenClause(parts: ActionParts | undefined): void {
    if (parts === undefined || !this.isOnSameLine) return;
    const next = this.LA(1);
    const { takes, needs } = clauseRules[parts.kind];
    if (takes.includes('for') && spokenFors.has(next.image) && this.LA(2).tokenType === types.Quantity) {
      this.passInstead('FTM109', 1, 'for', `how long it lasts is written 'for ${this.LA(2).image}'`);
      this.pass();
    } else if (next.tokenType === types.Quantity) {
      const clause = needs[0] ?? takes[0];
      if (clause === undefined) return;
      this.reportMissingBefore('FTM109', clause, `expected '${clause}' before '${next.image}'`);
      this.pass();
    }
  }

  private triggerAlternatives: IOrAlt<TriggerNode>[] | undefined;

  private readonly trigger = this.RULE('trigger', (): TriggerNode => {
    this.triggerAlternatives ??= [
      { ALT: () => this.SUBRULE(this.atTrigger) },
      { ALT: () => this.SUBRULE(this.everyTrigger) },
      { ALT: () => this.SUBRULE(this.whenTrigger) },
    ];
    return this.OR(this.triggerAlternatives);
  });

  private readonly atTrigger = this.RULE('atTrigger', (): TriggerNode => {
    const start = this.start();
    this.CONSUME(word.at);
    const time = this.time();
    return { kind: 'at-trigger', time, range: this.rangeFrom(start) };
  });

  private readonly everyTrigger = this.RULE('everyTrigger', (): TriggerNode => {
    const start = this.start();
    this.CONSUME(word.every);
    const period = this.time();
    const jitter = this.OPTION(() => {
      this.CONSUME(types.PlusMinus);
      return this.SUBRULE(this.item);
    });
    const from = this.OPTION2(() => {
      this.CONSUME(word.from);
      return this.SUBRULE2(this.item);
    });
    const to = this.OPTION3(() => {
      this.CONSUME(word.to);
      return this.SUBRULE3(this.item);
    });
    return { kind: 'every-trigger', period, jitter, from, to, range: this.rangeFrom(start) };
  });

  /** `when leader of S changes`, `when write N of S is acknowledged`, each with `after T`. */
  private readonly whenTrigger = this.RULE('whenTrigger', (): TriggerNode => {
    const start = this.start();
    this.CONSUME(word.when);
    const isWrite = this.LA(1).tokenType === word.write;
    let count: ValueNode | undefined;
    if (isWrite || this.RECORDING_PHASE) {
      this.OPTION3(() => {
        this.CONSUME(word.write);
        count = this.SUBRULE(this.item);
      });
    }
    if (!isWrite || this.RECORDING_PHASE) this.CONSUME(word.leader);
    this.CONSUME(word.of);
    const store = this.nameOf(this.CONSUME(types.Name));
    if (isWrite || this.RECORDING_PHASE) {
      this.CONSUME(word.is);
      this.CONSUME(word.acknowledged);
    }
    if (!isWrite || this.RECORDING_PHASE) {
      this.CONSUME(word.changes);
    }
    const after = this.OPTION2(() => {
      this.CONSUME(word.after);
      return this.SUBRULE2(this.item);
    });
    const range = this.rangeFrom(start);
    if (isWrite) return { kind: 'write-trigger', count, store, after, range };
    return { kind: 'leader-trigger', store, after, range };
  });

  private readonly clauses = this.RULE('clauses', (): Clauses => {
    const clauses: Clauses = {
      action: {},
      places: {},
      probability: undefined,
      mtbf: undefined,
      mttr: undefined,
      alias: undefined,
    };
    const take = (clause: ActionClause, token: IToken, value: ValueNode | undefined): void => {
      if (clauses.places[clause] !== undefined && !this.RECORDING_PHASE) {
        this.report('FTM110', token, `'${clause}' is said twice`);
      }
      clauses.action[clause] = value;
      clauses.places[clause] = token;
    };
    this.MANY(() =>
      this.OR([
        { ALT: () => take('for', this.CONSUME(word.for), this.SUBRULE1(this.item)) },
        { ALT: () => take('by', this.CONSUME(word.by), this.SUBRULE2(this.item)) },
        { ALT: () => take('within', this.CONSUME(word.within), this.SUBRULE3(this.item)) },
        { ALT: () => take('failing', this.CONSUME(word.failing), this.SUBRULE4(this.item)) },
        {
          ALT: () => {
            const token = this.CONSUME(word.crashing);
            this.CONSUME(word.after);
            take('crashing after', token, this.SUBRULE5(this.item));
          },
        },
        { ALT: () => this.SUBRULE(this.withClause, { ARGS: [clauses] }) },
        {
          ALT: () => {
            this.CONSUME(word.as);
            clauses.alias = this.nameOf(this.CONSUME(types.Name));
          },
        },
      ]),
    );
    return clauses;
  });

  /** `with probability 50%`, `with mtbf 1h mttr 5min`. */
  private readonly withClause = this.RULE('withClause', (clauses: Clauses | undefined): void => {
    this.CONSUME(word.with);
    const before = this.start();
    this.MANY(() =>
      this.OR([
        { ALT: () => [this.CONSUME(word.probability), this.keep(clauses, 'probability', this.SUBRULE(this.item))] },
        { ALT: () => [this.CONSUME(word.mtbf), this.keep(clauses, 'mtbf', this.SUBRULE2(this.item))] },
        { ALT: () => [this.CONSUME(word.mttr), this.keep(clauses, 'mttr', this.SUBRULE3(this.item))] },
      ]),
    );
    if (!this.RECORDING_PHASE && this.start() === before) {
      this.reportMissing('FTM101', "expected 'probability' or 'mtbf' after 'with'");
    }
  });

  private keep(clauses: Clauses | undefined, name: 'probability' | 'mtbf' | 'mttr', value: ValueNode | undefined) {
    if (clauses !== undefined) clauses[name] = value;
  }

  /** A point or span in time; an action's word is not taken for it. */
  private time(): ValueNode | undefined {
    if (!this.RECORDING_PHASE && this.is(this.LA(1), types.Verb) && this.LA(2).tokenType !== types.LeftParen) {
      this.reportMissing('FTM104', `expected a time after '${this.LA(0).image}', such as '5s'`);
      return undefined;
    }
    return this.amount();
  }

  private checkClauses({ kind, verb }: ActionParts, clauses: Clauses): void {
    const rule = clauseRules[kind];
    for (const clause of rule.needs) {
      if (clauses.places[clause] === undefined) {
        const message = `'${verb.text}' needs '${clause}', such as '${clauseExamples[clause]}'`;
        this.reportMissing('FTM109', message);
      }
    }
    for (const [clause, token] of Object.entries(clauses.places)) {
      if (!rule.takes.some((taken) => taken === clause)) {
        const instead = clause === 'for' ? endsOtherwise[kind] : undefined;
        const hint = instead === undefined ? '' : `: ${instead}`;
        this.report('FTM110', token, `'${clause}' does not apply to '${verb.text}'${hint}`);
      }
    }
  }

  private reportNoAction(): void {
    const next = this.LA(1);
    const previous = this.LA(0);
    const message = `expected what happens after '${previous.image}', such as 'crash n1 for 5s'`;
    if (this.lineOf(next) === this.lineOf(previous) && next.tokenType === types.PlainName) {
      this.pass();
      this.reportUnknownWord(next, keywords.action, 'action');
      this.skip();
    } else this.reportMissing('FTM109', message);
  }
}
