import type { Ink } from './ink';
import { instantText } from './quantity-text';
import type { PathRow, WhyRow } from './run-report';
import { placeText } from './source-place';

/** Steps of the way from the fault to the violation that are printed; the picture shows all. */
const MOST_STEPS = 8;

/** Why an expectation fails: a sentence a line, then the way from the fault to the violation. */
export function explanationLines(why: WhyRow | null, ink: Ink): readonly string[] {
  if (why === null) return [];
  const steps = toldSteps(why.path);
  const width = Math.max(0, ...steps.map((step) => (step === null ? 0 : instantText(step.at).length)));
  return [
    ...why.sentences.map((sentence) => `${ink.dim('-')} ${sentence}`),
    ...(steps.length === 0 ? [] : [ink.dim('how it came to that:')]),
    ...steps.map((step) => {
      if (step === null) return ink.dim(`  ${'...'.padStart(width)}`);
      const { at, text, kind, source } = step;
      const where = kind === 'fault' && source !== null ? `  ${ink.dim(placeText(source))}` : '';
      return `  ${instantText(at).padStart(width)}  ${text}${where}`;
    }),
  ];
}

/** One operation stands for the others of its kind: their stories are alike. Null: some steps are left out here. */
function toldSteps(path: readonly PathRow[]): readonly (PathRow | null)[] {
  const operations = [...new Set(path.map(({ operation }) => operation).filter((row) => row >= 0))];
  const told = withOperations(path, operations.slice(0, 2));
  const first = withOperations(path, operations.slice(0, 1));
  const short = told.length <= MOST_STEPS ? told : first;
  // How it begins and how it ends matters most.
  return short.length <= MOST_STEPS ? short : [...short.slice(0, MOST_STEPS - 3), null, ...short.slice(-3)];
}

/** The way without that of other operations: their steps, and those that lead to them alone. */
function withOperations(path: readonly PathRow[], operations: readonly number[]): readonly PathRow[] {
  const isTold = ({ operation }: PathRow): boolean => operation < 0 || operations.includes(operation);
  const ledTo = (wanted: (row: PathRow) => boolean): ReadonlySet<number> => {
    const steps = new Set<number>();
    path.forEach((row, index) => {
      if (row.operation < 0 || !wanted(row)) return;
      for (let at = index; at >= 0 && !steps.has(at); at = path[at]?.because ?? -1) steps.add(at);
    });
    return steps;
  };
  const leads = ledTo(isTold);
  const leadsAstray = ledTo((row) => !isTold(row));
  return path.filter((row, index) => isTold(row) && (leads.has(index) || !leadsAstray.has(index)));
}
