import type * as vscode from 'vscode';

/**
 * The scenarios that a request names, by themselves or by their file, as far as they are still there. A request may be older
 * than that: one of continuous mode lives on while files are deleted and scenarios are renamed.
 *
 * @param files the items of the files, whose children are the scenarios
 * @param resolve brings the scenarios of a file up to date
 */
export async function presentTests(
  files: vscode.TestItemCollection,
  { include, exclude }: Pick<vscode.TestRunRequest, 'include' | 'exclude'>,
  resolve: (file: vscode.TestItem) => Promise<void>,
): Promise<readonly vscode.TestItem[]> {
  const excluded = new Set(exclude?.map(({ id }) => id));
  const asked = (include ?? [...files].map(([, file]) => file)).filter(({ id }) => !excluded.has(id));
  const tests: vscode.TestItem[] = [];
  for (const { id, parent } of asked) {
    const file = files.get(parent?.id ?? id);
    if (file === undefined) continue;
    await resolve(file);
    const scenarios =
      parent === undefined ? [...file.children].map(([, scenario]) => scenario) : [file.children.get(id)];
    tests.push(...scenarios.filter((scenario) => scenario !== undefined).filter((each) => !excluded.has(each.id)));
  }
  return tests;
}
