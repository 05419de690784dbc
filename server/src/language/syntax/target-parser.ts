import { BlockParser } from './block-parser';
import type { LinkSetNode, NamedTargetNode, RoleTargetNode, TargetNode } from './fault-nodes';
import type { EndpointNode } from './syntax-tree';
import * as types from './token-types';
import type { NameNode, ValueNode } from './value-nodes';

const { word } = types;

/** What faults happen to: nodes, domains, roles, and sets of links. */
export abstract class TargetParser extends BlockParser {
  /** `a, zone b, leader of orders`. */
  protected readonly targets = this.RULE('targets', (): TargetNode[] => {
    const targets: TargetNode[] = [];
    this.add(targets, this.SUBRULE(this.target));
    this.MANY(() => {
      this.CONSUME(types.Comma);
      this.add(targets, this.SUBRULE2(this.target));
    });
    return targets;
  });

  private readonly target = this.RULE('target', (): TargetNode | undefined => {
    const { tokenType } = this.LA(1);
    const after = this.LA(2).tokenType;
    if (after === types.Quantity || this.RECORDING_PHASE) {
      // `random 2 of orders`; `corrupt disk of random 5%` is a node called random.
      const isRandom = tokenType === word.random && this.LA(3).tokenType === word.of;
      const random = this.OPTION({ GATE: () => isRandom, DEF: () => this.SUBRULE(this.randomTarget) });
      if (isRandom) return random;
    }
    if (after === word.of || this.RECORDING_PHASE) {
      const isRole = tokenType === word.leader || tokenType === word.followers || tokenType === word.all;
      const role = this.OPTION2({ GATE: () => isRole, DEF: () => this.SUBRULE(this.roleTarget) });
      if (isRole) return role;
    }
    return this.SUBRULE(this.namedTarget);
  });

  private readonly randomTarget = this.RULE('randomTarget', (): TargetNode => {
    const start = this.start();
    this.CONSUME(word.random);
    const count = this.SUBRULE(this.item);
    this.CONSUME(word.of);
    const of = this.SUBRULE(this.namedTarget);
    return { kind: 'random-target', count, of, range: this.rangeFrom(start) };
  });

  private readonly roleTarget = this.RULE('roleTarget', (): TargetNode => {
    const start = this.start();
    const token = this.OR([
      { ALT: () => this.CONSUME(word.leader) },
      { ALT: () => this.CONSUME(word.followers) },
      { ALT: () => this.CONSUME(word.all) },
    ]);
    this.CONSUME(word.of);
    const of = this.SUBRULE(this.namedTarget);
    return { kind: 'role-target', role: token.image as RoleTargetNode['role'], of, range: this.rangeFrom(start) };
  });

  private readonly namedTarget = this.RULE('namedTarget', (): NamedTargetNode | undefined => {
    const start = this.start();
    const level = this.level();
    const name = this.SUBRULE(this.namePattern);
    if (level === undefined && name === undefined) return undefined;
    return { kind: 'named-target', level, name, range: this.rangeFrom(start) };
  });

  /** A node, client or domain in a link, or a member of a group. */
  protected readonly endpoint = this.RULE('endpoint', (): EndpointNode | undefined => {
    const start = this.start();
    const level = this.level();
    const name = this.SUBRULE(this.namePattern);
    if (level === undefined && name === undefined) return undefined;
    return { kind: 'endpoint', level, name, range: this.rangeFrom(start) };
  });

  /** The word before a name that says what it names: `zone` in `zone a`. */
  private level(): NameNode | undefined {
    if (!this.RECORDING_PHASE && !this.atLevel()) return undefined;
    return this.OPTION9(() => this.wordOf(this.CONSUME9(types.Level)));
  }

  /** A node may itself be called `zone`, so the word counts only where a name follows that is not the next part. */
  private atLevel(): boolean {
    const name = this.LA(2);
    if (!this.is(this.LA(1), types.Level) || !this.is(name, types.Name)) return false;
    const beyond = this.LA(3);
    // `zone for 5s`, `from zone to b` speak of a node called zone; `zone for for 5s` of a zone called for.
    if (!this.is(name, types.Word)) return beyond.tokenType !== types.Quantity && !this.is(beyond, types.Word);
    // `a -> zone node b` ends with a node called zone, for `node b` is the next statement.
    const isStatement = this.is(name, types.Opener) && this.is(beyond, types.Name);
    return !isStatement || this.is(beyond, types.Opener);
  }

  /** `from a to b`, `between a and b`, `of a`, `everywhere`; undefined, and reported, where none of them begins. */
  protected linkSet(): LinkSetNode | undefined {
    const links = this.OPTION8(() => this.SUBRULE8(this.links));
    if (links !== undefined || this.RECORDING_PHASE) return links;
    const choice = "'from a to b', 'between a and b', 'of a' or 'everywhere'";
    const message = `expected which links after '${this.LA(0).image}': ${choice}`;
    const start = this.start();
    if (!this.isOnSameLine || !this.is(this.LA(1), types.Name) || this.atClause()) {
      this.reportMissing('FTM109', message);
      return undefined;
    }
    this.reportMissingBefore('FTM109', 'of', message);
    return { kind: 'links-of', targets: this.SUBRULE9(this.targets), range: this.rangeFrom(start) };
  }

  private readonly links = this.RULE('links', (): LinkSetNode => {
    const start = this.start();
    return this.OR<LinkSetNode>([
      {
        ALT: () => {
          this.CONSUME(word.from);
          const from = this.SUBRULE(this.targets);
          this.CONSUME(word.to);
          const to = this.SUBRULE2(this.targets);
          return { kind: 'links-from-to', from, to, range: this.rangeFrom(start) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(word.between);
          const left = this.SUBRULE3(this.targets);
          this.CONSUME(word.and);
          const right = this.SUBRULE4(this.targets);
          return { kind: 'links-between', left, right, range: this.rangeFrom(start) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(word.of);
          const targets = this.SUBRULE5(this.targets);
          return { kind: 'links-of', targets, range: this.rangeFrom(start) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(word.everywhere);
          return { kind: 'links-everywhere', range: this.rangeFrom(start) };
        },
      },
    ]);
  });

  /** A single value where one must be. */
  protected amount(): ValueNode | undefined {
    return this.SUBRULE9(this.item);
  }
}
