import type { PathRow, WhyRow } from '../../../server/src/report/run-report';
import { button, html, icon } from '../dom/elements';
import type { HostBridge } from '../host/host-bridge';
import { DECISION_SIGNS, EVENT_SIGNS } from '../look/vocabulary';
import type { Actions } from '../state/actions';
import type { Selection } from '../state/view-state';
import { formatInstant } from '../time/time-format';
import { STEP_EVENTS } from '../timeline/draw-why';
import { sourceButton } from './source-button';

/** What was found out by running the scenario again with something changed: which faults it takes, and what would help. */
export function whyView(why: WhyRow, actions: Actions, host: HostBridge): HTMLElement {
  const { needed, unavoidableFrom, path, remedies, runs, cutShort } = why;
  const sentences = sentencesOf(why);
  const counterfactuals = why.counterfactuals.filter(({ text }) => !sentences.includes(text));
  return html(
    'div',
    { class: 'why' },
    ...sentences.map((sentence) => {
      const governs = why.governing?.find(({ text }) => text === sentence);
      const content =
        governs === undefined
          ? withFaults(sentence, needed ?? [], actions, host)
          : governingContent(governs, actions, host);
      return html('p', {}, ...content);
    }),
    ...part(
      'What would help',
      remedies.map(({ setting, insteadOf, of, source, breaks, reached, betters = [], worsens = [] }) =>
        html(
          'li',
          {},
          icon('up', 'good'),
          html(
            'span',
            {},
            html('code', {}, setting),
            ` of ${of} instead of `,
            html('code', {}, insteadOf),
            reached === undefined ? '' : ` \u2192 ${reached}`,
            betters.length === 0 ? '' : `, and ${betters.join('; ')}`,
            breaks.length === 0 ? '' : `, but then fails: ${breaks.join('; ')}`,
            worsens.length === 0 ? '' : `, but ${worsens.join('; ')}`,
          ),
          source === null ? null : sourceButton(source, actions, host),
        ),
      ),
    ),
    ...part(
      'The way there',
      path.map((step) => pathItem(step, actions)),
    ),
    ...part(
      'Otherwise',
      counterfactuals.map(({ text, decision }) => {
        const { glyph, tone } = DECISION_SIGNS[decision];
        return html('li', {}, icon(glyph, tone), html('span', {}, text));
      }),
    ),
    ...(unavoidableFrom === null
      ? []
      : [
          link(tooLateOf(why), () => {
            actions.moveCursor(unavoidableFrom, 'into view');
          }),
        ]),
    html(
      'p',
      { class: 'why-cost' },
      `Found with ${String(runs)} runs${cutShort ? '; the budget ended before all was asked' : ''}.`,
    ),
  );
}

/**
 * The first says it all in short, and the next what governed that which failed, what the trace shows of how it came about and how
 * it ended. The rest follows as lists, except what was tried in vain, which has no list.
 */
function sentencesOf(why: WhyRow): readonly string[] {
  const { sentences, unavoidableFrom, remedies } = why;
  const last = remedies.length > 0 ? sentences.length : listEnd(why) + (unavoidableFrom === null ? 0 : 1);
  return [...sentences.slice(0, listStart(why)), ...sentences.slice(last)];
}

/** Where the sentences begin that are shown as lists, and where those about other faults end. */
function listStart({ governing = [], findings = [], ending }: WhyRow): number {
  return 1 + governing.length + findings.length + (ending === undefined ? 0 : 1);
}

function listEnd(why: WhyRow): number {
  return listStart(why) + why.counterfactuals.filter(({ text }) => why.sentences.indexOf(text) > 0).length;
}

/** Since when it was too late. */
function tooLateOf(why: WhyRow): string {
  return why.sentences[listEnd(why)] ?? '';
}

/** The settings that governed what failed; the button leads to where they are written, in place of their line. */
function governingContent(
  { text, source }: NonNullable<WhyRow['governing']>[number],
  actions: Actions,
  host: HostBridge,
): readonly (Node | string)[] {
  return source === null
    ? withSettings(text)
    : [
        ...withSettings(text.replace(LINE_OF_SETTINGS, '`').replace(/\.$/, '')),
        ' ',
        sourceButton(source, actions, host),
      ];
}

/** A sentence in which the names of the faults that it takes lead to where they lie in time, and their lines to the model. */
function withFaults(
  sentence: string,
  needed: NonNullable<WhyRow['needed']>,
  actions: Actions,
  host: HostBridge,
): readonly (Node | string)[] {
  const fault = needed.find(({ text }) => sentence.includes(text));
  if (fault === undefined) {
    return withSettings(sentence);
  }
  const { text, source, bands } = fault;
  const [band] = bands;
  const [before = '', ...after] = sentence.split(text);
  const name = source === null ? text : text.replace(LINE_OF_FAULT, '');
  const rest = needed.filter((other) => other !== fault);
  return [
    ...withFaults(before, rest, actions, host),
    band === undefined
      ? name
      : link(name, () => {
          actions.visit({ kind: 'fault', row: band });
        }),
    ...(source === null ? [] : [' ', sourceButton(source, actions, host)]),
    ...withFaults(after.join(text), rest, actions, host),
  ];
}

/** The button beside it says the same. */
const LINE_OF_FAULT = / \((?:line \d+|[^()]+:\d+)\)$/;

const LINE_OF_SETTINGS = /` \((?:line \d+|[^()]+:\d+)\)/;

/** Settings stand between backticks, as in Markdown. */
function withSettings(sentence: string): readonly (Node | string)[] {
  return sentence.split('`').map((text, number) => (number % 2 === 0 ? text : html('code', {}, text)));
}

function pathItem(step: PathRow, actions: Actions): HTMLElement {
  const { glyph, tone } = EVENT_SIGNS[STEP_EVENTS[step.kind]];
  const target = targetOf(step);
  const act = (): void => {
    if (target === null) {
      actions.moveCursor(step.at, 'into view');
    } else {
      actions.visit(target);
    }
  };
  return html(
    'li',
    { class: 'step' },
    html('span', { class: 'step-time' }, formatInstant(step.at, 1e5)),
    icon(glyph, tone),
    link(step.text, act),
  );
}

function targetOf({ row, operation }: PathRow): Selection | null {
  return operation >= 0 ? { kind: 'operation', row: operation } : row >= 0 ? { kind: 'event', row } : null;
}

function part(title: string, items: readonly HTMLElement[]): readonly HTMLElement[] {
  return items.length === 0 ? [] : [html('h3', {}, title), html('ul', { class: 'why-list' }, ...items)];
}

function link(text: string, act: () => void): HTMLButtonElement {
  const made = button(text, act);
  made.className = 'link';
  return made;
}
