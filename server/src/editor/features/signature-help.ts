import type { Position, SignatureHelp } from 'vscode-languageserver';
import { signatureOf } from '../../language/values/describe-type';
import type { ValueType } from '../../language/schema/value-type';
import { offsetAt } from '../positions';
import type { Snapshot } from '../snapshot';
import { schemaOf } from './completion/block-slots';
import { placeAt } from './completion/place';
import { functionNamed } from './completion/value-slots';

/** The parameters of the function whose parentheses are open at the cursor. */
export function signatureHelp(snapshot: Snapshot, position: Position): SignatureHelp | undefined {
  const place = placeAt(snapshot, offsetAt(snapshot.source, position));
  if (place === undefined) return undefined;
  const { statement } = place;
  const open = openParenthesis(statement);
  if (open === undefined) return undefined;
  const property = schemaOf(snapshot, place.blocks).properties.get(statement[0] ?? '');
  const type: ValueType = property?.type ?? { kind: 'distribution' };
  const schema = functionNamed(type, statement[open - 1] ?? '');
  if (schema === undefined) return undefined;
  const inside = statement.slice(open + 1);
  const argument = inside.slice(inside.lastIndexOf(',') + 1);
  const named = schema.parameters.findIndex(({ name }) => argument[1] === ':' && name === argument[0]);
  const byPlace = Math.min(inside.filter((word) => word === ',').length, schema.parameters.length - 1);
  const parameters = schema.parameters.map(({ name, positional, documentation, default: usual }) => ({
    label: positional === true ? name : `${name}:`,
    documentation: usual === undefined ? documentation : `${documentation} Default ${usual}.`,
  }));
  return {
    signatures: [{ label: signatureOf(schema), documentation: schema.documentation, parameters }],
    activeSignature: 0,
    activeParameter: named >= 0 ? named : byPlace,
  };
}

function openParenthesis(statement: readonly string[]): number | undefined {
  const open: number[] = [];
  statement.forEach((word, index) => {
    if (word === '(') open.push(index);
    if (word === ')') open.pop();
  });
  return open.at(-1);
}
