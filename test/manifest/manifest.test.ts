import { strict as assert } from 'node:assert';
import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { clientSources, ROOT } from './client-sources';

interface Command {
  readonly command: string;
  readonly title: string;
  readonly category: string;
  readonly icon?: string;
}

interface MenuItem {
  readonly command: string;
  readonly when?: string;
}

interface Setting {
  readonly scope?: string;
  readonly default?: unknown;
  readonly markdownDescription?: string;
  readonly enum?: readonly string[];
  readonly markdownEnumDescriptions?: readonly string[];
  readonly order?: number;
}

interface Manifest {
  readonly main: string;
  readonly icon: string;
  readonly engines: { readonly vscode: string };
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly activationEvents: readonly string[];
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly supported: boolean };
    readonly virtualWorkspaces: boolean;
  };
  readonly contributes: {
    readonly commands: readonly Command[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly keybindings: readonly {
      readonly command: string;
      readonly key: string;
      readonly mac?: string;
      readonly when?: string;
    }[];
    readonly configuration: readonly {
      readonly title: string;
      readonly properties: Readonly<Record<string, Setting>>;
    }[];
  };
}

const text = readFileSync(path.join(ROOT, 'package.json'), 'utf8');
const manifest = JSON.parse(text) as Manifest;
const messages = JSON.parse(readFileSync(path.join(ROOT, 'package.nls.json'), 'utf8')) as Readonly<
  Record<string, string>
>;
const { contributes } = manifest;

/** What the build makes; it is there when the tests run after a build, and is not looked for before. */
const BUILT = path.join(ROOT, 'dist');

const clientText = clientSources().join('\n');

describe('the manifest', () => {
  it('names only files that exist', () => {
    const named = [
      ...text.matchAll(
        /"(?:\.\/)?((?:client|syntaxes|snippets|l10n|dist)(?=[/"])[^"*]*|language-configuration\.json)"/g,
      ),
    ]
      .map((match) => match[1] ?? '')
      .filter((file) => !file.startsWith('dist/') || existsSync(BUILT));
    const missing = named.filter((file) => !existsSync(path.join(ROOT, file)));
    assert.ok(named.length > 8, 'the pattern finds the files');
    assert.deepEqual(missing, []);
  });

  it('has a text for every placeholder, and no text that nothing shows', () => {
    const used = [...text.matchAll(/"%([^"%]+)%"/g)].map((match) => match[1] ?? '');
    assert.deepEqual([...new Set(used)].sort(), Object.keys(messages).sort());
  });

  it('declares a command for everything that the code registers, and the other way round', () => {
    const registered = [...clientText.matchAll(/\.register(?:Command)?\('(ftm\.[a-zA-Z]+)'/g)].map(
      (match) => match[1] ?? '',
    );
    const declared = contributes.commands.map(({ command }) => command);
    assert.deepEqual([...new Set(registered)].sort(), [...declared].sort());
  });

  it('gives every command its category, and an icon where it stands in a title bar', () => {
    const inTitleBar = new Set((contributes.menus['editor/title'] ?? []).map(({ command }) => command));
    for (const { command, category, icon } of contributes.commands) {
      assert.equal(category, 'FTM', command);
      if (inTitleBar.has(command)) assert.match(icon ?? '', /^\$\([a-z-]+\)$/, command);
    }
  });

  it('shows each menu entry only where it means something', () => {
    const declared = new Set(contributes.commands.map(({ command }) => command));
    for (const [menu, items] of Object.entries(contributes.menus)) {
      for (const { command, when } of items) {
        assert.ok(declared.has(command), `${menu}: ${command}`);
        if (menu !== 'file/newFile') assert.ok(when, `${menu}: ${command} has no when`);
      }
    }
  });

  it('hides internal commands from the palette', () => {
    const hidden = (contributes.menus['commandPalette'] ?? []).filter(({ when }) => when === 'false');
    assert.deepEqual(
      hidden.map(({ command }) => command),
      ['ftm.showReferences', 'ftm.showTimelineOfTest', 'ftm.searchFaults'],
    );
  });

  it('binds every key on a Mac as well, and nowhere but in models and pictures', () => {
    for (const { command, key, mac, when } of contributes.keybindings) {
      assert.equal(mac, key.replace('ctrl', 'cmd'), command);
      assert.match(when ?? '', /ftm/, command);
    }
  });

  it('describes every setting, with scope, default and order', () => {
    for (const { properties } of contributes.configuration) {
      for (const [name, setting] of Object.entries(properties)) {
        assert.match(name, /^ftm\./);
        assert.ok(['resource', 'window', 'machine-overridable'].includes(setting.scope ?? ''), `${name}: scope`);
        assert.ok(setting.markdownDescription, `${name}: description`);
        assert.notEqual(setting.default, undefined, `${name}: default`);
        assert.equal(typeof setting.order, 'number', `${name}: order`);
        if (setting.enum && setting.markdownEnumDescriptions) {
          assert.equal(setting.markdownEnumDescriptions.length, setting.enum.length, `${name}: descriptions of values`);
        }
      }
    }
  });

  it('declares every setting that the code reads', () => {
    const declared = contributes.configuration.flatMap(({ properties }) => Object.keys(properties));
    const read = [...clientText.matchAll(/\.get<\w+>\('([\w.]+)'\)/g)]
      .map((match) => `ftm.${match[1] ?? ''}`)
      .filter((name) => !name.startsWith('ftm.topology.uri'));
    for (const name of read) assert.ok(declared.includes(name), name);
  });

  it('wakes for the panels that it restores, and never for everything', () => {
    const restored = [...clientText.matchAll(/_VIEW = '(ftm\.\w+)'/g)].map(
      (match) => `onWebviewPanel:${match[1] ?? ''}`,
    );
    const declared = manifest.activationEvents.filter((event) => event.startsWith('onWebviewPanel:'));
    assert.deepEqual(declared.sort(), restored.sort());
    assert.ok(!manifest.activationEvents.includes('*'));
  });

  it('runs in restricted and virtual workspaces, since it executes nothing of them', () => {
    assert.equal(manifest.capabilities.untrustedWorkspaces.supported, true);
    assert.equal(manifest.capabilities.virtualWorkspaces, true);
  });

  it('is typed against the oldest editor that it runs in', () => {
    const oldest = /^\^(\d+\.\d+)/.exec(manifest.engines.vscode)?.[1];
    assert.match(manifest.devDependencies['@types/vscode'] ?? '', new RegExp(`${oldest ?? '?'}(\\.|$)`));
  });

  it('ships no dependencies: all is bundled', () => {
    assert.deepEqual(Object.keys(manifest.dependencies ?? {}), []);
  });

  it('has a PNG icon of at least 128 by 128 pixels', () => {
    const icon = readFileSync(path.join(ROOT, manifest.icon));
    assert.equal(icon.subarray(1, 4).toString('latin1'), 'PNG');
    assert.ok(icon.readUInt32BE(16) >= 128 && icon.readUInt32BE(20) >= 128);
  });
});
