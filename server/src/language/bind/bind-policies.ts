import type { ModelSymbol } from '../names/symbols';
import { joinBlocks, type BlockSchema } from '../schema/block-schema';
import { families, familyByName } from '../schema/policy-schemas';
import { readSettings } from '../settings/read-settings';
import { Settings } from '../settings/settings';
import { countNames } from '../syntax/name-patterns';
import type { NameNode, NamePatternNode, PolicyNode } from '../syntax/syntax-tree';
import { listed } from '../values/describe-type';
import { silentContext } from '../values/read-context';
import { declaredHere, findGlobal, replacement, type BindContext } from './bind-context';
import type { BoundPolicy, PolicyChoice } from './bound';
import { nearestWord } from '../nearest-word';

/** Every property of every family: what a policy is read with whose family is unknown, so that the rest stays known. */
const anyFamily: BlockSchema = joinBlocks('a policy', ...families.map((each) => each.block));

/** Policies by symbol, each bound when it is first needed, for they may derive from others further down. */
export class PolicyBinding {
  private readonly bound = new Map<ModelSymbol, BoundPolicy>();
  private readonly underWay: ModelSymbol[] = [];

  constructor(
    private readonly nodes: ReadonlyMap<ModelSymbol, PolicyNode>,
    private readonly context: BindContext,
  ) {}

  /** All of them, in the order declared. */
  all(): readonly BoundPolicy[] {
    return [...this.nodes.keys()].flatMap((symbol) => this.of(symbol) ?? []);
  }

  of(symbol: ModelSymbol): BoundPolicy | undefined {
    const known = this.bound.get(symbol);
    if (known !== undefined) return known;
    const node = this.nodes.get(symbol);
    if (node === undefined || this.underWay.includes(symbol)) return undefined;
    this.underWay.push(symbol);
    const policy = this.bind(symbol, node);
    this.underWay.pop();
    this.bound.set(symbol, policy);
    return policy;
  }

  /** What a name means where a policy is needed: a declared policy, or a family with its defaults. */
  choose(name: { readonly text: string; readonly range: NameNode['range'] }, uri: string): PolicyChoice | undefined {
    const family = familyByName.get(name.text);
    const declared = this.context.scopeOf(uri).find('policy', name.text);
    if (declared === undefined && family !== undefined) {
      return { kind: 'family', family: family.family, settings: new Settings(family.block) };
    }
    if (declared === undefined && this.context.scopeOf(uri).findOther('policy', name.text) === undefined) {
      this.reportUnknown(name, uri);
      return undefined;
    }
    const symbol = findGlobal('policy', name, uri, this.context);
    const policy = symbol && this.of(symbol);
    return policy && { kind: 'declared', policy };
  }

  /** What a store replicates with that names no policy: one copy on one node, Raft on several. */
  defaultFor(on: readonly NamePatternNode[]): PolicyChoice | undefined {
    const nodes = on.reduce((sum, pattern) => sum + countNames(pattern), 0);
    const family = familyByName.get(nodes > 1 ? 'raft' : 'single');
    return family && { kind: 'family', family: family.family, settings: new Settings(family.block) };
  }

  private bind(symbol: ModelSymbol, node: PolicyNode): BoundPolicy {
    const { uri } = symbol;
    const base = this.baseOf(symbol, node);
    const family = base?.kind === 'declared' ? base.policy.family : base?.family;
    const schema = family === undefined ? undefined : familyByName.get(family)?.block;
    const reading = schema === undefined ? silentContext : this.context.problems.contextOf(uri);
    return {
      symbol,
      name: symbol.name,
      uri,
      node,
      family,
      base: base?.kind === 'declared' ? base.policy : undefined,
      own: readSettings(node.body?.items ?? [], schema ?? anyFamily, { ...reading, uri }),
    };
  }

  private baseOf(symbol: ModelSymbol, node: PolicyNode): PolicyChoice | undefined {
    if (node.base === undefined) return undefined;
    const { uri } = symbol;
    // `policy raft = raft` names the family: nothing can derive from itself.
    const family = familyByName.get(node.base.text);
    if (node.base.text === symbol.name && family !== undefined) {
      return { kind: 'family', family: family.family, settings: new Settings(family.block) };
    }
    const target = this.context.scopeOf(uri).find('policy', node.base.text);
    const at = target === undefined ? -1 : this.underWay.indexOf(target);
    if (target !== undefined && at >= 0) {
      this.reportCycle(this.underWay.slice(at), node.base, uri);
      this.context.symbols.refer({ symbol: target, uri, range: node.base.range });
      return undefined;
    }
    return this.choose(node.base, uri);
  }

  private reportCycle(cycle: readonly ModelSymbol[], base: NameNode, uri: string): void {
    const way = [...cycle.map((each) => each.name), base.text].join(' = ');
    const message = `this policy derives from itself: ${way}; one of them must name a family such as raft`;
    this.context.problems.add('FTM205', uri, base.range, message, { related: cycle.map(declaredHere) });
  }

  private reportUnknown(name: { readonly text: string; readonly range: NameNode['range'] }, uri: string): void {
    const scope = this.context.scopeOf(uri);
    if (scope.isIncomplete) return;
    const declared = scope.names('policy');
    const names = families.map((each) => each.family);
    const meant = nearestWord(name.text, [...declared, ...names]);
    const advice = meant === undefined ? `families are ${listed(names)}` : `did you mean '${meant}'?`;
    const message = `there is no policy or family '${name.text}'; ${advice}`;
    const fixes = meant === undefined ? [] : [replacement(name.range, meant)];
    this.context.problems.add('FTM200', uri, name.range, message, { fixes });
  }
}
