const PAUSE_MS = 50;

/** How long a story waits for something that VS Code does on its own: generous, machines that test are slow. */
export const DEADLINE_MS = 60_000;

/**
 * Asks again and again until there is an answer other than undefined or false.
 *
 * @param what completes the sentence "Waited 30 s for ..."
 * @param probe what to ask; when it throws, that counts as no answer and is told at the end
 */
export async function until<T>(
  what: string,
  probe: () => Promise<T | undefined | false> | T | undefined | false,
  deadlineMs: number = DEADLINE_MS,
): Promise<T> {
  const deadline = Date.now() + deadlineMs;
  let lastFailure: unknown;
  do {
    try {
      const answer = await probe();
      if (answer !== undefined && answer !== false) {
        return answer;
      }
      lastFailure = undefined;
    } catch (failure) {
      lastFailure = failure;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  } while (Date.now() < deadline);
  throw new Error(`Waited ${deadlineMs / 1000} s for ${what}.`, { cause: lastFailure });
}
