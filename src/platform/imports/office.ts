import { type Call, run } from '../command.ts';
import { importCommands, type SourceInput } from './commands.ts';
import type { Desk } from './desk.ts';
import { reading } from './reading.ts';
import { type Pace, unfinishedRuns, type Workplace, workOn } from './runner.ts';
import { readAhead } from './start.ts';

/** Imports at work: the commands, and the hand that does in the background what they ask for. */
export const openOffice = (desk: Desk) => {
  const commands = importCommands(desk);
  const busy = new Set<Promise<void>>();
  const stopping = new AbortController();

  const inTurn = atOnce(2);

  /** Reads a source and leaves the run waiting for its preview. */
  const start = async (input: SourceInput, call: Call): Promise<{ id: number }> =>
    run(commands.start, await readAhead(desk, input, call), call);

  /** Does what the run waits for and returns when it is done; faults are told in the run itself. */
  const runImport = (place: Workplace, runId: number, pace: Partial<Pace> = {}): Promise<void> =>
    inTurn(async () => {
      if (!stopping.signal.aborted) await workOn(desk, commands.undoNow, place, runId, { signal: stopping.signal, ...pace });
    });

  /** The same without waiting, except for the short while in which most sources are done. */
  const wake = async (place: Workplace, runId: number, milliseconds = 0): Promise<void> => {
    const work = runImport(place, runId)
      .catch((fault) => place.log.error('The background work of an import failed.', { run: runId, fault }))
      .finally(() => busy.delete(work));
    busy.add(work);
    if (milliseconds > 0) await Promise.race([work, new Promise((resolve) => setTimeout(resolve, milliseconds).unref())]);
  };

  /** Takes up what a stopped or killed program left unfinished, one run after another. */
  const resumeImports = async (place: Workplace): Promise<void> => {
    for (const id of await unfinishedRuns(reading(place.db))) await runImport(place, id);
  };

  /** Ends after the batch at hand, for a shutdown; the next start goes on from there. */
  const stopImports = async (): Promise<void> => {
    stopping.abort();
    await Promise.all(busy);
  };

  return { desk, commands, start, runImport, wake, resumeImports, stopImports };
};

/**
 * So many at once, the others in their turn: each import at work keeps a connection and asks for a second one, so that as many as there
 * are connections would wait for each other for ever.
 */
const atOnce = (most: number) => {
  const waiting: (() => void)[] = [];
  let free = most;
  return async <Done>(work: () => Promise<Done>): Promise<Done> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
};

export type Office = ReturnType<typeof openOffice>;
