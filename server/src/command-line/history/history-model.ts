import type { CheckedData } from '../../analysis/consistency/checked-history';
import type { OperationKind } from '../../language/model';
import type { HistoryEvent } from './history-events';

/** What a recorded object is, in the words of the field. */
export const HISTORY_MODELS = ['register', 'cas-register', 'kv', 'log', 'set', 'counter'] as const;
export type HistoryModel = (typeof HISTORY_MODELS)[number];

/** A key whose values are appended to is a text; any other key is a register. */
export function dataOf(model: HistoryModel, events: readonly HistoryEvent[]): CheckedData {
  switch (model) {
    case 'register':
    case 'cas-register':
      return 'register';
    case 'kv':
      return events.some(({ operation }) => operation === 'append') ? 'text' : 'register';
    case 'log':
    case 'set':
    case 'counter':
      return model;
  }
}

/** What an operation of a recording is to the model, or undefined where the model has no such operation. */
export function kindOf(operation: string, model: HistoryModel): OperationKind | undefined {
  switch (operation) {
    case 'read':
    case 'get':
      return 'read';
    case 'poll':
      return model === 'log' ? 'poll' : undefined;
    case 'write':
    case 'put':
      return model === 'register' || model === 'cas-register' || model === 'kv' ? 'write' : undefined;
    case 'cas':
      return model === 'cas-register' || model === 'kv' ? 'cas' : undefined;
    case 'append':
      return model === 'log' || model === 'kv' ? 'append' : undefined;
    case 'add':
      return model === 'counter' ? 'increment' : model === 'set' ? 'add' : undefined;
    case 'increment':
    case 'inc':
      return model === 'counter' ? 'increment' : undefined;
    case 'remove':
      return model === 'set' ? 'remove' : undefined;
    default:
      return undefined;
  }
}
