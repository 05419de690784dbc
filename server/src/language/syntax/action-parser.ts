import type { IOrAlt, IToken } from 'chevrotain';
import type { ActionParts } from './action-assembly';
import { quantityOf } from './literals';
import { spokenBars } from './spoken-signs';
import * as types from './token-types';
import { TargetParser } from './target-parser';
import type { TargetNode } from './fault-nodes';

const { word } = types;

/** What faults do: the part of an action before `for`, `by`, `with` and the like. */
export abstract class ActionParser extends TargetParser {
  private actionAlternatives: IOrAlt<ActionParts>[] | undefined;

  /** Any action without its clauses. */
  protected readonly actionParts = this.RULE('actionParts', (): ActionParts => {
    this.actionAlternatives ??= [
      { ALT: () => this.SUBRULE(this.targetAction) },
      { ALT: () => this.SUBRULE(this.diskAction) },
      { ALT: () => this.SUBRULE(this.linkTimingAction) },
      { ALT: () => this.SUBRULE(this.linkShareAction) },
      { ALT: () => this.SUBRULE(this.corruptAction) },
      { ALT: () => this.SUBRULE(this.partitionAction) },
      { ALT: () => this.SUBRULE(this.cutAction) },
      { ALT: () => this.parts('heal', this.CONSUME(word.heal)) },
      { ALT: () => this.SUBRULE(this.byzantineAction) },
      { ALT: () => this.SUBRULE(this.flawAction) },
      { ALT: () => this.SUBRULE(this.changeAction) },
      { ALT: () => this.SUBRULE(this.membershipAction) },
      { ALT: () => this.SUBRULE(this.surgeAction) },
    ];
    return this.OR(this.actionAlternatives);
  });

  /** `crash a, b`. */
  private readonly targetAction = this.RULE('targetAction', (): ActionParts => {
    const verb = this.CONSUME(types.TargetVerb);
    return this.parts(verb.image as ActionParts['kind'], verb, { targets: this.SUBRULE(this.targets) });
  });

  /** `slow a`, `slow disk of a`, `fill disk of a`, `lose fsync of a`. */
  private readonly diskAction = this.RULE('diskAction', (): ActionParts => {
    let kind: ActionParts['kind'] = 'slow';
    const verb = this.OR([
      {
        ALT: () => {
          const token = this.CONSUME(word.slow);
          if (this.disk()) kind = 'slow-disk';
          return token;
        },
      },
      {
        ALT: () => {
          kind = 'fill-disk';
          const token = this.CONSUME(word.fill);
          this.CONSUME2(word.disk);
          this.CONSUME2(word.of);
          return token;
        },
      },
      {
        ALT: () => {
          kind = 'lose-fsync';
          const token = this.CONSUME(word.lose);
          this.CONSUME(word.fsync);
          this.CONSUME3(word.of);
          return token;
        },
      },
    ]);
    return this.parts(kind, verb, { targets: this.SUBRULE(this.targets) });
  });

  /** `corrupt 1% LINKS`, `corrupt disk of a 5%`. */
  private readonly corruptAction = this.RULE('corruptAction', (): ActionParts => {
    const verb = this.CONSUME(word.corrupt);
    if (this.disk() || this.RECORDING_PHASE) {
      const targets = this.SUBRULE(this.targets);
      const share = this.OPTION(() => quantityOf(this.CONSUME(types.Quantity)));
      if (!this.RECORDING_PHASE) return this.parts('corrupt-disk', verb, { targets, share });
    }
    const share = this.amount();
    return this.parts('corrupt', verb, { share, links: this.linkSet() });
  });

  private readonly linkTimingAction = this.RULE('linkTimingAction', (): ActionParts => {
    const verb = this.CONSUME(types.LinkTimingVerb);
    return this.parts(verb.image as ActionParts['kind'], verb, { links: this.linkSet() });
  });

  private readonly linkShareAction = this.RULE('linkShareAction', (): ActionParts => {
    const verb = this.CONSUME(types.LinkShareVerb);
    const share = this.amount();
    return this.parts(verb.image as ActionParts['kind'], verb, { share, links: this.linkSet() });
  });

  /** `partition a | b, c`. */
  private readonly partitionAction = this.RULE('partitionAction', (): ActionParts => {
    const verb = this.CONSUME(word.partition);
    const groups: (readonly TargetNode[])[] = [this.SUBRULE(this.targets)];
    this.MANY(() => {
      this.CONSUME(types.Bar);
      groups.push(this.SUBRULE2(this.targets));
    });
    while (!this.RECORDING_PHASE && this.isOnSameLine && spokenBars.has(this.LA(1).image)) {
      this.passInstead('FTM101', 1, '|', "'|' stands between the sides of a partition");
      groups.push(this.SUBRULE2(this.targets));
    }
    return this.parts('partition', verb, { groups });
  });

  private readonly cutAction = this.RULE('cutAction', (): ActionParts => {
    const verb = this.CONSUME(word.cut);
    const from = this.SUBRULE(this.targets);
    this.CONSUME(types.Arrow);
    return this.parts('cut', verb, { from, to: this.SUBRULE2(this.targets) });
  });

  private readonly byzantineAction = this.RULE('byzantineAction', (): ActionParts => {
    const verb = this.CONSUME(word.byzantine);
    const targets = this.SUBRULE(this.targets);
    const word_ = this.CONSUME(types.Word);
    return this.parts('byzantine', verb, { targets, word: this.nameOf(word_) });
  });

  /** `bug in api`, `leak in api`. */
  private readonly flawAction = this.RULE('flawAction', (): ActionParts => {
    const verb = this.CONSUME(types.FlawVerb);
    this.CONSUME(word.in);
    return this.parts(verb.image as ActionParts['kind'], verb, { word: this.nameOf(this.CONSUME(types.Name)) });
  });

  /** `deploy api { ... }`, `reconfigure orders { ... }`. */
  private readonly changeAction = this.RULE('changeAction', (): ActionParts => {
    const verb = this.CONSUME(types.ChangeVerb);
    const name = this.nameOf(this.CONSUME(types.Name));
    return this.parts(verb.image as ActionParts['kind'], verb, { word: name, body: this.SUBRULE(this.block) });
  });

  /** `remove n1 from orders`, `add n4 to orders`, `promote n2 in orders`. */
  private readonly membershipAction = this.RULE('membershipAction', (): ActionParts => {
    const verb = this.CONSUME(types.MembershipVerb);
    const targets = this.atMembershipWord() ? this.noTargets() : this.SUBRULE(this.targets);
    if (this.RECORDING_PHASE || verb.tokenType === word.add) this.CONSUME(word.to);
    if (this.RECORDING_PHASE || verb.tokenType === word.remove) this.CONSUME(word.from);
    if (this.RECORDING_PHASE || verb.tokenType === word.promote) this.CONSUME(word.in);
    const store = this.nameOf(this.CONSUME(types.Name));
    return this.parts(verb.image as ActionParts['kind'], verb, { targets, word: store });
  });

  /** `remove from orders` lacks its node; `remove from from orders` has one of a strange name. */
  private atMembershipWord(): boolean {
    const { tokenType } = this.LA(1);
    const isJoining = tokenType === word.to || tokenType === word.from || tokenType === word.in;
    return isJoining && this.is(this.LA(2), types.Word);
  }

  private noTargets(): TargetNode[] {
    this.reportMissing('FTM107', `expected a node after '${this.LA(0).image}'`);
    return [];
  }

  private readonly surgeAction = this.RULE('surgeAction', (): ActionParts => {
    const verb = this.CONSUME(word.surge);
    return this.parts('surge', verb, { path: this.SUBRULE(this.path) });
  });

  /** `disk of`, taken where it stands; `slow disk by 10x` slows a node called disk. */
  private disk(): boolean {
    if (!this.RECORDING_PHASE) {
      if (this.LA(1).tokenType !== word.disk || this.LA(2).tokenType !== word.of) return false;
    }
    const found = this.OPTION9(() => {
      this.CONSUME9(word.disk);
      this.CONSUME9(word.of);
      return true;
    });
    return found === true;
  }

  private parts(kind: ActionParts['kind'], verb: IToken, rest: Partial<ActionParts> = noParts): ActionParts {
    return {
      kind,
      verb: this.wordOf(verb),
      targets: rest.targets ?? none,
      groups: rest.groups ?? none,
      from: rest.from ?? none,
      to: rest.to ?? none,
      links: rest.links,
      share: rest.share,
      word: rest.word,
      path: rest.path,
      body: rest.body,
    };
  }
}

const none: readonly never[] = [];
const noParts: Partial<ActionParts> = {};
