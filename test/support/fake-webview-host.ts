/** What a webview finds around it in VS Code; everything in it must survive being sent to the page as JSON. */
export interface FakeHostSetup {
  readonly initialState: unknown;
  readonly theme: WebviewTheme;
  readonly defaultStyles: string;
}

/** A theme as a webview sees it, recorded from VS Code 1.100 in `vscode-themes.json`. */
export interface WebviewTheme {
  readonly bodyClass: string;
  readonly kind: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** What the page and its fake host share through the page's `window`. */
export interface FakeHostWindow {
  /** Given by the test: receives every message that the page posts. */
  fakeHostPosted(message: unknown): Promise<void>;
  fakeHostApplyTheme(theme: WebviewTheme): void;
  acquireVsCodeApi(): unknown;
}

/** The part of VS Code's own webview style sheet that pages have to live with. */
export const DEFAULT_STYLES = `
  @layer vscode-default {
    html { background-color: var(--vscode-editor-background); }
    body {
      overscroll-behavior-x: none; background-color: transparent; margin: 0; padding: 0 20px;
      color: var(--vscode-editor-foreground); font-family: var(--vscode-font-family);
      font-weight: var(--vscode-font-weight); font-size: var(--vscode-font-size);
    }
    img, video { max-width: 100%; max-height: 100%; }
    a, a code { color: var(--vscode-textLink-foreground); }
    code { color: var(--vscode-textPreformat-foreground); background-color: var(--vscode-textPreformat-background); }
    a:focus, input:focus, select:focus, textarea:focus {
      outline: 1px solid -webkit-focus-ring-color; outline-offset: -1px;
    }
  }`;

/**
 * Runs inside the page before any of its scripts, and does what VS Code does around a webview. It is sent there as
 * text, so it can use nothing from outside itself.
 */
export function installFakeHost({ initialState, theme, defaultStyles }: FakeHostSetup): void {
  const host = window as unknown as FakeHostWindow;
  const stateKey = 'fake-host-state';
  let current = theme;
  let acquired = false;

  host.acquireVsCodeApi = () => {
    if (acquired) {
      throw new Error('An instance of the VS Code API has already been acquired');
    }
    acquired = true;
    return Object.freeze({
      postMessage: (message: unknown) => void host.fakeHostPosted(message),
      getState: () => {
        const kept = sessionStorage.getItem(stateKey);
        return kept === null ? initialState : JSON.parse(kept);
      },
      setState: (state: unknown) => {
        sessionStorage.setItem(stateKey, JSON.stringify(state));
        return state;
      },
    });
  };

  const paint = () => {
    const style = document.documentElement.style;
    for (const name of [...style].filter((property) => property.startsWith('--vscode-'))) {
      style.removeProperty(name);
    }
    for (const [name, value] of Object.entries(current.variables)) {
      style.setProperty(name, value);
    }
    document.body.classList.remove('vscode-light', 'vscode-dark', 'vscode-high-contrast', 'vscode-high-contrast-light');
    document.body.classList.add(...current.bodyClass.split(' '));
    document.body.dataset['vscodeThemeKind'] = current.kind;
  };
  host.fakeHostApplyTheme = (next) => {
    current = next;
    paint();
  };

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(defaultStyles);
  document.adoptedStyleSheets.push(sheet);

  // The body does not exist yet; its first script must already see the theme.
  const bodyAppears = new MutationObserver(() => {
    if (document.body !== null) {
      bodyAppears.disconnect();
      paint();
    }
  });
  bodyAppears.observe(document, { childList: true, subtree: true });
}
