import { strict as assert } from 'node:assert';
import type * as vscode from 'vscode';
import { presentTests } from '../../client/src/features/testing/present-tests';

/** Items of the Test Explorer, as far as a request needs them. */
class Item {
  readonly children = new Map<string, Item>();
  constructor(
    readonly id: string,
    readonly parent?: Item,
  ) {
    parent?.children.set(id, this);
  }
}

type Items = ReadonlyMap<string, Item>;

function file(id: string, ...scenarios: readonly string[]): Item {
  const item = new Item(id);
  for (const scenario of scenarios) new Item(`${id}#${scenario}`, item);
  return item;
}

function collection(...files: readonly Item[]): Items {
  return new Map(files.map((each) => [each.id, each]));
}

/** Which tests run of those that are there, and for which files they were brought up to date before. */
async function check(
  present: Items,
  asked: { readonly include?: readonly Item[]; readonly exclude?: readonly Item[] },
  expected: { readonly tests: readonly string[]; readonly resolved: readonly string[] },
): Promise<void> {
  const resolved: string[] = [];
  const tests = await presentTests(
    present as unknown as vscode.TestItemCollection,
    asked as unknown as vscode.TestRunRequest,
    ({ id }) => {
      resolved.push(id);
      return Promise.resolve();
    },
  );
  assert.deepEqual({ tests: tests.map(({ id }) => id), resolved }, expected);
}

describe('tests that a request names', () => {
  const shop = file('shop', 'Crash', 'Partition');
  const bank = file('bank', 'Outage');
  const scenarioOf = (item: Item, name: string): Item => item.children.get(`${item.id}#${name}`) ?? assert.fail(name);

  it('are all, or those of a file, or a scenario', async () => {
    const all = collection(shop, bank);
    await check(all, {}, { tests: ['shop#Crash', 'shop#Partition', 'bank#Outage'], resolved: ['shop', 'bank'] });
    await check(all, { include: [bank] }, { tests: ['bank#Outage'], resolved: ['bank'] });
    await check(all, { include: [scenarioOf(shop, 'Partition')] }, { tests: ['shop#Partition'], resolved: ['shop'] });
  });

  it('are not those that it leaves out', async () => {
    const exclude = [scenarioOf(shop, 'Crash'), bank];
    await check(collection(shop, bank), { exclude }, { tests: ['shop#Partition'], resolved: ['shop'] });
  });

  it('are none of a file that is deleted, whose text may still be open', async () => {
    await check(collection(shop), { include: [bank] }, { tests: [], resolved: [] });
    await check(collection(shop), { include: [scenarioOf(bank, 'Outage')] }, { tests: [], resolved: [] });
  });

  it('are those that are there now, not those of the time when it was asked for', async () => {
    const edited = collection(file('shop', 'Partition'));
    await check(edited, { include: [scenarioOf(shop, 'Crash')] }, { tests: [], resolved: ['shop'] });
    await check(edited, { include: [shop] }, { tests: ['shop#Partition'], resolved: ['shop'] });
  });
});
