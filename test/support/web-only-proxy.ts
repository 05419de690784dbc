import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as path from 'node:path';

const EXTENSION_PATH = '/extension-under-test';

/** The script that opens the window, in which code-server makes itself the remote machine, and user data a folder of it. */
const WORKBENCH = '/workbench/workbench.js';
const ITS_REMOTE = ',remoteAuthority:location.host';
const ITS_DISK = /(\w+)\.file\(this\.userDataPath\)\.with\(\{scheme:(\w+)\.vscodeRemote\}\)/;

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
};

/** What VS Code's page is told at the start, as far as it is changed here. */
interface PageConfiguration {
  remoteAuthority?: string;
  additionalBuiltinExtensions?: readonly object[];
  configurationDefaults?: Readonly<Record<string, unknown>>;
}

/**
 * The same VS Code without its server, as on vscode.dev: everything is passed on but that there is a remote machine, so that
 * extensions run in a web worker; one extension is served beside it.
 */
export class WebOnlyProxy {
  private constructor(
    private readonly server: ReturnType<typeof createServer>,
    /** An empty window. */
    readonly url: string,
  ) {}

  /** @param vsCodeUrl where the server answers */
  static async start(
    vsCodeUrl: string,
    extensionFolder: string,
    settings: Readonly<Record<string, unknown>>,
  ): Promise<WebOnlyProxy> {
    const { origin } = new URL(vsCodeUrl);
    const server = createServer((request, response) => {
      const address = request.url ?? '/';
      const answered = address.startsWith(`${EXTENSION_PATH}/`)
        ? Promise.resolve(sendFile(extensionFolder, address.slice(EXTENSION_PATH.length + 1), response))
        : passOn(origin, address, request, response, settings);
      answered.catch((failure: unknown) => {
        response.destroy(failure instanceof Error ? failure : new Error(String(failure)));
      });
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return new WebOnlyProxy(server, `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/?ew=true`);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

function sendFile(folder: string, address: string, response: ServerResponse): void {
  const file = path.join(folder, path.normalize(new URL(address, 'http://file/').pathname));
  if (!file.startsWith(folder) || !existsSync(file)) {
    response.writeHead(404).end();
    return;
  }
  const type = TYPES[path.extname(file)] ?? 'application/octet-stream';
  response.writeHead(200, { 'content-type': type, 'access-control-allow-origin': '*' });
  createReadStream(file).pipe(response);
}

async function passOn(
  origin: string,
  address: string,
  request: IncomingMessage,
  response: ServerResponse,
  settings: Readonly<Record<string, unknown>>,
): Promise<void> {
  const answer = await fetch(origin + address, { method: request.method ?? 'GET', redirect: 'manual' });
  const headers = new Map(answer.headers);
  // What arrives here is unpacked already.
  for (const name of ['content-encoding', 'content-length', 'transfer-encoding', 'connection']) headers.delete(name);
  const body = Buffer.from(await answer.arrayBuffer());
  response.writeHead(answer.status, Object.fromEntries(headers));
  if (headers.get('content-type')?.startsWith('text/html') === true) {
    response.end(configured(body.toString('utf8'), request.headers.host ?? '', settings));
  } else response.end(address.endsWith(WORKBENCH) ? withoutServer(body.toString('utf8')) : body);
}

/** As in the original, where a window without a server keeps its user data in the browser. */
function withoutServer(script: string): string {
  return script.replace(ITS_REMOTE, '').replace(ITS_DISK, '$1.file("/").with({scheme:$2.vscodeUserData})');
}

/** Other pages than the workbench have no such configuration and stay as they are. */
function configured(page: string, host: string, settings: Readonly<Record<string, unknown>>): string {
  return page.replace(
    /(<meta id="vscode-workbench-web-configuration" data-settings=")([^"]*)(")/,
    (_, before: string, written: string, after: string) => {
      const configuration = JSON.parse(written.replaceAll('&quot;', '"')) as PageConfiguration;
      delete configuration.remoteAuthority;
      configuration.additionalBuiltinExtensions = [{ scheme: 'http', authority: host, path: EXTENSION_PATH }];
      configuration.configurationDefaults = settings;
      return before + JSON.stringify(configuration).replaceAll('"', '&quot;') + after;
    },
  );
}
