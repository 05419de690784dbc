import type { Case } from './case';
import { designCases } from './cases/design';
import { importCases } from './cases/imports';
import { nameCases } from './cases/names';
import { runCases } from './cases/runs';
import { storeCases } from './cases/stores';
import { valueCases } from './cases/values';

/** The fixtures of all codes: the tests check them, and the documentation shows those of designs. */
export const allCases: readonly Case[] = [
  ...nameCases,
  ...importCases,
  ...valueCases,
  ...storeCases,
  ...runCases,
  ...designCases,
];
