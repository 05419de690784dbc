import { Operation, type Command } from '../environment/command';

/** What a client remembers of its own successful operations: the value a cas expects, the element a remove names. */
export class KnownValues {
  private readonly values = new Map<number, number>();
  private readonly lastAdded = new Map<number, number>();

  /** Last value read or written by this client; a register begins with 0. */
  value(key: number): number {
    return this.values.get(key) ?? 0;
  }

  /** Last element added by this client and not yet removed by it; -1 when there is none. */
  added(key: number): number {
    return this.lastAdded.get(key) ?? -1;
  }

  learn(command: Command, output: number): void {
    switch (command.kind) {
      case Operation.Read:
        if (this.values.size > 0 || output !== 0) if (output === output) this.values.set(command.key, output);
        return;
      case Operation.Cas:
      case Operation.Write:
        this.values.set(command.key, command.value);
        return;
      case Operation.Add:
        this.lastAdded.set(command.key, command.value);
        return;
      case Operation.Remove:
        this.lastAdded.delete(command.key);
        return;
      case Operation.Append:
      case Operation.Poll:
      case Operation.Increment:
        return;
    }
  }
}
